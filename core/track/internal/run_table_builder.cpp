#include "core/track/internal/run_table_builder.h"

#include <algorithm>
#include <limits>

#include "core/base/number_text.h"
#include "core/track/internal/rows.h"

namespace tatara::track {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

template <typename T>
std::vector<T> moved(const std::vector<T>& values, const std::vector<std::int32_t>& oldRows, T missing) {
  std::vector<T> result(oldRows.size(), missing);
  for (std::size_t row = 0; row < oldRows.size(); ++row) {
    if (oldRows[row] >= 0) {
      result[row] = values[static_cast<std::size_t>(oldRows[row])];
    }
  }
  return result;
}

void countPresent(MetricColumn& column) {
  column.count = std::ranges::count_if(column.present, [](std::uint8_t one) { return one != 0; });
}

// Drops entries nobody uses any more, sorts the dictionary, and reads the values as numbers where all are.
std::shared_ptr<const TextColumn> closed(const std::string& key, std::vector<std::string> dictionary,
                                         std::vector<std::int32_t> codes) {
  std::vector<std::int32_t> uses(dictionary.size(), 0);
  for (const std::int32_t code : codes) {
    if (code >= 0) {
      ++uses[static_cast<std::size_t>(code)];
    }
  }
  std::vector<std::int32_t> order;
  for (std::size_t i = 0; i < dictionary.size(); ++i) {
    if (uses[i] > 0) {
      order.push_back(static_cast<std::int32_t>(i));
    }
  }
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return dictionary[static_cast<std::size_t>(a)] < dictionary[static_cast<std::size_t>(b)];
  });
  auto column = std::make_shared<TextColumn>();
  column->key = key;
  std::vector<std::int32_t> newCodes(dictionary.size(), -1);
  std::vector<double> numbers;
  bool allNumbers = !order.empty();
  for (const std::int32_t old : order) {
    newCodes[static_cast<std::size_t>(old)] = static_cast<std::int32_t>(column->dictionary.size());
    column->dictionary.push_back(std::move(dictionary[static_cast<std::size_t>(old)]));
    const auto number = parseDouble(column->dictionary.back());
    allNumbers = allNumbers && number.has_value();
    numbers.push_back(number.value_or(kMissing));
  }
  for (std::int32_t& code : codes) {
    code = code < 0 ? -1 : newCodes[static_cast<std::size_t>(code)];
    column->count += code >= 0 ? 1 : 0;
  }
  if (allNumbers) {
    column->numbers.reserve(codes.size());
    for (const std::int32_t code : codes) {
      column->numbers.push_back(code < 0 ? kMissing : numbers[static_cast<std::size_t>(code)]);
    }
  }
  column->codes = std::move(codes);
  return column;
}

// Puts a column in its place by key, in place of the one that stands there; an empty one goes.
template <typename Column>
void place(std::vector<std::shared_ptr<const Column>>& columns, std::shared_ptr<const Column> column) {
  const auto at = std::lower_bound(columns.begin(), columns.end(), column->key,
                                   [](const auto& c, const std::string& key) { return c->key < key; });
  const bool there = at != columns.end() && (*at)->key == column->key;
  if (column->count == 0) {
    if (there) {
      columns.erase(at);
    }
  } else if (there) {
    *at = std::move(column);
  } else {
    columns.insert(at, std::move(column));
  }
}

std::string keyList(const std::set<RunKey>& keys) {
  std::string list;
  for (const RunKey key : keys) {
    list += (list.empty() ? "" : ",") + std::to_string(key.value());
  }
  return list;
}

}  // namespace

RunTableBuilder::RunTableBuilder(sql::Connection& connection, std::span<const ExperimentId> experiments,
                                 ViewType view)
    : m_connection(connection), m_table(new RunTable()) {
  m_table->m_experiments.assign(experiments.begin(), experiments.end());
  m_table->m_view = view;
}

bool RunTableBuilder::wants(const RunInfo& run) const {
  const auto& experiments = m_table->m_experiments;
  const bool ours = experiments.empty() ||
                    std::find(experiments.begin(), experiments.end(), run.experiment) != experiments.end();
  const bool inView = m_table->m_view == ViewType::All ||
                      run.deleted.has_value() == (m_table->m_view == ViewType::DeletedOnly);
  return ours && inView;
}

