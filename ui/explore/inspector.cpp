#include "ui/explore/inspector.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/painted_items.h"
#include "ui/base/phrase_text.h"
#include "ui/base/style.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/explore/column_text.h"
#include "ui/explore/fix_sheet.h"
#include "ui/explore/internal/menu_button.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kSide = 12;
constexpr std::size_t kCorrelations = 6;

struct Fact {
  QString name, value;
};

// What is too long to stand beside others: below them, over the whole width.
struct LongFact {
  QString name;
  QStringList values;
};

// Name over value, three beside each other.
class FactGrid final : public QWidget, public PaintedItems {
 public:
  using QWidget::QWidget;

  int itemCount() const override { return static_cast<int>(m_facts.size() + m_below.size()); }
  QString itemName(int item) const override {
    const auto at = static_cast<std::size_t>(item);
    if (at < m_facts.size()) {
      return m_facts[at].name + QLatin1Char(' ') + m_facts[at].value;
    }
    const LongFact& fact = m_below[at - m_facts.size()];
    return fact.name + QLatin1Char(' ') + fact.values.join(QStringLiteral("; "));
  }
  QRect itemRect(int item) const override {
    const auto at = static_cast<std::size_t>(item);
    const int wide = (width() - 2 * kSide) / 3;
    if (at < m_facts.size()) {
      return {kSide + item % 3 * wide, item / 3 * kRow + 2, wide, kRow};
    }
    int y = static_cast<int>((m_facts.size() + 2) / 3) * kRow + 2;
    for (std::size_t i = 0; i + m_facts.size() < at; ++i) {
      y += heightOf(m_below[i]);
    }
    return {kSide, y, width() - 2 * kSide, heightOf(m_below[at - m_facts.size()])};
  }
  bool itemPressable(int) const override { return false; }
  void pressItem(int) override {}
  QAccessible::Role itemRole() const override { return QAccessible::StaticText; }

  void setFacts(std::vector<Fact> facts, std::vector<LongFact> below) {
    m_facts = std::move(facts);
    m_below = std::move(below);
    int height = static_cast<int>((m_facts.size() + 2) / 3) * kRow + 6;
    for (const LongFact& fact : m_below) {
      height += heightOf(fact);
    }
    setFixedHeight(height);
    tellItemsChanged(this);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setOpacity(isEnabled() ? 1 : 0.4);
    const int wide = (width() - 2 * kSide) / 3;
    for (std::size_t i = 0; i < m_facts.size(); ++i) {
      const int x = kSide + static_cast<int>(i % 3) * wide;
      const int y = static_cast<int>(i / 3) * kRow + 2;
      painter.setFont(ui::font(TextRole::Caption));
      painter.setPen(colors().tx3);
      painter.drawText(QRect(x, y, wide, 15), Qt::AlignLeft | Qt::AlignVCenter, m_facts[i].name);
      painter.setFont(ui::font(TextRole::BodyMedium));
      painter.setPen(colors().tx1);
      const QString text = painter.fontMetrics().elidedText(m_facts[i].value, Qt::ElideMiddle, wide - 6);
      drawTabular(painter, QRectF(x, y + 14, wide, 18), Qt::AlignLeft, text);
    }
    int y = static_cast<int>((m_facts.size() + 2) / 3) * kRow + 2;
    const int whole = width() - 2 * kSide;
    for (const LongFact& fact : m_below) {
      painter.setFont(ui::font(TextRole::Caption));
      painter.setPen(colors().tx3);
      painter.drawText(QRect(kSide, y, whole, kTitle), Qt::AlignLeft | Qt::AlignVCenter, fact.name);
      y += kTitle;
      painter.setFont(ui::font(TextRole::Cell));
      painter.setPen(colors().tx1);
      for (const QString& value : fact.values) {
        painter.drawText(QRect(kSide, y, whole, kLine), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(value, Qt::ElideRight, whole));
        y += kLine;
      }
      y += 4;
    }
  }

 private:
  static constexpr int kRow = 37;
  static constexpr int kTitle = 15;
  static constexpr int kLine = 17;
  static int heightOf(const LongFact& fact) {
    return kTitle + static_cast<int>(fact.values.size()) * kLine + 4;
  }
  std::vector<Fact> m_facts;
  std::vector<LongFact> m_below;
};

