// Sorting by radix against comparing, on columns of every shape: even, crowded, with outliers, of few values,
// of what is no number.
#include "core/track/row_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/base/seeded_random.h"
#include "tests/support/effort.h"

namespace tatara::track {
namespace {

using Values = std::vector<double>;

// By shape: what a column's values look like.
Values valuesOf(int shape, std::size_t count, SeededRandom& random) {
  const double special[] = {NAN, INFINITY, -INFINITY, 0.0, -0.0, 5e-324, 1.7e308, -1.7e308};
  Values values(count);
  for (double& value : values) {
    switch (shape) {
      case 0:
        value = random.uniform() * 200 - 100;
        break;
      case 1:  // a crowd and a few far away
        value = random.below(100) == 0 ? (random.uniform() - 0.5) * 1e300 : 0.5 + random.uniform() * 1e-9;
        break;
      case 2:
        value = static_cast<double>(random.below(5));
        break;
      case 3:
        value = special[random.below(8)];
        break;
      case 4:  // neighbours that only their last bits tell apart
        value = std::nextafter(1.0, 2.0) + static_cast<double>(random.below(300)) * 0x1p-52;
        break;
      default:
        value = 7;
        break;
    }
  }
  return values;
}

struct Column {
  Values values;
  std::vector<bool> missing;
  KeyOrder order = KeyOrder::Ascending;

  KeyColumn keys() const {
    return [this](std::span<const std::uint32_t> rows, std::span<std::uint64_t> keys) {
      for (std::size_t i = 0; i < rows.size(); ++i) {
        keys[i] = missing[rows[i]] ? kMissingKey : numberKey(values[rows[i]], order);
      }
    };
  }
  // Less than 0 where `left` stands before `right`.
  int compare(std::uint32_t left, std::uint32_t right) const {
    const auto rank = [this](std::uint32_t row) {
      return missing[row] ? 2 : std::isnan(values[row]) ? 1 : 0;
    };
    if (rank(left) != rank(right)) {
      return rank(left) - rank(right);
    }
    if (rank(left) != 0 || values[left] == values[right]) {
      return 0;
    }
    return (values[left] < values[right]) == (order == KeyOrder::Ascending) ? -1 : 1;
  }
};

TEST(RowSortTest, AnyColumnsGiveTheOrderThatComparingGives) {
  SeededRandom random(17);
  for (int round = 0; round < tests::effort(100, 300); ++round) {
    const std::size_t sizes[] = {0, 1, 2, 40, 255, 256, 257, 700, 5000};
    const std::size_t count = sizes[random.below(std::size(sizes))];
    std::vector<Column> columns(random.below(4));
    for (Column& column : columns) {
      column.values = valuesOf(static_cast<int>(random.below(6)), count, random);
      column.order = random.below(2) == 0 ? KeyOrder::Ascending : KeyOrder::Descending;
      const bool gaps = random.below(2) == 0;
      for (std::size_t row = 0; row < count; ++row) {
        column.missing.push_back(gaps && random.below(4) == 0);
      }
    }
    const auto last = [](std::uint32_t left, std::uint32_t right) { return left > right; };
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < count; ++row) {
      if (random.below(8) != 0) {
        rows.push_back(row);
      }
    }
    std::vector<std::uint32_t> expected = rows;
    std::sort(expected.begin(), expected.end(), [&](std::uint32_t left, std::uint32_t right) {
      for (const Column& column : columns) {
        if (const int order = column.compare(left, right); order != 0) {
          return order < 0;
        }
      }
      return last(left, right);
    });
    std::vector<KeyColumn> keys;
    for (const Column& column : columns) {
      keys.push_back(column.keys());
    }
    sortRows(rows, keys, last);
    ASSERT_EQ(rows, expected) << "round " << round << ", " << count << " rows, " << columns.size()
                              << " columns";
  }
}

TEST(RowSortTest, RanksAreThePlacesOfTheTextsByTheirBytes) {
  SeededRandom random(23);
  const std::string stems[] = {"",
                               "trial",
                               "trial-",
                               "a long name that shares its first forty bytes or so with ",
                               "\xE8\xA9\xA6",
                               std::string("\0x", 2)};
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) {
    std::string& text = texts.emplace_back(stems[random.below(std::size(stems))]);
    for (std::uint64_t more = random.below(4); more > 0; --more) {
      text += static_cast<char>(random.below(256));
    }
  }
  std::vector<std::string> distinct = texts;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  const std::vector<std::uint32_t> ranks =
      ranksOf(texts.size(), [&](std::uint32_t row) { return std::string_view(texts[row]); });
  for (std::size_t row = 0; row < texts.size(); ++row) {
    const auto place = std::lower_bound(distinct.begin(), distinct.end(), texts[row]) - distinct.begin();
    ASSERT_EQ(ranks[row], static_cast<std::uint32_t>(place)) << texts[row];
  }
}

}  // namespace
}  // namespace tatara::track
