#include "ui/runs/internal/listing_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/nan.h"
#include "core/stats/quantile.h"
#include "ui/base/language.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/runs/internal/derived_columns.h"
#include "ui/runs/internal/runs_text.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostMetrics = 16;
constexpr std::size_t kMostParams = 40;
constexpr std::size_t kMostTags = 12;
constexpr qsizetype kDayLetters = 6;  // "Nov 18", "11月18日"
// Decimals and ranges of the bars are of so many rows at most, taken evenly: how a number is written, not
// what it is.
constexpr std::size_t kFormatRows = 4096;

BetterWhen betterWhen(track::Direction direction) {
  switch (direction) {
    case track::Direction::LowerIsBetter:
      return BetterWhen::Lower;
    case track::Direction::HigherIsBetter:
      return BetterWhen::Higher;
    case track::Direction::Unknown:
      return BetterWhen::Unknown;
  }
  return BetterWhen::Unknown;
}

bool identicalText(const track::TextColumn& column, const std::vector<std::uint32_t>& rows) {
  return std::all_of(rows.begin(), rows.end(),
                     [&](std::uint32_t row) { return column.codes[row] == column.codes[rows.front()]; });
}

// Whether the runs that have it have different values: a parent without parameters tells nothing of those of
// its children.
bool differsWhereLogged(const track::TextColumn& column, const std::vector<std::uint32_t>& rows) {
  std::int32_t first = -1;
  return column.dictionary.size() > 1 && std::ranges::any_of(rows, [&](std::uint32_t row) {
           const std::int32_t code = column.codes[row];
           first = first < 0 ? code : first;
           return code >= 0 && code != first;
         });
}

// Those that tell runs apart first, so that they are what is shown where not all are.
std::vector<std::shared_ptr<const track::TextColumn>> tellingFirst(
    std::vector<std::shared_ptr<const track::TextColumn>> columns, const std::vector<std::uint32_t>& rows) {
  std::ranges::stable_partition(columns,
                                [&rows](const auto& column) { return differsWhereLogged(*column, rows); });
  return columns;
}

bool identicalMetric(const track::MetricColumn& column, const std::vector<std::uint32_t>& rows) {
  const auto same = [&](std::uint32_t left, std::uint32_t right) {
    if ((column.present[left] != 0) != (column.present[right] != 0)) {
      return false;
    }
    return column.present[left] == 0 || column.last[left] == column.last[right] ||
           (std::isnan(column.last[left]) && std::isnan(column.last[right]));
  };
  return std::all_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return same(row, rows.front()); });
}

// Whether there is a curve to be drawn of any of these.
bool hasCourse(const track::MetricColumn& metric, const std::vector<std::uint32_t>& rows) {
  return std::ranges::any_of(rows, [&metric](std::uint32_t row) { return metric.hasCourse(row); });
}

bool isSystemKey(std::string_view key) {
  return key.starts_with("mlflow.") || key.starts_with("tatara.") || key.starts_with("system/");
}

std::vector<double> formatSample(const track::MetricColumn& metric, const std::vector<std::uint32_t>& rows) {
  std::vector<double> values;
  const std::size_t step = std::max<std::size_t>(1, rows.size() / kFormatRows);
  for (std::size_t i = 0; i < rows.size(); i += step) {
    if (metric.present[rows[i]] != 0 && std::isfinite(metric.last[rows[i]])) {
      values.push_back(metric.last[rows[i]]);
    }
  }
  return values;
}

// NaN when none is finite. Without a branch: a column is a hundred thousand.
double bestOf(const track::MetricColumn& metric, const std::vector<std::uint32_t>& rows, BetterWhen better) {
  const double sign = better == BetterWhen::Lower ? 1 : -1;
  double best = std::numeric_limits<double>::infinity();
  for (const std::uint32_t row : rows) {
    const double value = sign * metric.last[row];
    const bool counts = metric.present[row] != 0 && std::isfinite(value);
    best = std::min(best, counts ? value : std::numeric_limits<double>::infinity());
  }
  return std::isinf(best) ? kNan : sign * best;
}