// A word on a tinted ground, as the target's mark.
class RoleMark final : public QWidget {
 public:
  using QWidget::QWidget;
  void setText(const QString& text) {
    m_text = text;
    setFixedSize(text.isEmpty() ? 0 : QFontMetrics(ui::font(TextRole::Badge)).horizontalAdvance(text) + 14,
                 18);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    drawPanel(painter, rect(), kBadgeRadius, colors().accbg, Qt::transparent);
    painter.setFont(ui::font(TextRole::Badge));
    painter.setPen(colors().acctx);
    painter.drawText(rect(), Qt::AlignCenter, m_text);
  }

 private:
  QString m_text;
};

// What was found, on the colour of its gravity, with what can be done about it.
class AdviceBox final : public QWidget {
 public:
  AdviceBox(const dataset::Alert& alert, QWidget* parent) : QWidget(parent), m_severity(alert.severity) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(36, 9, 12, 9);
    column->setSpacing(4);
    auto* words = new Label(phraseText(alert.sentence), TextRole::Cell, &Colors::tx1, this);
    words->setOverflow(Overflow::Wrap);
    column->addWidget(words);
  }
  void addLink(const QString& text, std::function<void()> act) {
    QPushButton* button = makeButton(text, {}, ButtonKind::Link, this);
    button->setMinimumWidth(0);
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(button, &QPushButton::clicked, this, std::move(act));
    layout()->addWidget(button);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const BadgeLook look = badgeLook(alertState(m_severity));
    drawPanel(painter, rect(), kControlRadius, colors().*look.fill, Qt::transparent);
    drawIcon(painter, look.icon, QRectF(12, 11, 14, 14), colors().*look.text);
  }

 private:
  dataset::Severity m_severity;
};

// The shapes of texts and the stretches of time without a row, the commonest and longest.
std::vector<LongFact> longFacts(const dataset::ColumnProfile& column) {
  constexpr std::size_t kMost = 3;
  std::vector<LongFact> facts;
  const auto counted = [](std::uint64_t n) { return countText(static_cast<std::int64_t>(n)); };
  LongFact patterns{Inspector::tr("Patterns"), {}};
  for (const dataset::ValueCount& one : column.text.patterns) {
    if (patterns.values.size() < static_cast<qsizetype>(kMost)) {
      patterns.values
          << QStringLiteral("%1  ·  %2").arg(QString::fromStdString(one.text), counted(one.count));
    }
  }
  LongFact gaps{Inspector::tr("Gaps"), {}};
  for (const dataset::TimeGap& gap : column.time.gaps) {
    if (gaps.values.size() < static_cast<qsizetype>(kMost)) {
      gaps.values << Inspector::tr("%1 to %2  ·  %n steps", nullptr, static_cast<int>(gap.steps))
                         .arg(momentText(gap.first), momentText(gap.last));
    }
  }
  for (LongFact* fact : {&patterns, &gaps}) {
    if (!fact->values.isEmpty()) {
      facts.push_back(std::move(*fact));
    }
  }
  return facts;
}

QHBoxLayout* padded(QWidget* widget, int top, int bottom) {
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(kSide, top, kSide, bottom);
  row->setSpacing(8);
  return row;
}

}  // namespace

Inspector::Inspector(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Selected column"));
  build();
  clear();
}

void Inspector::makeHead() {
  m_head = new QWidget(this);
  m_head->setFixedHeight(cardHeaderHeight());
  QHBoxLayout* head = padded(m_head, 0, 0);
  head->setContentsMargins(kSide + 22, 0, kSide, 0);
  m_name = new Label(QString(), TextRole::CardTitle, &Colors::tx1, m_head);
  m_facts = new Label(QString(), TextRole::Cell, &Colors::tx3, m_head);
  m_role = new RoleMark(m_head);
  m_close = makeIconButton(QStringLiteral("close"), tr("Close"), m_head);
  connect(static_cast<QToolButton*>(m_close), &QToolButton::clicked, this, &Inspector::closeAsked);
  m_close->hide();
  head->addWidget(m_name);
  head->addWidget(m_facts, 1);
  head->addWidget(m_role);
  head->addWidget(m_close);
}

