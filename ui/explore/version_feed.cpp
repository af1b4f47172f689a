#include "ui/explore/version_feed.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/dataset/engine.h"
#include "core/dataset/fix.h"
#include "core/dataset/frame_aggregate.h"
#include "ui/base/number_text.h"
#include "ui/explore/column_text.h"

namespace tatara::ui {
namespace {

constexpr int kPollMs = 60;
constexpr std::uint64_t kSampleRows = 20'000;
constexpr std::uint64_t kSampleFrom = 200'000;  // fewer rows are profiled as fast as they are looked at
constexpr std::size_t kMostBars = 40;
constexpr std::size_t kMostSingleBars = 60;
constexpr std::size_t kMostCategories = 20;

// The first rows of a column.
dataset::Column headOf(const dataset::Frame& frame, std::size_t index, std::uint64_t rows) {
  dataset::Column column;
  column.info = frame.column(index).info;
  if (!frame.column(index).isText()) {
    column.numbers.resize(rows);
    frame.numbers(index, 0, column.numbers);
    return column;
  }
  const auto codes = frame.codes(index).first(rows);
  column.codes.assign(codes.begin(), codes.end());
  // Only the texts that are there, in their order.
  std::vector<std::int32_t> used(column.codes);
  std::ranges::sort(used);
  used.erase(std::unique(used.begin(), used.end()), used.end());
  std::erase(used, -1);
  for (const std::int32_t code : used) {
    column.categories.emplace_back(frame.entry(index, code));
  }
  for (std::int32_t& code : column.codes) {
    if (code >= 0) {
      code = static_cast<std::int32_t>(std::ranges::lower_bound(used, code) - used.begin());
    }
  }
  return column;
}

dataset::ColumnSource sourceOfFrame(const FramePtr& frame, std::uint64_t rows) {
  dataset::ColumnSource source;
  source.rows = rows;
  source.digest = frame->digest();
  for (const dataset::FrameColumn& column : frame->columns()) {
    source.columns.push_back(column.info);
  }
  source.load = [frame, rows](std::size_t column,
                              std::stop_token) -> Result<std::shared_ptr<const dataset::Column>> {
    return std::make_shared<const dataset::Column>(rows < frame->rows() ? headOf(*frame, column, rows)
                                                                        : frame->read(column));
  };
  return source;
}

// The selected rows alone, in their order.
dataset::Column selectedOf(const dataset::Frame& frame, std::size_t index,
                           const dataset::Selection& selection) {
  dataset::Column column = frame.read(index);
  const auto keep = [&](auto& values) {
    std::size_t kept = 0;
    for (std::size_t row = 0; row < values.size(); ++row) {
      if (selection.contains(row)) {
        values[kept++] = values[row];
      }
    }
    values.resize(kept);
  };
  keep(column.numbers);
  keep(column.codes);
  // Only the texts that are left, in their order.
  std::vector<std::int32_t> places(column.categories.size(), -1);
  for (const std::int32_t code : column.codes) {
    if (code >= 0) {
      places[static_cast<std::size_t>(code)] = 0;
    }
  }
  std::vector<std::string> left;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i] == 0) {
      places[i] = static_cast<std::int32_t>(left.size());
      left.push_back(std::move(column.categories[i]));
    }
  }
  column.categories = std::move(left);
  for (std::int32_t& code : column.codes) {
    code = code >= 0 ? places[static_cast<std::size_t>(code)] : code;
  }
  return column;
}

dataset::ColumnSource sourceOfSelection(const FramePtr& frame, const dataset::Selection& selection) {
  dataset::ColumnSource source;
  source.rows = selection.count(frame->rows());
  for (const dataset::FrameColumn& column : frame->columns()) {
    source.columns.push_back(column.info);
  }
  source.load = [frame, selection](std::size_t column,
                                   std::stop_token) -> Result<std::shared_ptr<const dataset::Column>> {
    return std::make_shared<const dataset::Column>(selectedOf(*frame, column, selection));
  };
  return source;
}

}  // namespace