void describeMetric(RunColumn& column, const std::vector<std::uint32_t>& rows, BetterWhen better) {
  std::vector<double> values = formatSample(*column.metric, rows);
  column.decimals = columnDecimals(values);
  column.best = kNan;
  if (better == BetterWhen::Unknown) {
    return;
  }
  column.best = bestOf(*column.metric, rows, better);
  if (column.bars && values.size() > 1) {
    const std::vector<double> ends = stats::quantiles(values, std::vector<double>{0.05, 0.95});
    column.barBest = column.best;
    column.barWorst = better == BetterWhen::Lower ? ends[1] : ends[0];
  }
}

RunColumn columnOf(Origin origin, std::string key = {}) {
  RunColumn column;
  column.origin = origin;
  column.key = std::move(key);
  return column;
}

class Builder {
 public:
  Builder(Listing& listing, const ViewState& view) : m_listing(listing), m_view(view) {
    m_differing = view.onlyDiffering && listing.rows.size() > 1;
  }

  void build() {
    run();
    metrics();
    texts(Origin::Param, m_listing.table->params(), "params", RunsText::tr("PARAMS"), kMostParams);
    texts(Origin::Tag, m_listing.table->tags(), "tags", RunsText::tr("TAGS"), kMostTags);
  }

 private:
  bool wanted(const std::string& id, bool byDefault) const {
    return !m_view.hidden.contains(id) && (byDefault || m_view.shown.contains(id));
  }

  void add(ColumnSpec spec, RunColumn column) {
    if (const auto width = m_view.widths.find(spec.id); width != m_view.widths.end()) {
      spec.width = width->second;
    }
    m_pending.emplace_back(std::move(spec), std::move(column));
  }

  // The pending columns in the order the person gave them, or one stub.
  void close(const std::string& band, const QString& title, const QString& note) {
    const auto place = [&](const std::string& id) {
      return std::find(m_view.order.begin(), m_view.order.end(), id) - m_view.order.begin();
    };
    if (!m_view.order.empty()) {
      std::stable_sort(m_pending.begin(), m_pending.end(), [&](const auto& left, const auto& right) {
        if (left.first.pinned != right.first.pinned) {
          return left.first.pinned;
        }
        return !left.first.pinned && place(left.first.id) < place(right.first.id);
      });
    }
    const bool collapsed = m_view.collapsed.contains(band);
    bool stubbed = false;
    for (auto& [spec, column] : m_pending) {
      if (collapsed && !spec.pinned) {
        if (std::exchange(stubbed, true)) {
          continue;
        }
        spec = ColumnSpec{};
        spec.id = band + ".stub";
        spec.title = title;
        spec.tip = RunsText::tr("Show %1").arg(title);
        spec.group = band;
        spec.width = 24;
        spec.stub = true;
        spec.sortable = false;
        column = RunColumn{};
        column.origin = Origin::Check;
      }
      m_listing.columns.push_back(std::move(spec));
      m_listing.sources.push_back(std::move(column));
    }
    if (!m_pending.empty()) {
      m_listing.bands.push_back({band, title, note});
    }
    m_pending.clear();
  }

  // Of so many letters; measured on a worker, where there is no font.
  static int textWidth(std::size_t letters) {
    return std::clamp(24 + 7 * static_cast<int>(std::min<std::size_t>(letters, 100)), 64, 170);
  }

  ColumnSpec runSpec(const char* id, const QString& title, ColumnKind kind, int width) const {
    ColumnSpec spec;
    spec.id = id;
    spec.title = title;
    spec.group = "run";
    spec.kind = kind;
    spec.width = width;
    return spec;
  }

  // Dates of other years name them (timeText). A few runs all over the table tell whether there are such.
  int startedWidth() const {
    constexpr std::size_t kLooks = 64;
    const auto& rows = m_listing.rows;
    const std::size_t step = std::max<std::size_t>(1, rows.size() / kLooks);
    for (std::size_t i = 0; i < rows.size() && m_listing.now; i += step) {
      const Timestamp started = m_listing.table->run(rows[i]).started;
      if (timeText(started, *m_listing.now).size() > kDayLetters) {
        return 104;
      }
    }
    return 66;
  }