void Inspector::makeDistribution(QVBoxLayout* body) {
  auto* bins = new QWidget(m_body);
  QHBoxLayout* binRow = padded(bins, 8, 4);
  m_binText = new Label(QString(), TextRole::Cell, &Colors::tx2, bins);
  m_axes = new SegmentedControl(bins);
  m_axes->setSmall(true);
  m_axes->addSegment(tr("Linear"));
  m_axes->addSegment(tr("Log x"));
  m_axes->addSegment(tr("Log y"));
  m_axes->setAccessibleName(tr("Axes of the distribution"));
  binRow->addWidget(m_binText, 1);
  binRow->addWidget(m_axes);
  body->addWidget(bins);
  m_histogram = new ColumnHistogram(m_body);
  m_histogram->setFixedHeight(152);
  body->addWidget(m_histogram);
  m_histogramNote = new Label(QString(), TextRole::Caption, &Colors::tx3, m_body);
  m_histogramNote->hide();
  body->addWidget(m_histogramNote);
  connect(m_axes, &SegmentedControl::currentChanged, m_histogram,
          [this](int index) { m_histogram->setAxes(static_cast<ColumnHistogram::Axes>(index)); });
  connect(m_histogram, &ColumnHistogram::noteChanged, this, [this] {
    m_histogramNote->setText(m_histogram->note());
    m_histogramNote->setVisible(!m_histogram->note().isEmpty());
  });
  connect(m_histogram, &ColumnHistogram::rangeBrushed, this, &Inspector::rangeBrushed);
  connect(m_histogram, &ColumnHistogram::barClicked, this, &Inspector::barClicked);
}

void Inspector::makeSplit() {
  m_splitSection = new QWidget(m_body);
  auto* split = new QVBoxLayout(m_splitSection);
  split->setContentsMargins(0, 6, 0, 0);
  split->setSpacing(2);
  split->addWidget(makeLine(Qt::Horizontal, m_splitSection));
  auto* splitHead = new QWidget(m_splitSection);
  QHBoxLayout* splitRow = padded(splitHead, 4, 0);
  m_splitButton = new MenuButton(ButtonKind::Flat, splitHead);
  splitRow->setContentsMargins(4, 4, kSide, 0);
  splitRow->addWidget(m_splitButton);
  splitRow->addWidget(new Label(tr("median, p10–p90"), TextRole::Cell, &Colors::tx3, splitHead));
  splitRow->addStretch(1);
  split->addWidget(splitHead);
  m_split = new GroupPlot(m_splitSection);
  m_split->setFixedHeight(166);
  split->addWidget(m_split);
  connect(m_splitButton, &QPushButton::clicked, this, [this] { Q_EMIT splitMenuAsked(m_splitButton); });
}

void Inspector::makePair() {
  m_pairSection = new QWidget(m_body);
  auto* pair = new QVBoxLayout(m_pairSection);
  pair->setContentsMargins(0, 6, 0, 0);
  pair->setSpacing(2);
  pair->addWidget(makeLine(Qt::Horizontal, m_pairSection));
  auto* pairHead = new QWidget(m_pairSection);
  QHBoxLayout* pairRow = padded(pairHead, 4, 0);
  m_pairTitle = new Label(QString(), TextRole::Cell, &Colors::tx2, pairHead);
  QToolButton* closePair = makeIconButton(QStringLiteral("close"), tr("Back to the split"), pairHead);
  pairRow->addWidget(m_pairTitle, 1);
  pairRow->addWidget(closePair);
  connect(closePair, &QToolButton::clicked, this, &Inspector::pairClosed);
  pair->addWidget(pairHead);
  m_pair = new PairPlot(m_pairSection);
  m_pair->setFixedHeight(200);
  pair->addWidget(m_pair);
}

void Inspector::makeCorrelations() {
  m_correlationSection = new QWidget(m_body);
  auto* correlations = new QVBoxLayout(m_correlationSection);
  correlations->setContentsMargins(0, 6, 0, 0);
  correlations->setSpacing(4);
  correlations->addWidget(makeLine(Qt::Horizontal, m_correlationSection));
  auto* inside = new QVBoxLayout;
  inside->setContentsMargins(kSide, 6, kSide, 0);
  inside->setSpacing(4);
  m_correlationTitle =
      new Label(tr("Strongest correlations"), TextRole::Cell, &Colors::tx2, m_correlationSection);
  inside->addWidget(m_correlationTitle);
  m_correlations = new CorrelationBars(m_correlationSection);
  inside->addWidget(m_correlations);
  correlations->addLayout(inside);
  connect(m_correlations, &CorrelationBars::chosen, this, &Inspector::columnChosen);
}