VersionFeed::VersionFeed(std::shared_ptr<store::Store> store, BrushModel& brushes, QObject* parent)
    : QObject(parent),
      m_store(std::move(store)),
      m_brushes(brushes),
      m_followJob([this](Result<ProfilePtr> exact) {
        m_stage.clear();
        if (exact) {
          m_brushedProfile = std::move(*exact);
          m_exact = true;
        }
        Q_EMIT statisticsChanged();
        Q_EMIT progressChanged();
      }),
      m_brushJob([this](Result<Brushed> brushed) {
        if (brushed) {
          m_brushed = std::move(*brushed);
          Q_EMIT brushedChanged();
          follow();
        } else {
          m_failure = brushed.error();
          Q_EMIT failed();
        }
      }),
      m_job([this](Result<Opened> opened) { finish(std::move(opened)); }) {
  m_poll.setInterval(kPollMs);
  connect(&m_poll, &QTimer::timeout, this, &VersionFeed::collect);
  connect(&m_brushes, &BrushModel::changed, this, &VersionFeed::applyBrushes);
}

VersionFeed::~VersionFeed() = default;

void VersionFeed::open(const dataset::Version& version) {
  close();
  m_version = version;
  start(false);
}

void VersionFeed::close() {
  cancel();
  m_brushJob.cancel();
  m_brushedProfile = nullptr;
  m_exact = false;
  m_profile = nullptr;
  m_known.clear();
  m_frame = nullptr;
  m_frameColumns.clear();
  m_brushed = {};
  m_failure.reset();
  m_version.reset();
}

void VersionFeed::refresh() {
  if (m_version) {
    start(true);
  }
}

void VersionFeed::cancel() {
  m_job.cancel();
  m_followJob.cancel();
  m_poll.stop();
  m_stage.clear();
}

void VersionFeed::start(bool anew) {
  m_failure.reset();
  m_mailbox = std::make_shared<Mailbox>();
  m_stage = tr("Reading rows");
  m_progress = 0;
  m_poll.start();
  m_job.start([store = m_store, version = *m_version, anew, mailbox = m_mailbox](std::stop_token stop) {
    return work(store, version, anew, mailbox, stop);
  });
  Q_EMIT progressChanged();
}

bool VersionFeed::tellSample(const std::shared_ptr<store::Store>& store, const dataset::Version& version,
                             dataset::ProfileOptions options, Mailbox& mailbox, std::stop_token stop) {
  if (version.rows < kSampleFrom) {
    return false;
  }
  options.relations = false;
  options.sample = tr("the first %1 rows").arg(countText(kSampleRows)).toStdString();
  const auto profile = [&]() -> Result<dataset::Profile> {
    if (rowsAreMade(*store, version)) {
      TATARA_ASSIGN(const FramePtr frame, openRows(store, version, {}, stop));
      return makeProfile(sourceOfFrame(frame, kSampleRows), options, {}, stop);
    }
    TATARA_ASSIGN(const auto engine, dataset::Engine::open());
    TATARA_ASSIGN(const dataset::Table table, openSource(store, *engine, version, kSampleRows, stop));
    return makeProfile(dataset::sourceOf(table), options, {}, stop);
  };
  Result<dataset::Profile> first = profile();
  if (!first) {
    return false;  // reading all of them says why
  }
  const Lock lock(mailbox.mutex);
  mailbox.shape = std::make_shared<dataset::Profile>(*first);
  mailbox.columns = std::move(first->columns);
  return true;
}

namespace {

auto versionBefore(store::Store& store, const dataset::Version& version) {
  return store.read(
      [&](sql::Connection& connection) { return dataset::comparableVersion(connection, version); });
}

// Names and types only.
dataset::Profile emptyProfileOf(const dataset::Frame& frame) {
  dataset::Profile empty;
  empty.rows = frame.rows();
  for (const dataset::FrameColumn& column : frame.columns()) {
    dataset::ColumnProfile known;
    known.name = column.info.name;
    known.type = column.info.type;
    empty.columns.push_back(std::move(known));
  }
  return empty;
}

}  // namespace