  void run() {
    ColumnSpec check = runSpec("run.check", RunsText::tr("Selected"), ColumnKind::Check, 38);
    check.pinned = true;
    check.sortable = false;
    add(std::move(check), columnOf(Origin::Check));
    ColumnSpec name = runSpec("run.name", RunsText::tr("Name"), ColumnKind::Name, 196);
    name.pinned = true;
    name.editable = true;
    add(std::move(name), columnOf(Origin::Name));
    const auto more = [&](const char* id, const QString& title, ColumnKind kind, int width, Origin origin,
                          bool byDefault) {
      if (wanted(id, byDefault)) {
        ColumnSpec spec = runSpec(id, title, kind, width);
        spec.better = origin == Origin::Started ? BetterWhen::Higher : BetterWhen::Unknown;
        add(std::move(spec), columnOf(origin));
      }
    };
    std::size_t longest = 0;
    for (const track::Experiment& experiment : m_listing.meanings->experiments) {
      longest = std::max(longest, experiment.name.size());
    }
    more("run.experiment", RunsText::tr("Experiment"), ColumnKind::Text, textWidth(longest),
         Origin::Experiment, m_listing.meanings->experiments.size() > 1);
    more("run.status", RunsText::tr("Status"), ColumnKind::Icon, 46, Origin::Status, true);
    more("run.started", RunsText::tr("Started"), ColumnKind::Text, startedWidth(), Origin::Started, true);
    more("run.duration", RunsText::tr("Duration"), ColumnKind::Number,
         language() == Language::Japanese ? 86 : 72, Origin::Duration, true);
    more("run.user", RunsText::tr("User"), ColumnKind::Text, 84, Origin::User, false);
    more("run.id", RunsText::tr("Run ID"), ColumnKind::Text, 110, Origin::RunId, false);
    close("run", RunsText::tr("RUN"), {});
  }

  std::vector<std::shared_ptr<const track::MetricColumn>> orderedMetrics() const {
    const std::string& primary = m_listing.meanings->primary;
    const std::string family = primary.substr(0, primary.find_first_of("_-/. "));
    std::vector<std::shared_ptr<const track::MetricColumn>> ordered = m_listing.table->metrics();
    const auto rank = [&](const track::MetricColumn& metric) {
      return metric.key == primary                                              ? 0
             : isSystemKey(metric.key)                                          ? 3
             : family.size() < primary.size() && metric.key.starts_with(family) ? 1
                                                                                : 2;
    };
    std::stable_sort(ordered.begin(), ordered.end(),
                     [&](const auto& left, const auto& right) { return rank(*left) < rank(*right); });
    return ordered;
  }

  void metrics() {
    const std::string& primary = m_listing.meanings->primary;
    const std::string barred = !m_view.sort.empty() && m_view.sort.front().column.starts_with("metrics.")
                                   ? m_view.sort.front().column.substr(8)
                                   : primary;
    std::size_t shown = 0;
    for (const auto& metric : orderedMetrics()) {
      const std::string id = "metrics." + metric->key;
      const bool identical =
          m_differing && metric->key != primary && identicalMetric(*metric, m_listing.rows);
      m_listing.identical += identical ? 1 : 0;
      const bool byDefault = !identical && shown < kMostMetrics && !isSystemKey(metric->key);
      if (wanted(id, byDefault)) {
        ++shown;
        addMetric(metric, metric->key == barred);
      }
      if (m_listing.baseline &&
          wanted("delta." + metric->key, metric->key == primary && wanted(id, byDefault))) {
        addDelta(metric);
      }
    }
    addDerived();
    for (const auto& metric : m_listing.table->metrics()) {
      if (wanted("curve." + metric->key, metric->key == primary && hasCourse(*metric, m_listing.rows))) {
        ColumnSpec spec;
        spec.id = "curve." + metric->key;
        spec.title = RunsText::tr("%1 curve").arg(fromUtf8(metric->key));
        spec.group = "metrics";
        spec.kind = ColumnKind::Spark;
        spec.width = 98;
        spec.sortable = false;
        add(std::move(spec), columnOf(Origin::Curve, metric->key));
      }
    }
    QString note = fromUtf8(m_listing.meanings->of(primary).unit);
    if (shown < m_listing.table->metrics().size()) {
      const QString counts = RunsText::tr("%1 of %2 shown").arg(shown).arg(m_listing.table->metrics().size());
      note = note.isEmpty() ? counts : note + QStringLiteral(" · ") + counts;
    }
    close("metrics", RunsText::tr("METRICS"), note);
  }