Result<std::unordered_map<std::int64_t, std::string>> RunTableBuilder::loadNames() {
  std::unordered_map<std::int64_t, std::string> names;
  TATARA_ASSIGN(auto rows, m_connection.query("SELECT name_id, text FROM name"));
  while (rows.next()) {
    names.emplace(rows.integer(0), rows.text(1));
  }
  TATARA_TRY(rows.status());
  return names;
}

Status RunTableBuilder::readRuns() {
  TATARA_ASSIGN(auto rows, m_connection.query(std::string("SELECT ") + internal::kRunColumns +
                                              " FROM run ORDER BY run_key"));
  while (rows.next()) {
    RunInfo run = internal::decodeRun(rows);
    if (wants(run)) {
      m_table->m_runs.append(std::move(run));
    }
  }
  TATARA_TRY(rows.status());
  m_table->m_rowDatasets->resize(m_table->size());
  return {};
}

// By the index of each experiment, so that the time depends on `count` and not on how many runs there are.
Status RunTableBuilder::readNewestRuns(std::int64_t count) {
  std::vector<ExperimentId> experiments = m_table->m_experiments;
  if (experiments.empty()) {
    TATARA_ASSIGN(auto rows, m_connection.query("SELECT experiment_id FROM experiment"));
    while (rows.next()) {
      experiments.emplace_back(rows.integer(0));
    }
    TATARA_TRY(rows.status());
  }
  const char* view = m_table->m_view == ViewType::All          ? ""
                     : m_table->m_view == ViewType::ActiveOnly ? " AND deleted_ms IS NULL"
                                                               : " AND deleted_ms IS NOT NULL";
  std::vector<RunInfo> runs;
  for (const ExperimentId experiment : experiments) {
    TATARA_ASSIGN(auto rows, m_connection.query(std::string("SELECT ") + internal::kRunColumns +
                                                    " FROM run WHERE experiment_id = ?1" + view +
                                                    " ORDER BY started_ms DESC LIMIT ?2",
                                                experiment, count));
    while (rows.next()) {
      runs.push_back(internal::decodeRun(rows));
    }
    TATARA_TRY(rows.status());
  }
  const std::size_t most = std::min(runs.size(), static_cast<std::size_t>(count));
  std::partial_sort(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(most), runs.end(),
                    [](const RunInfo& a, const RunInfo& b) { return a.started > b.started; });
  runs.resize(most);
  std::sort(runs.begin(), runs.end(), [](const RunInfo& a, const RunInfo& b) { return a.key < b.key; });
  for (RunInfo& run : runs) {
    m_table->m_runs.append(std::move(run));
  }
  m_table->m_rowDatasets->resize(most);
  return {};
}

std::optional<std::size_t> RunTableBuilder::findRowNear(RunKey key, std::size_t guess) const {
  const RunList& runs = m_table->m_runs;
  for (std::size_t row = guess; row < runs.size() && row < guess + 2; ++row) {
    if (runs[row].key == key) {
      return row;
    }
  }
  return m_table->findRow(key);
}

Status RunTableBuilder::readMetrics(std::string_view condition) {
  std::unordered_map<std::int64_t, MetricColumn*> columns;
  TATARA_ASSIGN(auto rows,
                m_connection.query(
                    "SELECT run_key, name_id, last_bits, points > 1 AND last_step <> 0 FROM metric_series" +
                    std::string(condition)));
  std::size_t near = 0;
  while (rows.next()) {
    const auto row = findRowNear(RunKey(rows.integer(0)), near);
    if (!row) {
      continue;
    }
    near = *row;
    MetricColumn*& column = columns[rows.integer(1)];
    if (column == nullptr) {
      column = &openMetric(m_names[rows.integer(1)]);
    }
    column->last[*row] = internal::fromBits(rows.integer(2));
    column->present[*row] = rows.integer(3) != 0 ? MetricColumn::Course : MetricColumn::Once;
  }
  return rows.status();
}