Result<VersionFeed::Opened> VersionFeed::work(const std::shared_ptr<store::Store>& store,
                                              const dataset::Version& version, bool anew,
                                              const std::shared_ptr<Mailbox>& mailbox, std::stop_token stop) {
  Opened opened;
  std::optional<dataset::Profile> kept;
  if (!anew) {
    TATARA_ASSIGN(kept, storedProfile(*store, version.id));
    if (kept) {
      opened.profile = std::make_shared<const dataset::Profile>(*kept);
      const Lock lock(mailbox->mutex);
      mailbox->shape = std::make_shared<dataset::Profile>(*kept);
      mailbox->columns = kept->columns;
    }
  }
  const auto onRead = [&](std::uint64_t done, std::uint64_t total) {
    const Lock lock(mailbox->mutex);
    mailbox->readRows = done;
    mailbox->allRows = total;
  };
  TATARA_ASSIGN(dataset::ProfileOptions options, profileOptions(*store, version.dataset));
  const bool sampled = !kept && !anew && tellSample(store, version, options, *mailbox, stop);
  TATARA_ASSIGN(opened.frame, openRows(store, version, onRead, stop));
  {
    const Lock lock(mailbox->mutex);
    mailbox->frame = opened.frame;
  }
  if (opened.profile) {
    return opened;
  }
  if (!anew && !sampled) {
    auto empty = std::make_shared<dataset::Profile>(emptyProfileOf(*opened.frame));
    const Lock lock(mailbox->mutex);
    mailbox->shape = std::move(empty);
  }
  const auto onColumn = [&](const dataset::ProfileProgress& progress) {
    const Lock lock(mailbox->mutex);
    mailbox->done = progress.done;
    mailbox->total = progress.total;
    // Exact columns replace those of the sample one by one; a profile that is made again is shown at its end.
    if (progress.column && !anew) {
      mailbox->columns.push_back(*progress.column);
    }
  };
  std::optional<dataset::Profile> previous;
  dataset::ColumnSource rowsBefore;
  TATARA_ASSIGN(const auto before, versionBefore(*store, version));
  if (before) {
    TATARA_ASSIGN(previous, storedProfile(*store, before->id));
    options.previous = previous ? &*previous : nullptr;
    // Its rows tell more, where they are kept still.
    if (rowsAreMade(*store, *before)) {
      TATARA_ASSIGN(const FramePtr rows, openRows(store, *before, {}, stop));
      rowsBefore = dataset::sourceOf(rows);
      options.previousRows = &rowsBefore;
    }
  }
  TATARA_ASSIGN(dataset::Profile exact,
                makeProfile(sourceOfFrame(opened.frame, opened.frame->rows()), options, onColumn, stop));
  if (!store->readOnly()) {
    TATARA_TRY(keepProfile(*store, version.id, exact));
  }
  opened.profile = std::make_shared<const dataset::Profile>(std::move(exact));
  return opened;
}

// A few times a second, whatever the workers told meanwhile.
void VersionFeed::collect() {
  std::shared_ptr<dataset::Profile> shape;
  std::vector<dataset::ColumnProfile> columns;
  FramePtr frame;
  {
    const Lock lock(m_mailbox->mutex);
    shape = std::exchange(m_mailbox->shape, nullptr);
    columns = std::exchange(m_mailbox->columns, {});
    frame = std::exchange(m_mailbox->frame, nullptr);
    if (m_mailbox->total > 0) {
      m_stage = m_mailbox->done < m_mailbox->total ? tr("Profiling columns") : tr("Relating columns");
      m_progress = static_cast<double>(m_mailbox->done) / static_cast<double>(m_mailbox->total);
    } else if (m_mailbox->allRows > 0) {
      m_progress = static_cast<double>(m_mailbox->readRows) / static_cast<double>(m_mailbox->allRows);
    }
  }
  if (frame) {
    takeFrame(frame);
  }
  if (shape || !columns.empty()) {
    auto next =
        shape ? shape : std::make_shared<dataset::Profile>(m_profile ? *m_profile : dataset::Profile());
    if (shape) {
      m_known.assign(next->columns.size(), false);
    }
    for (dataset::ColumnProfile& column : columns) {
      const auto at = std::ranges::find(next->columns, column.name, &dataset::ColumnProfile::name);
      if (at != next->columns.end()) {
        // Role and alerts come with the whole.
        if (!shape && !at->alerts.empty()) {
          column.alerts = at->alerts;
          column.role = at->role;
        }
        m_known[static_cast<std::size_t>(at - next->columns.begin())] = true;
        *at = std::move(column);
      }
    }
    m_profile = std::move(next);
    Q_EMIT profileChanged();
  }
  Q_EMIT progressChanged();
}

void VersionFeed::finish(Result<Opened> opened) {
  // What the mailbox still holds is older than the answer; shown now, it would pass for the whole.
  m_poll.stop();
  m_stage.clear();
  if (!opened) {
    m_failure = opened.error();
    Q_EMIT failed();
    return;
  }
  m_profile = opened->profile;
  m_known.assign(m_profile->columns.size(), true);
  m_frameColumns.clear();
  if (opened->frame != m_frame) {
    takeFrame(opened->frame);
  }
  Q_EMIT profileChanged();
  Q_EMIT progressChanged();
}

