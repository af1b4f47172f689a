// bench_make_table FILE.csv ROWS [SEED]: a table of 20 columns as people have them, the same for the same
// seed.
//
// Measurements with two to six decimals, whole numbers of few and of many values, dates, flags, words of few
// and of many kinds, 2 % missing in three columns, and a target that depends on some of the others.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "core/base/number_text.h"
#include "core/base/seeded_random.h"

namespace {

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

void appendFixed(std::string& line, double value, int decimals) {
  char text[64];
  line.append(text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.*f", decimals, value)));
}

void appendRow(std::string& line, std::int64_t row, tatara::SeededRandom& random) {
  static const char* const kCities[] = {"Kyoto", "Osaka",   "Nara",   "Kobe",   "Otsu",
                                        "Tokyo", "Sapporo", "Sendai", "Nagoya", "Fukuoka"};
  static const char* const kGrades[] = {"low", "middle", "high"};
  const double base = random.normal();
  const bool missing = random.below(50) == 0;
  const auto integer = [&](std::uint64_t value) { line += std::to_string(value); };
  integer(static_cast<std::uint64_t>(row) + 1'000'000);  // order_id
  line += ',';
  const std::int64_t minute = row / 3;
  char time[40];
  std::snprintf(time, sizeof time, "20%02d-%02d-%02d %02d:%02d:00",
                static_cast<int>(minute / 483840 % 80 + 10), static_cast<int>(minute / 40320 % 12 + 1),
                static_cast<int>(minute / 1440 % 28 + 1), static_cast<int>(minute / 60 % 24),
                static_cast<int>(minute % 60));
  line += time;
  line += ',';
  appendFixed(line, 15 + 8 * base, 2);  // temperature
  line += ',';
  appendFixed(line, 50 + 20 * random.uniform() - 4 * base, 1);  // humidity
  line += ',';
  appendFixed(line, 1013 + 6 * random.normal(), 3);  // pressure
  line += ',';
  if (!missing) {
    appendFixed(line, -8 * __builtin_log(1 - random.uniform()), 4);  // wind
  }
  line += ',';
  appendFixed(line, random.uniform(135, 136), 6);  // longitude
  line += ',';
  appendFixed(line, random.uniform(34, 36), 6);  // latitude
  line += ',';
  integer(random.below(100));  // age
  line += ',';
  integer(static_cast<std::uint64_t>(random.poisson(4)));  // items
  line += ',';
  integer(random.below(1'000'000'000));  // balance
  line += ',';
  integer(random.below(7));  // weekday
  line += ',';
  if (random.below(50) != 0) {
    integer(random.below(20000));  // zip
  }
  line += ',';
  line += random.below(5) == 0 ? "true" : "false";  // member
  line += ',';
  line += kCities[random.below(10)];  // city
  line += ',';
  line += kGrades[random.below(3)];  // grade
  line += ',';
  if (random.below(50) != 0) {
    line += "shop ";
    integer(random.below(5000));  // shop
  }
  line += ",p-";
  integer(random.below(300));  // product
  line += ',';
  const double price = 20 + 5 * random.uniform() + 2 * random.normal();
  appendFixed(line, price, 2);  // price
  line += ',';
  appendFixed(line, 30 + 3 * base + 0.5 * price + random.normal(), 5);  // target
  line += '\n';
}

}  // namespace

int main(int count, char** values) {
  const auto rows = count > 2 ? tatara::parseInt(values[2]) : std::nullopt;
  const auto seed = count > 3 ? tatara::parseInt(values[3]) : 1;
  if (!rows || !seed || *rows < 0) {
    std::fputs("bench_make_table FILE.csv ROWS [SEED]\n", stderr);
    return 2;
  }
  const std::unique_ptr<std::FILE, Closer> file(std::fopen(values[1], "wb"));
  if (!file) {
    std::perror(values[1]);
    return 6;
  }
  std::string block =
      "order_id,time,temperature,humidity,pressure,wind,longitude,latitude,age,items,balance,weekday,zip,"
      "member,"
      "city,grade,shop,product,price,target\n";
  tatara::SeededRandom random(static_cast<std::uint64_t>(*seed));
  for (std::int64_t row = 0; row < *rows; ++row) {
    appendRow(block, row, random);
    if (block.size() > 1 << 20 || row + 1 == *rows) {
      if (std::fwrite(block.data(), 1, block.size(), file.get()) != block.size()) {
        std::perror(values[1]);
        return 6;
      }
      block.clear();
    }
  }
  return 0;
}