Status RunTableBuilder::readTexts(Kind kind, std::string_view condition) {
  const char* table = kind == Kind::Param ? "run_param" : "run_tag";
  std::unordered_map<std::int64_t, OpenText*> columns;
  TATARA_ASSIGN(auto rows, m_connection.query("SELECT run_key, name_id, value FROM " + std::string(table) +
                                              std::string(condition)));
  std::size_t near = 0;
  while (rows.next()) {
    const auto row = findRowNear(RunKey(rows.integer(0)), near);
    if (!row) {
      continue;
    }
    near = *row;
    OpenText*& column = columns[rows.integer(1)];
    if (column == nullptr) {
      column = &openText(kind, m_names[rows.integer(1)]);
    }
    const std::string_view value = rows.text(2);
    const auto known = column->codesByText.find(value);
    if (known != column->codesByText.end()) {
      column->codes[*row] = known->second;
      continue;
    }
    column->codes[*row] = static_cast<std::int32_t>(column->dictionary.size());
    column->codesByText.emplace(value, column->codes[*row]);
    column->dictionary.emplace_back(value);
  }
  return rows.status();
}

std::uint32_t RunTableBuilder::datasetIndex(DatasetName dataset) {
  auto& all = m_table->m_datasets;
  const auto found = std::find(all.begin(), all.end(), dataset);
  if (found != all.end()) {
    return static_cast<std::uint32_t>(found - all.begin());
  }
  all.push_back(std::move(dataset));
  return static_cast<std::uint32_t>(all.size() - 1);
}

RunTable::RowDatasets& RunTableBuilder::ownRowDatasets() {
  auto& held = m_table->m_rowDatasets;
  if (held.use_count() > 1) {
    held = std::make_shared<RunTable::RowDatasets>(*held);
  }
  return *held;
}

Status RunTableBuilder::readDatasets(std::string_view condition) {
  TATARA_ASSIGN(
      auto rows,
      m_connection.query("SELECT run_key, name, digest, coalesce((SELECT value FROM run_dataset_tag t WHERE "
                         "t.run_key = d.run_key AND t.dataset_key = d.dataset_key AND "
                         "t.key = 'mlflow.data.context'), '') "
                         "FROM run_dataset d JOIN dataset_record USING(dataset_key)" +
                         std::string(condition)));
  while (rows.next()) {
    if (const auto row = m_table->findRow(RunKey(rows.integer(0)))) {
      ownRowDatasets()[*row].push_back(
          datasetIndex({std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3))}));
    }
  }
  return rows.status();
}

Result<std::shared_ptr<const RunTable>> RunTableBuilder::load() {
  TATARA_ASSIGN(m_names, loadNames());
  TATARA_TRY(readRuns());
  // Where few of the store's runs are wanted, those are asked for one by one through the index.
  std::string condition;
  if (!m_table->m_experiments.empty()) {
    std::string list;
    for (const ExperimentId id : m_table->m_experiments) {
      list += (list.empty() ? "" : ",") + std::to_string(id.value());
    }
    condition = " WHERE run_key IN (SELECT run_key FROM run WHERE experiment_id IN (" + list + "))";
  }
  TATARA_TRY(readMetrics(condition));
  TATARA_TRY(readTexts(Kind::Param, condition));
  TATARA_TRY(readTexts(Kind::Tag, condition));
  TATARA_TRY(readDatasets(condition));
  return finish();
}

Result<std::shared_ptr<const RunTable>> RunTableBuilder::loadNewest(std::int64_t count) {
  TATARA_ASSIGN(m_names, loadNames());
  TATARA_TRY(readNewestRuns(count));
  std::set<RunKey> keys;
  for (std::size_t row = 0; row < m_table->size(); ++row) {
    keys.insert(m_table->run(row).key);
  }
  const std::string condition = " WHERE run_key IN (" + keyList(keys) + ")";
  TATARA_TRY(readMetrics(condition));
  TATARA_TRY(readTexts(Kind::Param, condition));
  TATARA_TRY(readTexts(Kind::Tag, condition));
  TATARA_TRY(readDatasets(condition));
  return finish();
}

MetricColumn& RunTableBuilder::openMetric(const std::string& key) {
  std::shared_ptr<MetricColumn>& open = m_metrics[key];
  if (!open) {
    const MetricColumn* last = m_table->findMetric(key);
    open = last != nullptr ? std::make_shared<MetricColumn>(*last) : std::make_shared<MetricColumn>();
    open->key = key;
    open->last.resize(m_table->size(), kMissing);
    open->present.resize(m_table->size(), 0);
  }
  return *open;
}

