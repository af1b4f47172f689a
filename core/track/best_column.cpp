#include "core/track/best_column.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/track/internal/rows.h"

namespace tatara::track {
namespace {

// More runs than this are read in one pass over the summaries.
constexpr std::size_t kReadSingly = 1'000;

std::string_view bitsOf(Extreme extreme) {
  return extreme == Extreme::Least ? "min_bits" : "max_bits";
}

void setBest(MetricColumn& column, std::size_t row, double value) {
  if (std::isfinite(value)) {
    column.last[row] = value;
    column.present[row] = 1;
  }
}

// Takes over what is known, and answers the rows that have to be read.
std::vector<std::uint32_t> takeOver(MetricColumn& column, const RunTable& table, const KnownBest& known) {
  std::vector<std::uint32_t> open;
  std::size_t before = 0;
  for (std::uint32_t row = 0; row < table.size(); ++row) {
    const RunKey key = table.run(row).key;
    while (before < known.table->size() && known.table->run(before).key < key) {
      ++before;
    }
    const bool there = before < known.table->size() && known.table->run(before).key == key;
    if (!there || std::binary_search(known.changed.begin(), known.changed.end(), key)) {
      open.push_back(row);
    } else {
      column.last[row] = known.column->last[before];
      column.present[row] = known.column->present[before];
    }
  }
  return open;
}

}  // namespace

Result<std::shared_ptr<const MetricColumn>> loadBest(sql::Connection& connection, const RunTable& table,
                                                     std::string_view key, Extreme extreme,
                                                     const KnownBest& known) {
  auto column = std::make_shared<MetricColumn>();
  column->key = key;
  column->last.assign(table.size(), std::numeric_limits<double>::quiet_NaN());
  column->present.assign(table.size(), 0);
  const bool knows = known.column != nullptr && known.table != nullptr;
  const std::vector<std::uint32_t> open =
      knows ? takeOver(*column, table, known) : std::vector<std::uint32_t>();
  if (knows && open.size() <= kReadSingly) {
    TATARA_ASSIGN(const std::vector<double> values, loadBestOf(connection, table, open, key, extreme));
    for (std::size_t i = 0; i < open.size(); ++i) {
      setBest(*column, open[i], values[i]);
    }
  } else {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT run_key, " + std::string(bitsOf(extreme)) +
                                       " FROM metric_series JOIN name USING(name_id) WHERE text = ?",
                                   key));
    while (rows.next()) {
      if (const auto row = table.findRow(RunKey(rows.integer(0)))) {
        setBest(*column, *row, internal::fromBits(rows.integer(1)));
      }
    }
    TATARA_TRY(rows.status());
  }
  column->count = std::count(column->present.begin(), column->present.end(), 1);
  return std::shared_ptr<const MetricColumn>(std::move(column));
}

Result<std::vector<double>> loadBestOf(sql::Connection& connection, const RunTable& table,
                                       std::span<const std::uint32_t> rows, std::string_view key,
                                       Extreme extreme) {
  std::vector<double> values;
  if (rows.size() > kReadSingly) {
    TATARA_ASSIGN(const auto all, loadBest(connection, table, key, extreme));
    for (const std::uint32_t row : rows) {
      values.push_back(all->last[row]);
    }
    return values;
  }
  for (const std::uint32_t row : rows) {
    TATARA_ASSIGN(const auto bits,
                  connection.findInteger("SELECT " + std::string(bitsOf(extreme)) +
                                             " FROM metric_series JOIN name USING(name_id) WHERE "
                                             "run_key = ? AND text = ?",
                                         table.run(row).key, key));
    values.push_back(bits ? internal::fromBits(*bits) : std::numeric_limits<double>::quiet_NaN());
  }
  return values;
}

}  // namespace tatara::track
