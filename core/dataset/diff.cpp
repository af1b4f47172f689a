#include "core/dataset/diff.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/internal/diff_columns.h"
#include "core/dataset/internal/profile_work.h"

namespace tatara::dataset {
namespace {

using text::Json;

constexpr std::size_t kExamplesOfColumn = 20;

// Looks at changed rows cell by cell.
class CellComparer {
 public:
  CellComparer(const Frame& before, const Frame& after, PairedColumns& paired, const KeyChoice& key)
      : m_before(before), m_after(after), m_paired(paired), m_key(key), m_examples(paired.cells.size()) {}

  Result<std::vector<bool>> compare(const RowPairs& pairs, const std::stop_token& stop) {
    std::vector<bool> changed(pairs.size(), true);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if (i % 4096 == 0 && stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "The comparison was cancelled");
      }
      changed[i] = compareRow(pairs[i].first, pairs[i].second);
    }
    for (auto& examples : m_examples) {
      keepFirst(examples);
    }
    return changed;
  }

  std::vector<CellChange> examples() const {
    std::vector<CellChange> all;
    for (std::size_t i = 0; i < m_examples.size(); ++i) {
      for (const auto& [left, right] : m_examples[i]) {
        all.push_back(changeOf(i, left, right));
      }
    }
    std::ranges::stable_sort(
        all, [](const CellChange& a, const CellChange& b) { return a.rowAfter < b.rowAfter; });
    return all;
  }

 private:
  bool compareRow(std::uint64_t left, std::uint64_t right) {
    for (const std::size_t column : m_key.columns) {
      if (!m_paired.cells[column].equal(m_before, left, m_after, right)) {
        return false;  // two keys with one hash
      }
    }
    for (std::size_t i = 0; i < m_paired.cells.size(); ++i) {
      if (!m_paired.cells[i].equal(m_before, left, m_after, right)) {
        ++m_paired.columns[m_paired.columnOfCell[i]].changedCells;
        if (m_examples[i].size() < 4096) {
          m_examples[i].emplace_back(left, right);
        } else {
          keepFirst(m_examples[i]);
        }
      }
    }
    return true;
  }

  static void keepFirst(RowPairs& examples) {
    const auto byAfter = [](const auto& a, const auto& b) { return a.second < b.second; };
    if (examples.size() > kExamplesOfColumn) {
      std::ranges::sort(examples, byAfter);
      examples.resize(kExamplesOfColumn);
    }
  }

  CellChange changeOf(std::size_t cell, std::uint64_t left, std::uint64_t right) const {
    const CellPair& pair = m_paired.cells[cell];
    CellChange change;
    change.rowBefore = left;
    change.rowAfter = right;
    for (const std::size_t column : m_key.columns) {
      change.key += (change.key.empty() ? "" : ", ") + m_after.text(m_paired.cells[column].after, right);
    }
    change.column = m_paired.columns[m_paired.columnOfCell[cell]].after;
    change.before = m_before.text(pair.before, left);
    change.after = m_after.text(pair.after, right);
    change.missingBefore = m_before.missing(pair.before, left);
    change.missingAfter = m_after.missing(pair.after, right);
    return change;
  }

  const Frame& m_before;
  const Frame& m_after;
  PairedColumns& m_paired;
  const KeyChoice& m_key;
  std::vector<RowPairs> m_examples;  // of each cell pair
};

Status compareRows(const Frame& before, const Frame& after, PairedColumns& paired, const KeyChoice& key,
                   Diff& diff, const OnDiff& onProgress, const std::stop_token& stop) {
  std::vector<CellPair> keyCells;
  for (const std::size_t column : key.columns) {
    keyCells.push_back(paired.cells[column]);
    diff.rows.key.push_back(paired.columns[paired.columnOfCell[column]].after);
  }
  diff.rows.reason = key.reason;
  diff.rows.joined = key.joined;
  CellComparer comparer(before, after, paired, key);
  TATARA_TRY(matchRows({before, after, paired.cells, keyCells, onProgress, stop}, diff.rows,
                       [&](const RowPairs& pairs) { return comparer.compare(pairs, stop); }));
  diff.rows.examples = comparer.examples();
  return {};
}

Json rowObject(const Frame& frame, std::uint64_t row) {
  Json object = Json::object();
  for (std::size_t i = 0; i < frame.columns().size(); ++i) {
    const FrameColumn& column = frame.column(i);
    const bool number = column.info.type == ColumnType::Integer || column.info.type == ColumnType::Real;
    object.set(column.info.name, frame.missing(i, row) ? Json()
                                 : number              ? Json(frame.number(i, row))
                                                       : Json(frame.text(i, row)));
    if (column.storage == FrameColumn::Storage::Integer && number && !frame.missing(i, row)) {
      object.set(column.info.name, frame.integers(i)[static_cast<std::size_t>(row)]);
    }
  }
  return object;
}

Json firstRows(const Frame& frame, const Selection& selection, std::size_t most) {
  Json rows = Json::array();
  for (std::uint64_t row = 0; selection.words() && row < frame.rows() && rows.items().size() < most; ++row) {
    if (selection.contains(row)) {
      Json one = Json::object();
      one.set("row", row);
      one.set("values", rowObject(frame, row));
      rows.append(std::move(one));
    }
  }
  return rows;
}