void Inspector::build() {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  makeHead();
  column->addWidget(m_head);
  column->addWidget(makeLine(Qt::Horizontal, this));

  m_scroll = new QScrollArea(this);
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setWidgetResizable(true);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_scroll->viewport()->setAutoFillBackground(false);
  m_body = new QWidget;
  m_scroll->setWidget(m_body);
  m_body->setAutoFillBackground(false);  // which setWidget turned on
  column->addWidget(m_scroll, 1);
  auto* body = new QVBoxLayout(m_body);
  body->setContentsMargins(0, 0, 0, kSide);
  body->setSpacing(0);
  makeDistribution(body);
  m_statistics = new FactGrid(m_body);
  m_statistics->setAccessibleName(tr("Statistics"));
  body->addSpacing(8);
  body->addWidget(m_statistics);
  makeSplit();
  body->addWidget(m_splitSection);
  makePair();
  body->addWidget(m_pairSection);
  makeCorrelations();
  body->addWidget(m_correlationSection);
  m_advice = new QVBoxLayout;
  m_advice->setContentsMargins(kSide, 12, kSide, 0);
  m_advice->setSpacing(8);
  body->addStretch(1);
  body->addLayout(m_advice);
}

void Inspector::setStale(bool stale) {
  m_statistics->setEnabled(!stale);
  m_correlations->setEnabled(!stale);
}

void Inspector::setDrawer(bool drawer) {
  m_close->setVisible(drawer);
}

void Inspector::clear() {
  m_profile = nullptr;
  m_head->hide();
  m_scroll->hide();
  update();
}

void Inspector::setColumn(ProfilePtr profile, int index, ColumnBars bars,
                          std::optional<std::pair<double, double>> brushed, bool readOnly) {
  m_profile = std::move(profile);
  m_head->show();
  m_scroll->show();
  const dataset::ColumnProfile& column = m_profile->columns[static_cast<std::size_t>(index)];
  m_icon = typeIcon(column.type);
  m_name->setText(QString::fromStdString(column.name));
  m_facts->setText(typeWord(column.type));
  m_facts->setToolTip(tipText(phraseText(column.typeReason)));
  static_cast<RoleMark*>(m_role)->setText(
      column.role == dataset::ColumnRole::Feature ? QString() : roleWord(column.role));
  m_role->setToolTip(tipText(phraseText(column.roleReason)));
  m_role->setVisible(column.role != dataset::ColumnRole::Feature);
  const auto count = static_cast<int>(bars.bars.size());
  m_binText->setText(bars.kind == ColumnBars::Kind::Values ? tr("Rows per value")
                     : bars.empty()                        ? tr("Distribution")
                                                           : tr("Rows per bin, %n bins", nullptr, count));
  ColumnHistogram::Content content{m_name->text(), std::move(bars), {}, {}, brushed};
  if (content.bars.kind == ColumnBars::Kind::Ranges && column.type != dataset::ColumnType::Time &&
      !std::isnan(column.mean)) {
    content.mean = column.mean;
    content.median = column.median;
  }
  m_histogram->setContent(std::move(content));
  m_axes->setVisible(m_histogram->canLogX());
  m_axes->setCurrent(static_cast<int>(m_histogram->axes()));
  showStatistics(column);
  showCorrelations(column);
  showAdvice(column, readOnly);
  update();
}

void Inspector::showStatistics(const dataset::ColumnProfile& column) {
  const auto counted = [](std::uint64_t n) { return countText(static_cast<std::int64_t>(n)); };
  const auto value = [&](double at) { return valueText(column, at); };
  const auto number = [&](double at) { return metricText(at, columnDecimalsOf(column)); };
  // Equal or few values have no shape.
  const auto shape = [](double at) { return std::isnan(at) ? QStringLiteral("–") : metricText(at, 2); };
  const QString middle = QStringLiteral(" · ");
  std::vector<Fact> facts{{tr("Rows"), counted(m_profile->rows)},
                          {tr("Missing"), counted(column.missing)},
                          {tr("Distinct"), counted(column.distinct)}};
  const QString share = m_profile->rows > 0
                            ? QStringLiteral(" (%1)").arg(percentText(static_cast<double>(column.missing) /
                                                                      static_cast<double>(m_profile->rows)))
                            : QString();
  facts[1].value += column.missing > 0 ? share : QString();
  if (column.numeric()) {
    facts.push_back({tr("Mean"), number(column.mean)});
    facts.push_back({tr("SD"), number(column.sd)});
    facts.push_back({tr("Skewness"), shape(column.skew)});
    facts.push_back({QStringLiteral("p25 · p75"), value(column.q25) + middle + value(column.q75)});
    facts.push_back({QStringLiteral("p5 · p95"), value(column.q05) + middle + value(column.q95)});
    facts.push_back({tr("Min · max"), value(column.min) + middle + value(column.max)});
    facts.push_back({tr("Zeros"), counted(column.zeros)});
    facts.push_back({tr("Outliers"), counted(column.outliers)});
    facts.push_back({tr("Kurtosis"), shape(column.kurtosis)});
  } else if (column.type == dataset::ColumnType::Time) {
    facts.push_back({tr("First"), value(column.min)});
    facts.push_back({tr("Last"), value(column.max)});
    facts.push_back({tr("Steps missing"), counted(column.time.missingSteps)});
  } else {
    facts.push_back({tr("Shortest"), counted(column.text.shortest)});
    facts.push_back({tr("Longest"), counted(column.text.longest)});
    facts.push_back({tr("Mean length"), metricText(column.text.meanLength, 1)});
    for (std::size_t i = 0; i < std::min<std::size_t>(column.top.size(), 3); ++i) {
      facts.push_back({QString::fromStdString(column.top[i].text), counted(column.top[i].count)});
    }
  }
  if (!std::isnan(column.predictivePower)) {
    facts.push_back({tr("Predictive power"), metricText(column.predictivePower, 2)});
    facts.push_back({tr("Mutual information"), tr("%1 nats").arg(metricText(column.mutualInformation, 2))});
  }
  static_cast<FactGrid*>(m_statistics)->setFacts(std::move(facts), longFacts(column));
}