  void addMetric(const std::shared_ptr<const track::MetricColumn>& metric, bool bars) {
    const track::MetricMeaning& meaning = m_listing.meanings->of(metric->key);
    ColumnSpec spec;
    spec.id = "metrics." + metric->key;
    spec.title = fromUtf8(metric->key);
    spec.group = "metrics";
    spec.kind = ColumnKind::Number;
    spec.better = betterWhen(meaning.direction);
    spec.tip = spec.better == BetterWhen::Lower ? RunsText::tr("%1: lower is better").arg(spec.title)
               : spec.better == BetterWhen::Higher
                   ? RunsText::tr("%1: higher is better").arg(spec.title)
                   : RunsText::tr("%1: which way is better is not known").arg(spec.title);
    spec.width = std::clamp(28 + 7 * static_cast<int>(metric->key.size()), 78, 150);
    if (!m_view.groupBy.empty()) {
      spec.width = std::max(spec.width, 128);  // mean ± SD
    }
    RunColumn column = columnOf(Origin::Metric, metric->key);
    column.metric = metric;
    column.bars = bars;
    describeMetric(column, m_listing.rows, spec.better);
    add(std::move(spec), std::move(column));
  }

  // Best values, then expressions, as the view asks for them.
  void addDerived() {
    for (const auto& [id, values] : m_listing.derived) {
      if (!m_view.shown.contains(id) || m_view.hidden.contains(id)) {
        continue;
      }
      const std::string_view metric = bestMetric(id);
      ColumnSpec spec;
      spec.id = id;
      spec.group = "metrics";
      spec.kind = ColumnKind::Number;
      if (!metric.empty()) {
        spec.better = betterWhen(m_listing.meanings->of(metric).direction);
        spec.title = RunsText::tr("best %1").arg(fromUtf8(metric));
        spec.tip = RunsText::tr("The best %1 that the run ever logged").arg(fromUtf8(metric));
      } else {
        spec.title = fromUtf8(std::string_view(id).substr(1));
        spec.tip = RunsText::tr("%1, of the last values").arg(spec.title);
      }
      spec.width = std::clamp(28 + 7 * static_cast<int>(spec.title.size()), 78, 190);
      if (!m_view.groupBy.empty()) {
        spec.width = std::max(spec.width, 128);  // mean ± SD
      }
      RunColumn column = columnOf(Origin::Metric, values->key);
      column.metric = values;
      describeMetric(column, m_listing.rows, spec.better);
      add(std::move(spec), std::move(column));
    }
  }

  void addDelta(const std::shared_ptr<const track::MetricColumn>& metric) {
    ColumnSpec spec;
    spec.id = "delta." + metric->key;
    spec.title = metric->key == m_listing.meanings->primary ? RunsText::tr("Δ baseline")
                                                            : RunsText::tr("Δ %1").arg(fromUtf8(metric->key));
    spec.tip = RunsText::tr("%1: change from the baseline").arg(fromUtf8(metric->key));
    spec.group = "metrics";
    spec.kind = ColumnKind::Delta;
    spec.better = betterWhen(m_listing.meanings->of(metric->key).direction);
    spec.width = 86;
    RunColumn column = columnOf(Origin::Delta, metric->key);
    column.metric = metric;
    describeMetric(column, m_listing.rows, BetterWhen::Unknown);
    add(std::move(spec), std::move(column));
  }

