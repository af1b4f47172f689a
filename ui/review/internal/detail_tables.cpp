#include "ui/review/internal/detail_tables.h"

#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/review/internal/review_text.h"

namespace tatara::ui {
namespace {

constexpr int kDetailRow = 24;

QString detailVersion(std::int64_t version) {
  return QStringLiteral("v%1").arg(version);
}

QString signedCount(double change) {
  const QString text = countText(std::llround(std::abs(change)));
  return change < 0 ? kMinus + text : QLatin1Char('+') + text;
}

QString answerText(const Answer& answer) {
  return answer.number         ? metricText(*answer.number)
         : answer.word.empty() ? QString(kMissing)
                               : fromUtf8(answer.word);
}

// More right answers are better, more wrong ones worse.
ColorRole confusionColor(bool right, double change) {
  return change == 0 ? &Colors::tx2 : (change > 0) == right ? &Colors::ok : &Colors::err;
}

PlainCell rateCell(const GroupRate& rate, std::int64_t replaces) {
  PlainCell cell{rate.challenger ? metricText(*rate.challenger, 3) : QString(kMissing),
                 rate.challenger ? &Colors::tx1 : &Colors::tx3};
  QStringList tip;
  if (rate.range) {
    tip << GroupTable::tr("interval %1 to %2")
               .arg(metricText(rate.range->low, 3), metricText(rate.range->high, 3));
  }
  if (rate.champion) {
    tip << GroupTable::tr("%1: %2").arg(detailVersion(replaces), metricText(*rate.champion, 3));
    cell.text += QStringLiteral("  (%1)").arg(metricText(*rate.champion, 3));
  }
  cell.tip = tip.join(QStringLiteral(" · "));
  return cell;
}

}  // namespace

// --- right and wrong answers

ConfusionTable::ConfusionTable(QWidget* parent)
    : PlainTable(tr("Right and wrong answers"), kDetailRow, parent) {}

void ConfusionTable::show(const ReviewFacts& facts) {
  setVisible(facts.detail.confusion.has_value());
  if (!facts.detail.confusion) {
    setContent({}, {});
    return;
  }
  const ConfusionFacts& confusion = *facts.detail.confusion;
  const std::size_t classes = confusion.classes.size();
  if (classes > kMostClasses) {
    showMistakes(confusion);
    return;
  }
  std::vector<PlainColumn> columns{{tr("Right and wrong answers"), 0}};
  for (const std::string& name : confusion.classes) {
    columns.push_back({tr("said %1").arg(fromUtf8(name)), 0, Qt::AlignRight, true});
  }
  std::vector<std::vector<PlainCell>> rows;
  for (std::size_t truth = 0; truth < classes; ++truth) {
    std::vector<PlainCell> row{{tr("is %1").arg(fromUtf8(confusion.classes[truth])), &Colors::tx1}};
    for (std::size_t said = 0; said < classes; ++said) {
      const std::size_t at = truth * classes + said;
      PlainCell cell{countText(std::llround(confusion.challenger[at])), &Colors::tx2, truth == said};
      if (!confusion.champion.empty()) {
        const double change = confusion.challenger[at] - confusion.champion[at];
        cell.color = confusionColor(truth == said, change);
        cell.text +=
            change == 0 ? QStringLiteral("  (=)") : QStringLiteral("  (%1)").arg(signedCount(change));
        cell.tip = tr("%1: %2").arg(detailVersion(facts.review.info.replaces),
                                    countText(std::llround(confusion.champion[at])));
      }
      row.push_back(std::move(cell));
    }
    rows.push_back(std::move(row));
  }
  setContent(std::move(columns), std::move(rows));
}

void ConfusionTable::showMistakes(const ConfusionFacts& facts) {
  const std::size_t classes = facts.classes.size();
  std::vector<std::size_t> mistakes;
  for (std::size_t at = 0; at < facts.challenger.size(); ++at) {
    if (at / classes != at % classes && facts.challenger[at] > 0) {
      mistakes.push_back(at);
    }
  }
  std::ranges::stable_sort(mistakes, std::ranges::greater(),
                           [&](std::size_t at) { return facts.challenger[at]; });
  mistakes.resize(std::min(mistakes.size(), kMostClasses));
  std::vector<std::vector<PlainCell>> rows;
  for (const std::size_t at : mistakes) {
    PlainCell change;
    if (!facts.champion.empty()) {
      const double more = facts.challenger[at] - facts.champion[at];
      change = {more == 0 ? QStringLiteral("=") : signedCount(more), confusionColor(false, more)};
    }
    rows.push_back({{fromUtf8(facts.classes[at / classes]), &Colors::tx1},
                    {fromUtf8(facts.classes[at % classes]), &Colors::tx1},
                    {countText(std::llround(facts.challenger[at])), &Colors::tx1, true},
                    std::move(change)});
  }
  setContent({{tr("Commonest mistakes: is"), 0},
              {tr("was said to be"), 0},
              {tr("rows"), 76, Qt::AlignRight, true},
              {tr("Δ"), 76, Qt::AlignRight, true}},
             std::move(rows));
}

// --- weak slices

WeakSliceTable::WeakSliceTable(QWidget* parent) : PlainTable(tr("Weak slices"), kDetailRow, parent) {}

void WeakSliceTable::show(const ReviewFacts& facts) {
  std::vector<std::vector<PlainCell>> rows;
  for (const WeakLine& line : facts.detail.weak) {
    QStringList conditions;
    for (const WeakLine::Condition& condition : line.conditions) {
      conditions << tr("%1: %2").arg(fromUtf8(condition.column), phraseText(condition.slice));
    }
    const double times = line.others != 0 ? line.loss / line.others : 0;
    PlainCell loss{metricText(line.loss), &Colors::err};
    loss.tip = times > 0 ? tr("%1 times the loss of all other rows").arg(metricText(times, 2)) : QString();
    rows.push_back({{conditions.join(tr(" and ")), &Colors::tx1},
                    {countText(line.rows)},
                    std::move(loss),
                    {metricText(line.others)}});
  }
  setVisible(!rows.empty());
  setContent({{tr("Found weak, unasked"), 0},
              {tr("rows"), 52, Qt::AlignRight, true},
              {tr("loss"), 72, Qt::AlignRight, true},
              {tr("elsewhere"), 72, Qt::AlignRight, true}},
             std::move(rows));
}

// --- groups

GroupTable::GroupTable(QWidget* parent) : PlainTable(tr("Rates of groups"), kDetailRow, parent) {}

void GroupTable::show(const ReviewFacts& facts) {
  const std::int64_t replaces = facts.review.info.replaces;
  std::vector<std::vector<PlainCell>> rows;
  for (const GroupLine& line : facts.detail.groups) {
    PlainCell name{tr("%1: %2").arg(fromUtf8(line.column), phraseText(line.group)),
                   line.judged ? &Colors::tx1 : &Colors::tx3};
    name.tip = line.judged ? name.text : tr("too few rows to be judged");
    rows.push_back({std::move(name),
                    {countText(line.rows)},
                    rateCell(line.selection, replaces),
                    rateCell(line.truePositive, replaces),
                    rateCell(line.falsePositive, replaces),
                    rateCell(line.calibrationError, replaces)});
  }
  setVisible(!rows.empty());
  setContent({{tr("Group"), 0},
              {tr("rows"), 64, Qt::AlignRight, true},
              {tr("Selected"), 112, Qt::AlignRight, true},
              {tr("True positives"), 112, Qt::AlignRight, true},
              {tr("False positives"), 112, Qt::AlignRight, true},
              {tr("Calibration error"), 112, Qt::AlignRight, true, 720}},
             std::move(rows));
}

// --- rows on which they differ

DifferingTable::DifferingTable(QWidget* parent)
    : PlainTable(tr("Rows on which they differ most"), kDetailRow, parent) {}

void DifferingTable::show(const ReviewFacts& facts) {
  constexpr std::size_t kShownReasons = 3;
  std::vector<std::vector<PlainCell>> rows;
  for (const DifferingRow& line : facts.detail.differing) {
    if (rows.size() == kMost) {
      break;
    }
    QStringList reasons;
    for (std::size_t i = 0; i < line.reasons.size() && i < kShownReasons; ++i) {
      const DifferingRow::Reason& reason = line.reasons[i];
      reasons << tr("%1 = %2 (%3)")
                     .arg(fromUtf8(reason.input),
                          reason.value.empty() ? QString(kMissing) : fromUtf8(reason.value),
                          (reason.contribution > 0 ? QStringLiteral("+") : QString()) +
                              metricText(reason.contribution));
    }
    rows.push_back({{countText(line.row)},
                    {answerText(line.actual), &Colors::tx1},
                    {answerText(line.champion)},
                    {answerText(line.challenger), &Colors::tx1, true},
                    {reasons.join(tr(", "))}});
  }
  setVisible(!rows.empty());
  setContent({{tr("Row"), 64, Qt::AlignRight, true},
              {tr("Truth"), 88},
              {detailVersion(facts.review.info.replaces), 88},
              {detailVersion(facts.review.info.version), 88},
              {tr("What moved %1 most").arg(detailVersion(facts.review.info.version)), 0, Qt::AlignLeft,
               false, 520}},
             std::move(rows));
}

}  // namespace tatara::ui