void VersionFeed::takeFrame(const FramePtr& frame) {
  m_frame = frame;
  m_frameColumns.clear();
  m_brushed = {{}, frame->rows(), {}};
  if (!m_brushes.empty()) {
    applyBrushes();
  }
  Q_EMIT frameChanged();
}

void VersionFeed::applyBrushes() {
  if (!m_frame) {
    return;
  }
  m_exact = false;
  const bool followed = m_followJob.running();
  m_followJob.cancel();
  if (followed) {
    m_stage.clear();
    Q_EMIT progressChanged();
  }
  if (m_brushes.empty()) {
    m_brushJob.cancel();
    m_brushedProfile = nullptr;
    m_brushed = {{}, m_frame->rows(), {}};
    Q_EMIT brushedChanged();
    Q_EMIT statisticsChanged();
    return;
  }
  m_brushJob.start([frame = m_frame, filter = m_brushes.filter()](std::stop_token stop) -> Result<Brushed> {
    Brushed brushed;
    TATARA_ASSIGN(brushed.selection, dataset::select(*frame, filter, stop));
    brushed.rows = brushed.selection.count(frame->rows());
    std::vector<std::size_t> columns(frame->columns().size());
    std::iota(columns.begin(), columns.end(), 0);
    TATARA_ASSIGN(brushed.counts, dataset::binCounts(*frame, columns, brushed.selection, stop));
    return brushed;
  });
  Q_EMIT brushedChanged();  // what stands is marked as updating
  Q_EMIT statisticsChanged();
}

// The profile of the rows inside the brushes, exact, with the roles and alerts of the whole.
void VersionFeed::follow() {
  if (!m_frame || !m_profile || m_job.running() || m_brushes.empty()) {
    return;
  }
  m_stage = tr("Updating statistics");
  m_progress = 0;
  m_followJob.start([frame = m_frame, whole = m_profile,
                     selection = m_brushed.selection](std::stop_token stop) -> Result<ProfilePtr> {
    dataset::ProfileOptions options;
    options.target = whole->target;
    for (const dataset::ColumnProfile& column : whole->columns) {
      options.roles[column.name] = column.role;
    }
    TATARA_ASSIGN(dataset::Profile part, makeProfile(sourceOfSelection(frame, selection), options, {}, stop));
    auto exact = std::make_shared<dataset::Profile>(*whole);
    exact->rows = part.rows;
    exact->duplicateRows = part.duplicateRows;
    exact->pearson = std::move(part.pearson);
    exact->spearman = std::move(part.spearman);
    exact->cramersV = std::move(part.cramersV);
    for (dataset::ColumnProfile& column : exact->columns) {
      const auto found = std::ranges::find(part.columns, column.name, &dataset::ColumnProfile::name);
      if (found != part.columns.end()) {
        dataset::ColumnProfile next = std::move(*found);
        next.type = column.type;
        next.typeReason = column.typeReason;
        next.role = column.role;
        next.roleReason = column.roleReason;
        next.alerts = column.alerts;
        column = std::move(next);
      }
    }
    return ProfilePtr(std::move(exact));
  });
  Q_EMIT statisticsChanged();
  Q_EMIT progressChanged();
}

std::optional<std::size_t> VersionFeed::frameColumn(std::size_t column) const {
  if (!m_frame || !m_profile || column >= m_profile->columns.size()) {
    return std::nullopt;
  }
  // Usually at the same place; columns of unsupported types are not among the rows.
  const std::string& name = m_profile->columns[column].name;
  if (column < m_frame->columns().size() && m_frame->column(column).info.name == name) {
    return column;
  }
  const Result<std::size_t> found = m_frame->find(name);
  return found ? std::optional(*found) : std::nullopt;
}

ColumnBars VersionFeed::bars(std::size_t column) const {
  if (const auto place = frameColumn(column)) {
    const bool brushed = *place < m_brushed.counts.size();
    return barsOf(*m_frame, *place, brushed ? &m_brushed.counts[*place] : nullptr);
  }
  return barsOf(m_profile->columns[column]);
}

