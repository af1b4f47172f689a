// A simulator of hourly bike rentals in a city that does not exist: three years of weather, holidays and
// demand, every number drawn from a seed. What it writes says that it is simulated.
//
// Demand of an hour is Poisson about: a profile of the hour (two commuting peaks on working days, one broad
// hump on others) × season and felt temperature × weather × slow growth × a day's own luck. Weather is a
// Markov chain of clear, cloudy, rain and snow; temperature is a yearly and a daily wave with an anomaly that
// fades over days.
//
// The documented change: from 1 October of the third year a new metro line takes three in ten of the rentals
// in the commuting peaks of working days, and the thermometer, newly mounted on a sunny wall, reads 2 °C too
// much. Data before and after are two files, so that a model can be trained on the first and watched on the
// second.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/clock.h"

namespace tatara::example {

enum class Weather { Clear, Cloudy, Rain, Snow };

struct RentalHour {
  Timestamp time{};
  int hour = 0;
  int weekday = 0;  // 0 is Monday
  int month = 1;
  bool holiday = false;
  Weather weather = Weather::Clear;
  double temperature = 0;  // °C, as the thermometer reads
  double feelsLike = 0;
  double humidity = 0;  // per cent
  double wind = 0;      // m/s
  std::int64_t rentals = 0;
};

// Three years from 2022-01-01T00:00 on, an hour each: 26,304 of them.
std::vector<RentalHour> simulateRentals(std::uint64_t seed);
Timestamp changeTime();

// With a header; hours in [from, to).
std::string rentalsCsv(const std::vector<RentalHour>& hours, Timestamp from, Timestamp to);
// What the files are and what changed, for people.
std::string rentalsReadme(std::uint64_t seed);

}  // namespace tatara::example
