#include "ui/runs/run_source.h"

#include <cmath>

#include "core/base/number_text.h"
#include "core/stats/moments.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/runs/internal/runs_text.h"
#include "ui/widget/badge.h"

namespace tatara::ui {
namespace {

BadgeState badgeState(track::RunStatus status) {
  switch (status) {
    case track::RunStatus::Running:
      return BadgeState::Running;
    case track::RunStatus::Scheduled:
      return BadgeState::Scheduled;
    case track::RunStatus::Finished:
      return BadgeState::Finished;
    case track::RunStatus::Failed:
      return BadgeState::Failed;
    case track::RunStatus::Killed:
      return BadgeState::Killed;
  }
  return BadgeState::Finished;
}

// One line of it, however long a value is.
QString oneLine(std::string_view utf8) {
  constexpr std::size_t kMost = 200;
  QString line = fromUtf8(utf8.substr(0, kMost));
  return line.replace(QLatin1Char('\n'), QLatin1Char(' '));
}

// 0 … 1; the best of the column is 1, its worst twentieth a stub.
float barLength(const RunColumn& column, double value) {
  if (!column.bars || std::isnan(column.best) || !std::isfinite(value)) {
    return -1;
  }
  const double span = column.barBest - column.barWorst;
  if (span == 0) {
    return 1;
  }
  return static_cast<float>(0.08 + 0.92 * std::clamp((value - column.barWorst) / span, 0.0, 1.0));
}

std::string experimentName(const Meanings& meanings, track::ExperimentId id) {
  for (const track::Experiment& experiment : meanings.experiments) {
    if (experiment.id == id) {
      return experiment.name;
    }
  }
  return std::to_string(id.value());
}

}  // namespace

Tone deltaTone(BetterWhen better, double delta) {
  if (delta == 0 || better == BetterWhen::Unknown || std::isnan(delta)) {
    return Tone::Secondary;
  }
  return (delta < 0) == (better == BetterWhen::Lower) ? Tone::Better : Tone::Worse;
}

QString statusWord(track::RunStatus status) {
  return badgeWord(badgeState(status));
}

RunSource::RunSource(ListingPtr listing, std::shared_ptr<const RunLooks> looks)
    : m_listing(std::move(listing)), m_looks(std::move(looks)) {}

Cell RunSource::cell(RowId row, int column) const {
  const auto at = static_cast<std::size_t>(column);
  const RunColumn& source = m_listing->sources[at];
  const ColumnSpec& spec = m_listing->columns[at];
  if (row < 0) {
    const RunGroup* group = m_listing->group(row);
    return group == nullptr || spec.stub ? Cell::none() : groupCell(*group, source, spec);
  }
  const auto found = m_listing->table->findRow(track::RunKey(row));
  return !found || spec.stub ? Cell::none() : runCell(static_cast<std::uint32_t>(*found), source, spec);
}

Cell RunSource::runCell(std::uint32_t row, const RunColumn& column, const ColumnSpec& spec) const {
  const track::RunInfo& run = m_listing->table->run(row);
  Cell cell;
  switch (column.origin) {
    case Origin::Check:
      return cell;
    case Origin::Name:
      return nameCell(row);
    case Origin::Status:
      return statusCell(run);
    case Origin::Started:
      cell.text = timeText(run.started, m_looks->now);
      cell.tip = isoTimeText(run.started);
      return cell;
    case Origin::Duration:
      return durationCell(run);
    case Origin::User:
      cell.text = fromUtf8(run.user);
      cell.missing = run.user.empty();
      return cell;
    case Origin::RunId:
      cell.text = fromUtf8(std::string_view(run.id.value()).substr(0, 12));
      cell.tip = fromUtf8(run.id.value());
      return cell;
    case Origin::Experiment:
      cell.text = fromUtf8(experimentName(*m_listing->meanings, run.experiment));
      return cell;
    case Origin::Metric:
      return metricCell(row, column, spec);
    case Origin::Delta:
      return deltaCell(row, column, spec);
    case Origin::Curve: {
      const auto known = m_looks->thumbnails.find(column.key);
      if (known == m_looks->thumbnails.end()) {
        return cell;
      }
      const auto thumbnail = known->second.find(run.key.value());
      cell.thumbnail = thumbnail == known->second.end() ? nullptr : thumbnail->second;
      if (const auto style = m_looks->styles.find(run.key.value()); style != m_looks->styles.end()) {
        cell.swatch = style->second;
      }
      return cell;
    }
    case Origin::Param:
    case Origin::Tag:
      return textCell(row, column);
  }
  return cell;
}

// Nothing of a run that has ended, or of which nothing is known.
const track::RunProgress* RunSource::progressOf(const track::RunInfo& run) const {
  const auto found = m_looks->progress.find(run.key);
  return track::isTerminal(run.status) || found == m_looks->progress.end() ? nullptr : &found->second;
}

Cell RunSource::statusCell(const track::RunInfo& run) const {
  const BadgeLook look = badgeLook(badgeState(run.status));
  Cell cell;
  cell.icon = look.icon;
  cell.iconRole = look.text;
  cell.text = statusWord(run.status);
  cell.tip = cell.text;
  if (const track::RunProgress* progress = progressOf(run); progress && progress->planned) {
    cell.tip = RunsText::tr("%1, step %2 of %3")
                   .arg(cell.text, countText(progress->done), countText(*progress->planned));
  }
  return cell;
}

// Of a run that says how far it will go, how far it has come; its time is in the tip.
Cell RunSource::durationCell(const track::RunInfo& run) const {
  const Millis took = run.ended.value_or(std::max(m_looks->now, run.started)) - run.started;
  Cell cell;
  cell.text = durationText(took);
  cell.tone = run.ended ? Tone::Secondary : Tone::Live;
  if (const track::RunProgress* progress = progressOf(run); progress && progress->planned) {
    cell.tip = RunsText::tr("Running for %1").arg(cell.text);
    if (const auto left = track::timeLeft(*progress, took)) {
      cell.tip = RunsText::tr("%1, about %2 left").arg(cell.tip, durationText(*left));
    }
    cell.text = QStringLiteral("%1 / %2").arg(countText(progress->done), countText(*progress->planned));
  }
  return cell;
}

Cell RunSource::nameCell(std::uint32_t row) const {
  const track::RunInfo& run = m_listing->table->run(row);
  Cell cell;
  cell.text = fromUtf8(run.name);
  cell.tone = Tone::Primary;
  cell.tip = cell.text;
  if (const auto style = m_looks->styles.find(run.key.value()); style != m_looks->styles.end()) {
    cell.swatch = style->second;
  } else {
    cell.emptySwatch = true;
  }
  if (m_listing->baseline == row) {
    cell.pill = RunsText::tr("baseline");
  }
  if (!m_listing->groups.empty()) {
    cell.indent = 1;
  }
  if (m_listing->nesting != nullptr) {
    addNesting(cell, row);
  }
  return cell;
}

// A child has a sign before its name, a parent the number of its children behind it.
void RunSource::addNesting(Cell& cell, std::uint32_t row) const {
  const Nesting& nesting = *m_listing->nesting;
  cell.child = nesting.isChild(row);
  if (const auto parent = nesting.parentOf(row)) {
    cell.tip +=
        QLatin1Char('\n') + RunsText::tr("Child of %1").arg(fromUtf8(m_listing->table->run(*parent).name));
  }
  if (const std::int64_t children = nesting.childrenOf(row); children > 0) {
    cell.tip += QLatin1Char('\n') + RunsText::tr("%n child run(s)", nullptr, static_cast<int>(children));
    if (cell.pill.isEmpty()) {
      cell.pill = countText(children);
      cell.pillSign = PillSign::Children;
    }
  }
}

Cell RunSource::metricCell(std::uint32_t row, const RunColumn& column, const ColumnSpec&) const {
  if (column.metric->present[row] == 0) {
    return Cell::none();
  }
  const double value = column.metric->last[row];
  Cell cell;
  cell.text = metricText(value, column.decimals);
  cell.tone = Tone::Primary;
  if (!std::isfinite(value)) {
    cell.tone = Tone::Warning;
    cell.icon = QStringLiteral("warning");
    return cell;
  }
  if (!track::isTerminal(m_listing->table->run(row).status)) {
    cell.tone = Tone::Live;
  }
  cell.strong = value == column.best && m_listing->rows.size() > 1;
  cell.bar = barLength(column, value);
  cell.tip = QString::fromStdString(tatara::toText(value));
  return cell;
}

Cell RunSource::deltaCell(std::uint32_t row, const RunColumn& column, const ColumnSpec& spec) const {
  if (!m_listing->baseline || column.metric->present[row] == 0) {
    return Cell::none();
  }
  Cell cell;
  if (*m_listing->baseline == row) {
    cell.text = RunsText::tr("baseline");
    cell.tone = Tone::Caption;
    return cell;
  }
  if (column.metric->present[*m_listing->baseline] == 0) {
    return Cell::none();
  }
  const double delta = column.metric->last[row] - column.metric->last[*m_listing->baseline];
  if (!std::isfinite(delta)) {
    return Cell::none();
  }
  cell.text = QString(deltaGlyph(delta)) + QLatin1Char(' ') + deltaText(delta, column.decimals);
  cell.tone = deltaTone(spec.better, delta);
  return cell;
}

Cell RunSource::textCell(std::uint32_t row, const RunColumn& column) const {
  const auto value = column.text->at(row);
  if (!value) {
    return Cell::none();
  }
  Cell cell;
  cell.text = oneLine(*value);
  if (!column.text->numbers.empty()) {
    const double number = column.text->numbers[row];
    if (!std::isfinite(number)) {
      cell.tone = Tone::Warning;
      return cell;
    }
    if (column.decimals) {
      cell.text = metricText(number, column.decimals);
    } else {
      cell.text = withMinus(cell.text);
    }
  }
  // Like the baseline's: less to look at.
  const bool like =
      m_listing->baseline && column.text->codes[row] == column.text->codes[*m_listing->baseline];
  cell.tone = m_listing->baseline && !like ? Tone::Primary : Tone::Secondary;
  cell.tip = fromUtf8(value->substr(0, 2000));
  return cell;
}

Cell RunSource::groupCell(const RunGroup& group, const RunColumn& column, const ColumnSpec& spec) const {
  Cell cell;
  switch (column.origin) {
    case Origin::Name:
      cell.text =
          QStringLiteral("%1 (%2)").arg(group.title, countText(static_cast<std::int64_t>(group.rows.size())));
      cell.tone = Tone::Primary;
      cell.disclosure = m_listing->open.contains(group.id) ? Disclosure::Open : Disclosure::Closed;
      cell.tip = group.title;
      return cell;
    case Origin::Metric: {
      stats::Moments moments;
      double best = std::numeric_limits<double>::quiet_NaN();
      for (const std::uint32_t row : group.rows) {
        if (column.metric->present[row] != 0) {
          const double value = column.metric->last[row];
          moments.add(value);
          if (std::isfinite(value) &&
              (std::isnan(best) || (spec.better == BetterWhen::Higher ? value > best : value < best))) {
            best = value;
          }
        }
      }
      if (moments.count() == 0) {
        return Cell::none();
      }
      cell.text = metricText(moments.mean(), column.decimals);
      if (moments.count() > 1) {
        cell.text += QStringLiteral(" ± ") +
                     (column.decimals ? QString::number(moments.standardDeviation(), 'f', *column.decimals)
                                      : metricText(moments.standardDeviation()));
      }
      cell.tone = Tone::Primary;
      cell.tip = RunsText::tr("mean ± standard deviation of %1 runs")
                     .arg(countText(static_cast<std::int64_t>(moments.count())));
      if (spec.better != BetterWhen::Unknown) {
        cell.tip += QLatin1Char('\n') + RunsText::tr("best %1").arg(metricText(best, column.decimals));
      }
      return cell;
    }
    case Origin::Param:
    case Origin::Tag: {
      const auto first = group.rows.front();
      const bool same = std::all_of(group.rows.begin(), group.rows.end(), [&](std::uint32_t row) {
        return column.text->codes[row] == column.text->codes[first];
      });
      if (same) {
        return textCell(first, column);
      }
      std::set<std::int32_t> codes;
      for (const std::uint32_t row : group.rows) {
        codes.insert(column.text->codes[row]);
      }
      cell.text = RunsText::tr("%1 values").arg(codes.size());
      cell.tone = Tone::Caption;
      return cell;
    }
    default:
      return cell;
  }
}

QString RunSource::plainText(RowId row, int column) const {
  const auto at = static_cast<std::size_t>(column);
  const RunColumn& source = m_listing->sources[at];
  const auto found = row < 0 ? std::nullopt : m_listing->table->findRow(track::RunKey(row));
  if (!found) {
    return cell(row, column).text;
  }
  const auto index = static_cast<std::uint32_t>(*found);
  const track::RunInfo& run = m_listing->table->run(index);
  switch (source.origin) {
    case Origin::Check:
    case Origin::Curve:
      return {};
    case Origin::Name:
      return fromUtf8(run.name);
    case Origin::Status:
      return fromUtf8(track::toString(run.status));
    case Origin::Started:
      return fromUtf8(toIso8601(run.started));
    case Origin::Duration:
      return run.ended ? fromUtf8(tatara::toText(numberOf(*m_listing->table, "run.duration", index)))
                       : QString();
    case Origin::User:
      return fromUtf8(run.user);
    case Origin::RunId:
      return fromUtf8(run.id.value());
    case Origin::Experiment:
      return fromUtf8(experimentName(*m_listing->meanings, run.experiment));
    case Origin::Metric:
      return source.metric->present[index] != 0 ? fromUtf8(tatara::toText(source.metric->last[index]))
                                                : QString();
    case Origin::Delta: {
      if (!m_listing->baseline || source.metric->present[index] == 0 ||
          source.metric->present[*m_listing->baseline] == 0) {
        return {};
      }
      return fromUtf8(tatara::toText(source.metric->last[index] - source.metric->last[*m_listing->baseline]));
    }
    case Origin::Param:
    case Origin::Tag:
      return fromUtf8(source.text->at(index).value_or(std::string_view()));
  }
  return {};
}

}  // namespace tatara::ui