RunTableBuilder::OpenText& RunTableBuilder::openText(Kind kind, const std::string& key) {
  auto& open = kind == Kind::Param ? m_params : m_tags;
  const auto [place, isNew] = open.try_emplace(key);
  OpenText& text = place->second;
  if (isNew) {
    const TextColumn* last = kind == Kind::Param ? m_table->findParam(key) : m_table->findTag(key);
    if (last != nullptr) {
      text.dictionary = last->dictionary;
      text.codes = last->codes;
      for (std::size_t i = 0; i < text.dictionary.size(); ++i) {
        text.codesByText.emplace(text.dictionary[i], static_cast<std::int32_t>(i));
      }
    }
    text.codes.resize(m_table->size(), -1);
  }
  return text;
}

void RunTableBuilder::clearMetrics(std::size_t row) {
  for (const auto& column : std::vector(m_table->m_metrics)) {
    if (column->present[row] != 0) {
      MetricColumn& open = openMetric(column->key);
      open.last[row] = kMissing;
      open.present[row] = 0;
    }
  }
}

void RunTableBuilder::clearTexts(Kind kind, std::size_t row) {
  for (const auto& column : std::vector(kind == Kind::Param ? m_table->m_params : m_table->m_tags)) {
    if (column->codes[row] >= 0) {
      openText(kind, column->key).codes[row] = -1;
    }
  }
}

RunTableBuilder::Dirty RunTableBuilder::dirtyOf(const RunTable& last, const store::ChangeSet& changes) const {
  Dirty dirty;
  const auto addIfShown = [&](std::set<RunKey>& keys, RunKey key) {
    if (last.findRow(key)) {
      keys.insert(key);
    }
  };
  for (const store::Change& change : changes.changes) {
    const RunKey key(change.object);
    switch (change.kind) {
      case store::ChangeKind::Run:
        dirty.infos.insert(key);
        break;
      case store::ChangeKind::RunMetrics:
        addIfShown(dirty.metrics, key);
        break;
      case store::ChangeKind::RunParams:
        addIfShown(dirty.params, key);
        break;
      case store::ChangeKind::RunTags:
        addIfShown(dirty.tags, key);
        break;
      case store::ChangeKind::RunInputs:
        addIfShown(dirty.datasets, key);
        break;
      default:
        break;
    }
  }
  return dirty;
}

// The new table's runs; a run that came is read in full.
Status RunTableBuilder::refreshRuns(const RunTable& last, Dirty& dirty) {
  RunList::Changes changed;
  for (const RunKey key : dirty.infos) {
    TATARA_ASSIGN(auto rows,
                  m_connection.query(
                      std::string("SELECT ") + internal::kRunColumns + " FROM run WHERE run_key = ?", key));
    std::optional<RunInfo>& now = changed[key];
    if (rows.next()) {
      if (RunInfo run = internal::decodeRun(rows); wants(run)) {
        now = std::move(run);
      }
    }
    TATARA_TRY(rows.status());
    if (now && !last.findRow(key)) {
      dirty.metrics.insert(key);
      dirty.params.insert(key);
      dirty.tags.insert(key);
      dirty.datasets.insert(key);
    }
  }
  m_table->m_runs = last.m_runs.with(std::move(changed));
  return {};
}

std::vector<std::int32_t> RunTableBuilder::oldRows(const RunTable& last) const {
  const RunList& runs = m_table->m_runs;
  std::vector<std::int32_t> rows(runs.size(), -1);
  bool same = last.size() == runs.size();
  std::size_t old = 0;  // both lists are in the order of their keys
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (runs.sharesPiece(last.m_runs, row)) {
      old = row;
    } else {
      while (old < last.size() && last.run(old).key < runs[row].key) {
        ++old;
      }
      if (old == last.size() || last.run(old).key != runs[row].key) {
        same = false;
        continue;
      }
    }
    rows[row] = static_cast<std::int32_t>(old);
    same = same && old == row;
  }
  if (same) {
    rows.clear();
  }
  return rows;
}