void Inspector::showCorrelations(const dataset::ColumnProfile& column) {
  const auto strongest = [&](const dataset::RelationMatrix& matrix) {
    std::vector<CorrelationBars::Bar> bars;
    const auto found = std::ranges::find(matrix.columns, column.name);
    if (found != matrix.columns.end()) {
      const auto row = static_cast<std::size_t>(found - matrix.columns.begin());
      for (std::size_t i = 0; i < matrix.columns.size(); ++i) {
        if (i != row && !std::isnan(matrix.at(row, i))) {
          bars.push_back({QString::fromStdString(matrix.columns[i]), matrix.at(row, i)});
        }
      }
    }
    std::ranges::sort(bars,
                      [](const auto& a, const auto& b) { return std::abs(a.value) > std::abs(b.value); });
    bars.resize(std::min(bars.size(), kCorrelations));
    return bars;
  };
  std::vector<CorrelationBars::Bar> bars = strongest(m_profile->pearson);
  QString method = QStringLiteral("Pearson");
  if (bars.empty()) {
    bars = strongest(m_profile->cramersV);
    method = tr("Cramér's V");
  }
  m_correlationTitle->setText(tr("Strongest correlations (%1)").arg(method));
  m_correlationSection->setVisible(!bars.empty());
  m_correlations->setBars(method, std::move(bars));
  m_correlations->setFixedHeight(m_correlations->sizeHint().height());
}

void Inspector::showAdvice(const dataset::ColumnProfile& column, bool readOnly) {
  while (QLayoutItem* item = m_advice->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const std::size_t index : column.alerts) {
    if (index >= m_profile->alerts.size()) {
      continue;
    }
    const dataset::Alert& alert = m_profile->alerts[index];
    auto* box = new AdviceBox(alert, m_body);
    if (alert.fix && !readOnly) {
      const QString words = fixWord(*alert.fix);
      box->addLink(makesVersion(*alert.fix) ? tr("%1…").arg(words) : words,
                   [this, index] { Q_EMIT fixAsked(index); });
    }
    m_advice->addWidget(box);
  }
}

void Inspector::setSplit(std::optional<GroupPlot::Content> split, bool updating) {
  m_splitSection->setVisible(split.has_value() && !m_pairShown);
  if (split) {
    static_cast<MenuButton*>(m_splitButton)->setWords(tr("By %1").arg(split->group));
    m_split->setContent(std::move(*split));
  }
  m_split->setEnabled(!updating);
}

void Inspector::setPair(std::optional<PairPlot::Content> pair) {
  m_pairShown = pair.has_value();
  m_pairSection->setVisible(m_pairShown);
  if (pair) {
    m_splitSection->hide();
    m_pairTitle->setText(tr("%1 against %2").arg(pair->y, pair->x));
    m_pair->setContent(std::move(*pair));
    m_scroll->ensureWidgetVisible(m_pairSection);
  }
}

void Inspector::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line);
  if (m_profile) {
    drawIcon(painter, m_icon, QRectF(kSide + 1, m_head->height() / 2.0 - 6, 14, 14), colors().tx3);
  } else {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(colors().tx3);
    painter.drawText(rect().adjusted(24, 0, -24, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Select a column to see its shape and problems"));
  }
}

}  // namespace tatara::ui
