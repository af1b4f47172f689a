#include "core/example/bike_rentals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "core/base/seeded_random.h"
#include "core/text/table.h"

namespace tatara::example {
namespace {

using std::chrono::hours;
using std::chrono::sys_days;

constexpr std::array<const char*, 4> kWeatherNames{"clear", "cloudy", "rain", "snow"};
constexpr std::array<const char*, 7> kWeekdayNames{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};
constexpr std::array<const char*, 4> kSeasonNames{"winter", "spring", "summer", "autumn"};

// Rentals of an hour on a mild, dry day, by hour: working days and others.
constexpr std::array<double, 24> kWorkingProfile{14,  8,   5,   4,   7,   28,  110, 290, 420, 230, 140, 150,
                                                 180, 175, 165, 185, 280, 450, 410, 270, 180, 125, 85,  42};
constexpr std::array<double, 24> kFreeProfile{60,  42,  28,  16,  10,  12,  24,  52,  105, 180, 255, 310,
                                              345, 350, 340, 330, 310, 275, 225, 175, 135, 110, 90,  70};

constexpr sys_days kFirstDay = std::chrono::year{2022} / 1 / 1;
constexpr sys_days kEndDay = std::chrono::year{2025} / 1 / 1;
constexpr sys_days kChangeDay = std::chrono::year{2024} / 10 / 1;
constexpr double kMetroShare = 0.3;
constexpr double kThermometerError = 2.0;

double rounded(double value) {
  return std::round(value * 10) / 10;
}

std::string oneDecimal(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.1f", value == 0 ? 0.0 : value);
  return buffer;
}

// Eight fixed days a year, and a moving Monday in spring (the second of April) and autumn (the second of
// October).
bool isHoliday(sys_days day) {
  const std::chrono::year_month_day date(day);
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned number = static_cast<unsigned>(date.day());
  for (const auto& [m, d] : std::initializer_list<std::pair<unsigned, unsigned>>{
           {1, 1}, {1, 6}, {5, 1}, {6, 15}, {8, 15}, {11, 1}, {12, 25}, {12, 26}}) {
    if (m == month && d == number) {
      return true;
    }
  }
  const bool monday = std::chrono::weekday(day) == std::chrono::Monday;
  return monday && number > 7 && number <= 14 && (month == 4 || month == 10);
}

class Sky {
 public:
  explicit Sky(SeededRandom& random) : m_random(random) {}

  Weather next(double temperature) {
    // Chances an hour to leave for a better and for a worse sky.
    static constexpr std::array<double, 3> kBetter{0, 0.12, 0.22};
    static constexpr std::array<double, 3> kWorse{0.09, 0.07, 0};
    const double drawn = m_random.uniform();
    if (m_level > 0 && drawn < kBetter[m_level]) {
      --m_level;
    } else if (m_level < 2 && drawn > 1 - kWorse[m_level]) {
      ++m_level;
    }
    return m_level < 2 ? static_cast<Weather>(m_level) : temperature < 1 ? Weather::Snow : Weather::Rain;
  }