Json columnJson(const ColumnPair& column) {
  Json json = Json::object();
  json.set("change", toString(column.kind));
  json.set("before", column.kind == ColumnPair::Kind::Added ? Json() : Json(column.before));
  json.set("after", column.kind == ColumnPair::Kind::Removed ? Json() : Json(column.after));
  json.set("type_before",
           column.kind == ColumnPair::Kind::Added ? Json() : Json(toString(column.typeBefore)));
  json.set("type_after",
           column.kind == ColumnPair::Kind::Removed ? Json() : Json(toString(column.typeAfter)));
  json.set("guessed", column.guessed);
  json.set("changed_cells", column.changedCells);
  return json;
}

Json rowsJson(const RowChanges& rows) {
  Json json = Json::object();
  Json key = Json::array();
  for (const auto& name : rows.key) {
    key.append(name);
  }
  json.set("key", std::move(key));
  json.set("key_guessed", rows.keyGuessed);
  json.set("key_reason", keyReasonText(rows));
  json.set("added", rows.added);
  json.set("removed", rows.removed);
  json.set("changed", rows.changed);
  json.set("unchanged", rows.unchanged);
  json.set("repeated_keys_before", rows.repeatedBefore);
  json.set("repeated_keys_after", rows.repeatedAfter);
  Json cells = Json::array();
  for (const CellChange& change : rows.examples) {
    Json one = Json::object();
    one.set("row_before", change.rowBefore);
    one.set("row_after", change.rowAfter);
    one.set("key", change.key);
    one.set("column", change.column);
    one.set("before", change.missingBefore ? Json() : Json(change.before));
    one.set("after", change.missingAfter ? Json() : Json(change.after));
    cells.append(std::move(one));
  }
  json.set("changed_cells", std::move(cells));
  return json;
}

}  // namespace

std::string_view toString(ColumnPair::Kind kind) {
  constexpr std::string_view kWords[] = {"same", "added", "removed", "renamed", "retyped"};
  return kWords[static_cast<std::size_t>(kind)];
}

bool Diff::different() const {
  return rows.added + rows.removed + rows.changed > 0 ||
         std::ranges::any_of(columns,
                             [](const ColumnPair& pair) { return pair.kind != ColumnPair::Kind::Same; });
}

std::string keyReasonText(const RowChanges& rows) {
  switch (rows.reason) {
    case KeyReason::AsAsked:
      return "as asked";
    case KeyReason::Named:
      return "named";
    case KeyReason::NoCommonColumn:
      return "no column is in both";
    case KeyReason::NoneFound:
      return "no column, and no two tried together, differ in every row of both and are shared";
    case KeyReason::Found:
      break;
  }
  return listed(rows.key).english() + (rows.key.size() > 1 ? " together differ" : " differs") +
         " in every row, and " + toText(std::floor(rows.joined * 100)) + " % of the rows have a partner";
}

Result<Diff> makeDiff(const Frame& before, const Frame& after, const DiffOptions& options,
                      const OnDiff& onProgress, std::stop_token stop) {
  Diff diff;
  diff.rowsBefore = before.rows();
  diff.rowsAfter = after.rows();
  PairedColumns paired = pairByName(before, after);
  if (onProgress) {
    onProgress("Looking for a key", 0, 1);
  }
  TATARA_ASSIGN(const KeyChoice key, chooseKey(before, after, paired, options, stop));
  diff.rows.keyGuessed = options.key.empty() && !key.columns.empty();
  pairByValues(before, after, key.sample, paired);
  TATARA_TRY(compareRows(before, after, paired, key, diff, onProgress, stop));
  if (options.shifts) {
    std::vector<std::size_t> cellOf(paired.columns.size(), paired.cells.size());
    for (std::size_t i = 0; i < paired.cells.size(); ++i) {
      cellOf[paired.columnOfCell[i]] = i;
    }
    std::uint64_t done = 0;
    for (const std::size_t cell : cellOf) {
      if (cell == paired.cells.size()) {
        continue;
      }
      if (onProgress) {
        onProgress("Comparing distributions", done++, paired.cells.size());
      }
      TATARA_ASSIGN(auto shift,
                    columnShift(before, paired.cells[cell].before, after, paired.cells[cell].after, stop));
      diff.shifts.push_back(std::move(shift));
    }
    adjustForMany(diff.shifts);
  }
  diff.columns = std::move(paired.columns);
  return diff;
}

Json toJson(const Diff& diff, const Frame& before, const Frame& after, std::size_t rows) {
  Json json = Json::object();
  json.set("different", diff.different());
  json.set("rows_before", diff.rowsBefore);
  json.set("rows_after", diff.rowsAfter);
  Json columns = Json::array();
  for (const ColumnPair& column : diff.columns) {
    columns.append(columnJson(column));
  }
  json.set("columns", std::move(columns));
  Json changes = rowsJson(diff.rows);
  changes.set("added_rows", firstRows(after, diff.rows.addedRows, rows));
  changes.set("removed_rows", firstRows(before, diff.rows.removedRows, rows));
  json.set("rows", std::move(changes));
  Json shifts = Json::array();
  for (const ColumnShift& shift : diff.shifts) {
    shifts.append(toJson(shift));
  }
  json.set("distributions", std::move(shifts));
  return json;
}

}  // namespace tatara::dataset