ColumnBars barsOf(const dataset::Frame& frame, std::size_t index, const std::vector<std::uint64_t>* shown) {
  const dataset::FrameColumn& column = frame.column(index);
  const dataset::Bins& bins = column.bins;
  ColumnBars out;
  if (bins.kind == dataset::Bins::Kind::None || bins.count == 0) {
    return out;
  }
  const auto sum = [](const std::vector<std::uint64_t>& counts, std::size_t from, std::size_t to) {
    return static_cast<double>(std::accumulate(counts.begin() + static_cast<std::ptrdiff_t>(from),
                                               counts.begin() + static_cast<std::ptrdiff_t>(to),
                                               std::uint64_t{0}));
  };
  const auto add = [&](double low, double high, const QString& value, std::size_t from, std::size_t to) {
    out.bars.push_back(
        {low, high, value, sum(column.binCounts, from, to), shown ? sum(*shown, from, to) : -1});
  };
  if (bins.kind == dataset::Bins::Kind::Categories) {
    out.kind = ColumnBars::Kind::Values;
    for (std::size_t i = 0; i < std::min(bins.categories.size(), kMostCategories); ++i) {
      const std::string_view entry = frame.entry(index, bins.categories[i]);
      add(0, 0, QString::fromUtf8(entry.data(), static_cast<qsizetype>(entry.size())), i, i + 1);
    }
    return out;
  }
  if (column.info.type == dataset::ColumnType::Boolean) {
    out.kind = ColumnBars::Kind::Values;
    for (std::size_t i = 0; i < bins.count; ++i) {
      const bool flag = bins.first + static_cast<double>(i) != 0;
      add(0, 0, flag ? QStringLiteral("true") : QStringLiteral("false"), i, i + 1);
    }
    return out;
  }
  out.kind = ColumnBars::Kind::Ranges;
  out.whole = column.info.type == dataset::ColumnType::Integer;
  out.scale =
      column.info.type == dataset::ColumnType::Time ? ColumnBars::Scale::Time : ColumnBars::Scale::Number;
  if (bins.kind == dataset::Bins::Kind::Values) {
    out.whole = out.scale == ColumnBars::Scale::Number;
    const std::size_t step = bins.count <= kMostSingleBars ? 1 : (bins.count + kMostBars - 1) / kMostBars;
    for (std::size_t i = 0; i < bins.count; i += step) {
      const std::size_t end = std::min(i + step, bins.count);
      add(bins.first + static_cast<double>(i), bins.first + static_cast<double>(end), {}, i, end);
    }
    return out;
  }
  const std::size_t step = bins.count % kMostBars == 0 ? bins.count / kMostBars : 1;
  for (std::size_t i = 0; i < bins.count && bins.edge(i) <= column.greatest; i += step) {
    const std::size_t end = std::min(i + step, bins.count);
    if (out.whole) {  // from its first number to the next bar's first
      add(std::ceil(bins.edge(i)), std::ceil(bins.edge(end)), {}, i, end);
    } else {
      add(bins.edge(i), bins.edge(end), {}, i, end);
    }
  }
  endWhole(out, column.greatest);
  return out;
}

DataBrush rangeBrush(const std::string& column, const ColumnBars& bars, double low, double high,
                     bool closed) {
  DataBrush brush;
  brush.key = column;
  dataset::RangeCondition range;
  range.column = column;
  range.least = low;
  range.greatest = high;
  // Bars of whole numbers end before their high end, the last one too.
  const bool whole = bars.whole && bars.scale == ColumnBars::Scale::Number;
  range.openAbove = whole || !closed;
  brush.filter = dataset::Filter(range);
  ColumnBars one = bars;
  ColumnBars::Bar bar = bars.bars.front();
  bar.low = low;
  bar.high = high;
  one.bars = {bar};
  const bool single = whole && std::ceil(high) - 1 <= std::ceil(low);
  brush.label = QStringLiteral("%1 %2 %3")
                    .arg(QString::fromStdString(column), single ? QStringLiteral("=") : QString(),
                         barRangeText(one, 0));
  return brush;
}

std::optional<DataBrush> brushOf(const std::string& column, const ColumnBars& bars, std::size_t index) {
  if (index >= bars.bars.size()) {
    return std::nullopt;
  }
  const ColumnBars::Bar& bar = bars.bars[index];
  if (bars.kind == ColumnBars::Kind::Ranges) {
    const bool last = index + 1 == bars.bars.size();
    return rangeBrush(column, bars, bar.low, bar.high, last);
  }
  DataBrush brush;
  brush.key = column;
  dataset::SetCondition set;
  set.column = column;
  set.values = {bar.value.toStdString()};
  brush.filter = dataset::Filter(set);
  brush.label = QStringLiteral("%1  %2").arg(QString::fromStdString(column), bar.value);
  return brush;
}

}  // namespace tatara::ui
