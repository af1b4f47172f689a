#include "ui/explore/drift_page.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/utf8.h"
#include "ui/chart/chart_card.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/column_text.h"
#include "ui/explore/compare_bar.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr double kWholeBar = 0.5;  // of PSI; far beyond "large"
constexpr int kNarrowDrift = 900;
constexpr int kRoomForAll = 1100;  // columns of the table
constexpr std::array<double, 3> kQuartiles{0.25, 0.5, 0.75};

QString figure(double value, int decimals) {
  return std::isnan(value) ? QString(kMissing) : metricText(value, decimals);
}

TableCell number(double value, int decimals) {
  return {.text = figure(value, decimals),
          .color = std::isnan(value) ? &Colors::tx3 : &Colors::tx1,
          .full = std::isnan(value) ? QString() : QString::number(value, 'g', 17),
          .order = value};
}

TableCell effectCell(const dataset::ColumnShift& shift) {
  const bool words = shift.test == dataset::ShiftTest::ChiSquare;
  const double size = words ? shift.cramersV : shift.standardised;
  TableCell cell = number(size, 3);
  if (!std::isnan(size)) {
    cell.text = words ? QStringLiteral("V %1").arg(cell.text) : QStringLiteral("%1 SD").arg(cell.text);
    cell.tip = words ? DriftPage::tr("Cramér's V, corrected for its bias")
                     : DriftPage::tr("Wasserstein distance in standard deviations of the values before");
  }
  return cell;
}

TableCell missingCell(const dataset::ColumnShift& shift) {
  const bool same = shift.missingBefore == shift.missingAfter;
  return {.text = same ? counted(shift.missingAfter)
                       : counted(shift.missingBefore) + QStringLiteral(" → ") + counted(shift.missingAfter),
          .color = same ? &Colors::tx3 : &Colors::tx1,
          .order = static_cast<double>(shift.missingAfter)};
}

}  // namespace

DriftPage::DriftPage(VersionDiff& diff, QWidget* parent)
    : QWidget(parent), m_diff(diff), m_job([this](Result<Detail> detail) { take(std::move(detail)); }) {
  build();
  connect(&m_diff, &VersionDiff::changed, this, &DriftPage::present);
  present();
}

void DriftPage::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  m_bar = new CompareBar(m_diff);
  column->addWidget(m_bar);
  column->addWidget(makeLine(Qt::Horizontal));
  m_stack = new QStackedWidget;
  m_split = new QSplitter(Qt::Horizontal);
  m_split->setChildrenCollapsible(false);
  m_table = new CellTable(tr("Shift of each column"));
  m_split->addWidget(m_table);
  auto* side = new QWidget;
  side->setMinimumWidth(300);
  auto* below = new QVBoxLayout(side);
  below->setContentsMargins(0, 10, 10, 10);
  below->setSpacing(8);
  m_plot = new ShiftPlot;
  m_card = new ChartCard(QString(), m_plot);
  m_card->setMinimumHeight(220);
  below->addWidget(m_card, 3);
  m_verdict = new Label({}, TextRole::Cell, &Colors::tx2);
  m_verdict->setOverflow(Overflow::Wrap);
  below->addWidget(m_verdict);
  m_facts = new CellTable(tr("Statistics of the column in both versions"));
  m_facts->setMinimumHeight(kHeaderRowHeight + 3 * kRowHeight);
  below->addWidget(m_facts, 2);
  m_split->addWidget(side);
  m_split->setStretchFactor(0, 1);
  m_split->setSizes({690, 490});
  m_stack->addWidget(m_split);
  column->addWidget(m_stack, 1);
  setFocusProxy(m_table);
  m_card->setStage(m_stack);
  m_bar->setCopyMenu([this](QMenu& menu) {
    menu.addAction(tr("Copy the table"), this, [this] {
      QApplication::clipboard()->setText(m_table->tsv());
      Q_EMIT copied(tr("Table copied"));
    });
    menu.addAction(tr("Copy the picture"), this, [this] {
      QApplication::clipboard()->setImage(m_plot->toImage(2));
      Q_EMIT copied(tr("Chart copied"));
    });
    menu.addAction(tr("Copy the command"), this, [this] {
      QApplication::clipboard()->setText(QStringLiteral("tatara data diff %1@%2 %3@%4 --format json")
                                             .arg(fromUtf8(m_compared->versionBefore.name))
                                             .arg(m_compared->versionBefore.version)
                                             .arg(fromUtf8(m_compared->versionAfter.name))
                                             .arg(m_compared->versionAfter.version));
      Q_EMIT copied(tr("Command copied"));
    });
  });
  connect(m_table, &CellTable::rowSelected, this, &DriftPage::look);
  connect(m_table, &CellTable::copied, this, [this] { Q_EMIT copied(tr("Table copied")); });
  connect(m_facts, &CellTable::copied, this, [this] { Q_EMIT copied(tr("Table copied")); });
}

void DriftPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
}

void DriftPage::resizeEvent(QResizeEvent*) {
  const bool narrow = width() < kNarrowDrift;
  m_split->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
  m_facts->setVisible(!narrow || height() > 700);
  hideColumns();
  m_split->widget(1)->layout()->setContentsMargins(narrow ? 10 : 0, narrow ? 0 : 10, 10, 10);
}

void DriftPage::hideColumns() {
  const bool tight = width() >= kNarrowDrift && width() < kRoomForAll;
  for (const int column : {4, 6}) {  // the test and what is missing stand at the right, too
    m_table->setColumnHidden(column, tight);
  }
}

void DriftPage::present() {
  m_compared = m_diff.compared();
  showDiffState(m_diff, *m_stack, [this] { m_diff.retry(); });
  if (m_compared) {
    fill();
  } else {
    m_job.cancel();
    m_row = -1;
  }
}

namespace {

TableCell stabilityCell(const dataset::ColumnShift& shift) {
  TableCell psi = number(shift.stability, 3);
  psi.bar = std::isnan(shift.stability) ? -1 : std::min(shift.stability / kWholeBar, 1.0);
  psi.color = shift.grade == dataset::ShiftGrade::None ? &Colors::tx2 : &Colors::tx1;
  return psi;
}

}  // namespace

void DriftPage::fill() {
  const std::vector<dataset::ColumnShift>& shifts = m_compared->diff.shifts;
  std::vector<std::vector<TableCell>> rows;
  int shifted = 0;
  int most = -1;
  double greatest = -1;
  for (const dataset::ColumnShift& shift : shifts) {
    const bool none = shift.grade == dataset::ShiftGrade::None;
    shifted += none ? 0 : 1;
    // Columns that shifted stand before those of the same size that did not.
    const double weight = (std::isnan(shift.stability) ? -1 : shift.stability) + (none ? 0 : 10);
    if (weight > greatest) {
      greatest = weight;
      most = static_cast<int>(rows.size());
    }
    rows.push_back(
        {TableCell{.text = fromUtf8(shift.column), .strong = true, .icon = typeIcon(shift.type)},
         shift.test == dataset::ShiftTest::None
             ? TableCell{.text = tr("no test"),
                         .color = &Colors::tx3,
                         .tip = reasonWord(shift.reason),
                         .order = -1}
             : TableCell{.text = gradeWord(shift.grade),
                         .color = &Colors::tx3,
                         .badge = none ? std::optional<BadgeState>() : gradeState(shift.grade),
                         .order = static_cast<double>(shift.grade) + weight / 100},
         stabilityCell(shift), effectCell(shift),
         TableCell{.text = shift.test == dataset::ShiftTest::KolmogorovSmirnov ? QStringLiteral("KS")
                                                                               : testWord(shift.test),
                   .color = &Colors::tx2,
                   .tip = shift.reason.empty() ? testWord(shift.test) : reasonWord(shift.reason)},
         TableCell{
             .text = chanceText(shift.adjustedP),
             .color = shift.adjustedP < 0.05 ? &Colors::tx1 : &Colors::tx3,
             .full = std::isnan(shift.adjustedP) ? QString() : QString::number(shift.adjustedP, 'g', 17),
             .order = shift.adjustedP},
         missingCell(shift)});
  }
  m_table->setContent(
      {{.title = tr("Column"), .least = 120, .most = 220, .sortsByText = true},
       {.title = tr("Shift"), .least = 92, .tip = tr("By the corrected p-value and the size of PSI")},
       {.title = QStringLiteral("PSI"),
        .right = true,
        .tip = tr("Population stability index: from 0.1 moderate, from 0.25 large")},
       {.title = tr("Effect"), .right = true},
       {.title = tr("Test"), .sortsByText = true},
       {.title = tr("p, corrected"),
        .right = true,
        .tip = tr("Corrected for the number of columns (Benjamini and Hochberg)")},
       {.title = tr("Missing"), .right = true}},
      std::move(rows), 0);
  hideColumns();
  m_table->sortBy(1, Qt::DescendingOrder);
  m_bar->setSummary(shifts.empty() ? tr("No column is in both versions")
                    : shifted == 0
                        ? tr("No column is distributed otherwise than by chance")
                        : tr("%n of %1 columns have shifted", nullptr, shifted).arg(shifts.size()));
  m_row = -1;
  m_table->selectRow(most);
  look(most);
}