void RunTableBuilder::adopt(const RunTable& last, const std::vector<std::int32_t>& oldRows) {
  m_table->m_datasets = last.m_datasets;
  if (oldRows.empty() && last.size() == m_table->size()) {
    m_table->m_metrics = last.m_metrics;
    m_table->m_params = last.m_params;
    m_table->m_tags = last.m_tags;
    m_table->m_rowDatasets = last.m_rowDatasets;
    return;
  }
  m_table->m_rowDatasets = std::make_shared<RunTable::RowDatasets>(moved(*last.m_rowDatasets, oldRows, {}));
  for (const auto& column : last.m_metrics) {
    auto copy = std::make_shared<MetricColumn>();
    copy->key = column->key;
    copy->last = moved(column->last, oldRows, kMissing);
    copy->present = moved(column->present, oldRows, std::uint8_t{0});
    countPresent(*copy);
    place<MetricColumn>(m_table->m_metrics, std::move(copy));
  }
  for (const auto& column : last.m_params) {
    place(m_table->m_params, closed(column->key, column->dictionary, moved(column->codes, oldRows, -1)));
  }
  for (const auto& column : last.m_tags) {
    place(m_table->m_tags, closed(column->key, column->dictionary, moved(column->codes, oldRows, -1)));
  }
}

Status RunTableBuilder::readAgain(const Dirty& dirty) {
  const auto rowsOf = [&](const std::set<RunKey>& keys) {
    std::vector<std::size_t> rows;
    for (const RunKey key : keys) {
      if (const auto row = m_table->findRow(key)) {
        rows.push_back(*row);
      }
    }
    return rows;
  };
  const auto condition = [](const std::set<RunKey>& keys) {
    return " WHERE run_key IN (" + keyList(keys) + ")";
  };
  for (const std::size_t row : rowsOf(dirty.metrics)) {
    clearMetrics(row);
  }
  for (const std::size_t row : rowsOf(dirty.params)) {
    clearTexts(Kind::Param, row);
  }
  for (const std::size_t row : rowsOf(dirty.tags)) {
    clearTexts(Kind::Tag, row);
  }
  for (const std::size_t row : rowsOf(dirty.datasets)) {
    ownRowDatasets()[row].clear();
  }
  TATARA_TRY(readMetrics(condition(dirty.metrics)));
  TATARA_TRY(readTexts(Kind::Param, condition(dirty.params)));
  TATARA_TRY(readTexts(Kind::Tag, condition(dirty.tags)));
  return readDatasets(condition(dirty.datasets));
}

Result<std::shared_ptr<const RunTable>> RunTableBuilder::refresh(const std::shared_ptr<const RunTable>& last,
                                                                 const store::ChangeSet& changes) {
  // Beyond this many runs reading everything costs less than reading them one by one.
  constexpr std::size_t kRunsWorthIt = 2000;
  Dirty dirty = dirtyOf(*last, changes);
  if (!changes.everything && dirty.empty()) {
    return last;
  }
  if (changes.everything || dirty.infos.size() > kRunsWorthIt || dirty.metrics.size() > kRunsWorthIt) {
    return load();
  }
  TATARA_ASSIGN(m_names, loadNames());
  TATARA_TRY(refreshRuns(*last, dirty));
  adopt(*last, oldRows(*last));
  TATARA_TRY(readAgain(dirty));
  return finish();
}

std::shared_ptr<const RunTable> RunTableBuilder::finish() {
  for (auto& [key, column] : m_metrics) {
    countPresent(*column);
    place<MetricColumn>(m_table->m_metrics, std::move(column));
  }
  for (auto& [key, open] : m_params) {
    place(m_table->m_params, closed(key, std::move(open.dictionary), std::move(open.codes)));
  }
  for (auto& [key, open] : m_tags) {
    place(m_table->m_tags, closed(key, std::move(open.dictionary), std::move(open.codes)));
  }
  return m_table;
}

Result<std::shared_ptr<const RunTable>> RunTable::load(sql::Connection& connection,
                                                       std::span<const ExperimentId> experiments,
                                                       ViewType view) {
  return RunTableBuilder(connection, experiments, view).load();
}

Result<std::shared_ptr<const RunTable>> RunTable::loadNewest(sql::Connection& connection,
                                                             std::span<const ExperimentId> experiments,
                                                             ViewType view, std::int64_t count) {
  return RunTableBuilder(connection, experiments, view).loadNewest(count);
}

Result<std::shared_ptr<const RunTable>> RunTable::refresh(const std::shared_ptr<const RunTable>& table,
                                                          sql::Connection& connection,
                                                          const store::ChangeSet& changes) {
  return RunTableBuilder(connection, table->m_experiments, table->m_view).refresh(table, changes);
}

}  // namespace tatara::track