  void texts(Origin origin, const std::vector<std::shared_ptr<const track::TextColumn>>& columns,
             const std::string& band, const QString& title, std::size_t most) {
    std::size_t shown = 0;
    std::size_t known = 0;
    for (const auto& text : tellingFirst(columns, m_listing.rows)) {
      const std::string id = band + "." + text->key;
      const bool system = origin == Origin::Tag && isSystemKey(text->key);
      const bool identical = m_differing && identicalText(*text, m_listing.rows);
      known += system ? 0 : 1;
      m_listing.identical += identical && !system ? 1 : 0;
      if (!wanted(id, !identical && !system && shown < most)) {
        continue;
      }
      ++shown;
      ColumnSpec spec;
      spec.id = id;
      spec.title = fromUtf8(text->key);
      spec.group = band;
      const bool numeric = !text->numbers.empty();
      spec.kind = numeric ? ColumnKind::Number : ColumnKind::Text;
      std::size_t longest = 0;
      for (std::size_t i = 0; i < std::min<std::size_t>(text->dictionary.size(), 200); ++i) {
        longest = std::max(longest, text->dictionary[i].size());
      }
      spec.width = textWidth(std::max(longest, text->key.size()));
      RunColumn column = columnOf(origin, text->key);
      column.text = text;
      column.decimals = numeric ? paramDecimals(*text) : std::nullopt;
      add(std::move(spec), std::move(column));
    }
    const QString note = shown < known ? RunsText::tr("%1 of %2 shown").arg(shown).arg(known) : QString();
    close(band, title, note);
  }

  Listing& m_listing;
  const ViewState& m_view;
  bool m_differing = false;
  std::vector<std::pair<ColumnSpec, RunColumn>> m_pending;
};

}  // namespace

std::optional<int> paramDecimals(const track::TextColumn& column) {
  int decimals = 0;
  for (const std::string& text : column.dictionary) {
    if (text.find_first_of("eEnN") != std::string::npos) {
      return std::nullopt;
    }
    const std::size_t point = text.find('.');
    if (point != std::string::npos) {
      const std::size_t last = text.find_last_not_of('0');
      decimals = std::max(decimals, static_cast<int>(std::max(last, point) - point));
    }
  }
  return decimals <= 4 ? std::optional(decimals) : std::nullopt;
}

void makeColumns(Listing& listing, const ViewState& view) {
  Builder(listing, view).build();
  for (auto column = listing.columns.rbegin(); column != listing.columns.rend(); ++column) {
    if (column->kind == ColumnKind::Text && column->group != "run") {
      column->fills = true;
      break;
    }
  }
}

std::vector<ColumnChoice> columnChoices(const Listing& listing) {
  std::vector<ColumnChoice> choices;
  for (const auto& [id, title] :
       {std::pair("run.status", RunsText::tr("Status")), std::pair("run.started", RunsText::tr("Started")),
        std::pair("run.duration", RunsText::tr("Duration")),
        std::pair("run.experiment", RunsText::tr("Experiment")), std::pair("run.user", RunsText::tr("User")),
        std::pair("run.id", RunsText::tr("Run ID"))}) {
    choices.push_back({id, title, "run", false});
  }
  const bool several = listing.rows.size() > 1;
  for (const auto& metric : listing.table->metrics()) {
    choices.push_back({"metrics." + metric->key, fromUtf8(metric->key), "metrics",
                       several && identicalMetric(*metric, listing.rows)});
  }
  for (const auto& metric : listing.table->metrics()) {
    if (listing.meanings->of(metric->key).direction != track::Direction::Unknown) {
      choices.push_back(
          {"best." + metric->key, RunsText::tr("best %1").arg(fromUtf8(metric->key)), "metrics", false});
    }
    if (listing.baseline) {
      choices.push_back(
          {"delta." + metric->key, RunsText::tr("Δ %1").arg(fromUtf8(metric->key)), "metrics", false});
    }
    choices.push_back(
        {"curve." + metric->key, RunsText::tr("%1 curve").arg(fromUtf8(metric->key)), "metrics", false});
  }
  for (const auto& [id, values] : listing.derived) {
    if (id.starts_with('=')) {
      choices.push_back({id, fromUtf8(std::string_view(id).substr(1)), "metrics", false});
    }
  }
  for (const auto& param : listing.table->params()) {
    choices.push_back({"params." + param->key, fromUtf8(param->key), "params",
                       several && identicalText(*param, listing.rows)});
  }
  for (const auto& tag : listing.table->tags()) {
    choices.push_back(
        {"tags." + tag->key, fromUtf8(tag->key), "tags", several && identicalText(*tag, listing.rows)});
  }
  return choices;
}

}  // namespace tatara::ui