void DriftPage::selectColumn(const QString& name) {
  for (int row = 0; m_compared && row < m_table->rows(); ++row) {
    if (m_table->cell(row, 0).text == name) {
      m_table->selectRow(row);
      look(row);
    }
  }
}

void DriftPage::look(int row) {
  if (!m_compared || row < 0 || row == m_row) {
    return;
  }
  m_row = row;
  const dataset::ColumnShift& shift = m_compared->diff.shifts[static_cast<std::size_t>(row)];
  m_card->setTitle(fromUtf8(shift.column));
  m_card->setSubtitle(tr("%1, % of the rows").arg(typeWord(shift.type)));
  QString words;
  if (shift.test == dataset::ShiftTest::None) {
    words = tr("Not tested: %1.").arg(reasonWord(shift.reason));
  } else if (shift.test == dataset::ShiftTest::KolmogorovSmirnov) {
    words = tr("Kolmogorov–Smirnov D = %1, p %2 after correction for %3 columns.");
  } else {
    words = tr("χ² = %1, p %2 after correction for %3 columns.");
  }
  if (shift.test != dataset::ShiftTest::None) {
    const QString p = chanceText(shift.adjustedP);
    words =
        words.arg(figure(shift.statistic, 3), p.startsWith(QLatin1Char('<')) ? p : QStringLiteral("= ") + p)
            .arg(m_compared->diff.shifts.size());
    words += QLatin1Char(' ') + tr("PSI %1: %2.").arg(figure(shift.stability, 3), gradeWord(shift.grade));
  }
  m_verdict->setText(words);
  if (shift.bars.empty()) {
    m_card->showEmpty(tr("Nothing to draw: %1").arg(reasonWord(shift.reason)));
  } else {
    m_card->showLoading();
  }
  m_job.start([compared = m_compared,
               index = static_cast<std::size_t>(row)](std::stop_token stop) -> Result<Detail> {
    Detail detail;
    const dataset::ColumnShift& of = compared->diff.shifts[index];
    TATARA_ASSIGN(detail.overlay, overlayOf(*compared, index, stop));
    const auto pair = std::ranges::find_if(compared->diff.columns, [&](const dataset::ColumnPair& one) {
      return one.paired() && one.after == of.column;
    });
    if (pair == compared->diff.columns.end()) {
      return detail;
    }
    TATARA_ASSIGN(const std::size_t before, compared->before->find(pair->before));
    TATARA_ASSIGN(const std::size_t after, compared->after->find(pair->after));
    detail.numbers = !compared->before->column(before).isText() && !compared->after->column(after).isText();
    TATARA_ASSIGN(detail.before, dataset::summarize(*compared->before, before, kQuartiles, {}, stop));
    TATARA_ASSIGN(detail.after, dataset::summarize(*compared->after, after, kQuartiles, {}, stop));
    return detail;
  });
}