 private:
  SeededRandom& m_random;
  std::size_t m_level = 0;
};

double weatherFactor(Weather weather) {
  switch (weather) {
    case Weather::Clear:
      return 1.05;
    case Weather::Cloudy:
      return 0.95;
    case Weather::Rain:
      return 0.52;
    case Weather::Snow:
      return 0.3;
  }
  return 1;
}

// Best at 23 °C; frost keeps more people away than heat.
double comfort(double feelsLike) {
  const double off = feelsLike - 23;
  return std::exp(-(off * off) / (off < 0 ? 420 : 190));
}

double felt(double temperature, double wind, double humidity) {
  return temperature - 0.5 * std::max(0.0, wind - 2) * (temperature < 15 ? 1 : 0.3) +
         (temperature > 22 ? 0.05 * (humidity - 50) : 0);
}

bool isPeak(int hour) {
  return (hour >= 7 && hour <= 9) || (hour >= 16 && hour <= 18);
}

}  // namespace

Timestamp changeTime() {
  return kChangeDay;
}

std::vector<RentalHour> simulateRentals(std::uint64_t seed) {
  SeededRandom random(seed);
  Sky sky(random);
  std::vector<RentalHour> result;
  double anomaly = 0;
  double wind = 3;
  for (sys_days day = kFirstDay; day < kEndDay; day += std::chrono::days(1)) {
    anomaly = 0.8 * anomaly + 2.1 * random.normal();
    const double luck = std::exp(0.07 * random.normal());
    const double sinceStart = static_cast<double>((day - kFirstDay).count());
    const double growth = 1 + 0.11 * sinceStart / 365.25;
    const double year = 2 * std::numbers::pi * (sinceStart - 20) / 365.25;
    const std::chrono::year_month_day date(day);
    const bool holiday = isHoliday(day);
    const int weekday = static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
    const bool working = weekday < 5 && !holiday;
    for (int hour = 0; hour < 24; ++hour) {
      const double daily = 4.2 * std::sin(2 * std::numbers::pi * (hour - 9) / 24.0);
      const double trueTemperature = 12.5 - 11 * std::cos(year) + daily + anomaly + 0.4 * random.normal();
      RentalHour one;
      one.time = Timestamp(day + hours(hour));
      one.hour = hour;
      one.weekday = weekday;
      one.month = static_cast<int>(static_cast<unsigned>(date.month()));
      one.holiday = holiday;
      one.weather = sky.next(trueTemperature);
      const bool wet = one.weather == Weather::Rain || one.weather == Weather::Snow;
      wind = std::clamp(0.85 * wind + 0.15 * (wet ? 5.5 : 3.2) + 0.6 * random.normal(), 0.0, 22.0);
      one.wind = rounded(wind);
      one.humidity =
          std::round(std::clamp(58 + (wet ? 24 : 0) - 1.3 * daily + 7 * random.normal(), 15.0, 100.0));
      const double trueFelt = felt(trueTemperature, one.wind, one.humidity);
      const bool changed = day >= kChangeDay;
      const double error = changed ? kThermometerError : 0;
      one.temperature = rounded(trueTemperature + error);
      one.feelsLike = rounded(trueFelt + error);
      double mean = (working ? kWorkingProfile : kFreeProfile)[static_cast<std::size_t>(hour)];
      mean *=
          comfort(trueFelt) * weatherFactor(one.weather) * growth * luck * std::exp(0.1 * random.normal());
      mean *= changed && working && isPeak(hour) ? 1 - kMetroShare : 1;
      one.rentals = random.poisson(mean);
      result.push_back(one);
    }
  }
  return result;
}

std::string rentalsCsv(const std::vector<RentalHour>& all, Timestamp from, Timestamp to) {
  std::string csv =
      "time,hour,weekday,month,season,holiday,working_day,weather,temperature,feels_like,humidity,wind,"
      "rentals\n";
  for (const auto& one : all) {
    if (one.time < from || one.time >= to) {
      continue;
    }
    const bool working = one.weekday < 5 && !one.holiday;
    text::appendCsvRow(
        csv, {toIso8601(one.time), std::to_string(one.hour),
              kWeekdayNames[static_cast<std::size_t>(one.weekday)], std::to_string(one.month),
              kSeasonNames[static_cast<std::size_t>(one.month % 12 / 3)], one.holiday ? "true" : "false",
              working ? "true" : "false", kWeatherNames[static_cast<std::size_t>(one.weather)],
              oneDecimal(one.temperature), oneDecimal(one.feelsLike),
              std::to_string(std::llround(one.humidity)), oneDecimal(one.wind), std::to_string(one.rentals)});
  }
  return csv;
}

std::string rentalsReadme(std::uint64_t seed) {
  return "# Simulated bike rentals\n\n"
         "Nothing here was measured. Tatara's simulator drew every number (seed " +
         std::to_string(seed) +
         "): three years of hourly weather and bike rentals in a city that does not exist.\n\n"
         "- `bike_rentals_simulated.csv`: 2022-01-01 to 2024-09-30, what the models of this workspace were "
         "trained on\n"
         "- `bike_rentals_simulated_2024q4.csv`: 2024-10-01 to 2024-12-31, after the change\n\n"
         "## The change\n\n"
         "From 1 October 2024 a new metro line takes three in ten of the rentals in the commuting peaks of "
         "working days "
         "(7 to 9 and 16 to 18), and the thermometer, newly mounted on a sunny wall, reads 2 °C too much, in "
         "`temperature` "
         "and `feels_like` alike. A model trained before does not know of either.\n\n"
         "## Columns\n\n"
         "`time` (start of the hour, UTC), `hour`, `weekday`, `month`, `season`, `holiday`, `working_day`, "
         "`weather`, "
         "`temperature` and `feels_like` (°C), `humidity` (%), `wind` (m/s), `rentals` (bikes hired in the "
         "hour: the "
         "target).\n";
}

}  // namespace tatara::example