void DriftPage::take(Result<Detail> detail) {
  if (!detail) {
    m_card->showError(detail.error(), [this] { look(std::exchange(m_row, -1)); });
    return;
  }
  m_plot->setOverlay(std::move(detail->overlay), m_diff.otherName(),
                     versionName(m_compared->versionAfter, m_diff.current()));
  if (!m_plot->overlay()->bars.empty()) {
    m_card->showChart();
  }
  showFacts(*detail);
}

void DriftPage::showFacts(const Detail& detail) {
  const dataset::ColumnShift& shift = m_compared->diff.shifts[static_cast<std::size_t>(m_row)];
  const bool time = shift.type == dataset::ColumnType::Time;
  std::vector<std::vector<TableCell>> rows;
  const auto count = [&](const QString& name, std::uint64_t before, std::uint64_t after) {
    const auto change = static_cast<std::int64_t>(after) - static_cast<std::int64_t>(before);
    rows.push_back({{.text = name, .color = &Colors::tx2},
                    {.text = counted(before)},
                    {.text = counted(after)},
                    {.text = change == 0  ? QStringLiteral("=")
                             : change > 0 ? QStringLiteral("+") + countText(change)
                                          : countText(change),
                     .color = change == 0 ? &Colors::tx3 : &Colors::tx1}});
  };
  count(tr("Rows"), detail.before.rows, detail.after.rows);
  count(tr("Missing"), detail.before.missing, detail.after.missing);
  count(tr("Distinct"), detail.before.distinct, detail.after.distinct);
  const std::array<double, 7> all{detail.before.mean, detail.after.mean,      detail.before.sd,
                                  detail.after.sd,    detail.before.greatest, detail.after.greatest,
                                  detail.after.least};
  const int decimals = columnDecimals(all);
  const auto value = [&](const QString& name, double before, double after, bool span) {
    const double change = after - before;
    const auto cell = [&](double v) {
      return TableCell{.text = time && !span   ? momentText(v)
                               : std::isnan(v) ? QString(kMissing)
                                               : metricText(v, decimals),
                       .full = std::isnan(v) ? QString() : QString::number(v, 'g', 17)};
    };
    TableCell changed = cell(change);
    changed.text = time                                ? QString()
                   : std::isnan(change) || change == 0 ? QStringLiteral("=")
                   : change > 0                        ? QStringLiteral("+") + changed.text
                                                       : changed.text;
    changed.color = change == 0 ? &Colors::tx3 : &Colors::tx1;
    rows.push_back({{.text = name, .color = &Colors::tx2}, cell(before), cell(after), std::move(changed)});
  };
  if (detail.numbers && detail.before.quantiles.size() == kQuartiles.size() &&
      detail.after.quantiles.size() == kQuartiles.size()) {
    if (!time) {
      value(tr("Mean"), detail.before.mean, detail.after.mean, false);
      value(tr("SD"), detail.before.sd, detail.after.sd, true);
    }
    value(tr("Min"), detail.before.least, detail.after.least, false);
    value(tr("Lower quartile"), detail.before.quantiles[0], detail.after.quantiles[0], false);
    value(tr("Median"), detail.before.quantiles[1], detail.after.quantiles[1], false);
    value(tr("Upper quartile"), detail.before.quantiles[2], detail.after.quantiles[2], false);
    value(tr("Max"), detail.before.greatest, detail.after.greatest, false);
  }
  std::vector<TableColumn> columns{
      {.title = tr("Statistic"), .least = 96},
      {.title = m_diff.otherName(), .right = true, .most = 160},
      {.title = versionName(m_compared->versionAfter, m_diff.current()), .right = true, .most = 160},
      {.title = tr("Change"), .right = true}};
  if (time) {
    columns.pop_back();  // the difference of two moments says little
    for (std::vector<TableCell>& row : rows) {
      row.pop_back();
    }
  }
  m_facts->setContent(std::move(columns), std::move(rows), 0);
}

}  // namespace tatara::ui
