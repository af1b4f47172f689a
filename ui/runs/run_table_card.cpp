#include "ui/runs/run_table_card.h"

#include <QPainter>
#include <QPainterPath>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/widget/states.h"

namespace tatara::ui {

constexpr int kFooterHeight = 30;

class TableFooter final : public QWidget {
 public:
  explicit TableFooter(QWidget* parent) : QWidget(parent) { setFixedHeight(kFooterHeight); }
  QString strong, rest, range;

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.fillRect(rect(), colors().bg2);
    painter.fillRect(QRect(0, 0, width(), 1), colors().line);
    QRect area = rect().adjusted(12, 1, -12, 0);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(colors().tx2);
    const int rangeWidth = qCeil(tabularWidth(painter.font(), range)) + 16;
    drawTabular(painter, area, Qt::AlignRight | Qt::AlignVCenter, range);
    area.setRight(area.right() - rangeWidth);
    painter.setFont(ui::font(TextRole::Badge));
    painter.setPen(colors().tx1);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, strong);
    area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(strong) + (strong.isEmpty() ? 0 : 16));
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(colors().tx2);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(rest, Qt::ElideRight, area.width()));
  }
};

namespace {

// Rounds off what lies inside, and draws the border over it.
class Corners final : public QWidget {
 public:
  explicit Corners(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outside;
    outside.addRect(rect());
    outside.addRoundedRect(frame, kCardRadius, kCardRadius);
    painter.fillPath(outside, colors().bg0);
    painter.setPen(QPen(colors().line, 1));
    painter.drawRoundedRect(frame, kCardRadius, kCardRadius);
  }
};

}  // namespace

RunTableCard::RunTableCard(QWidget* parent)
    : QWidget(parent), m_grid(new GridView), m_footer(new TableFooter(this)), m_table(new QWidget) {
  auto* column = new QVBoxLayout(m_table);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_grid, 1);
  column->addWidget(m_footer);
  // A stacked layout knows no margins of its own.
  auto* inner = new QWidget;
  auto* margin = new QVBoxLayout(this);
  margin->setContentsMargins(1, 1, 1, 1);
  margin->addWidget(inner);
  m_stack = new QStackedLayout(inner);
  m_stack->addWidget(m_table);
  m_corners = new Corners(this);
  m_grid->setAccessibleName(tr("Runs"));
}

void RunTableCard::showTable() {
  m_stack->setCurrentWidget(m_table);
  delete m_state;
  m_state = nullptr;
  delete m_skeleton;
  m_skeleton = nullptr;
}

void RunTableCard::showLoading() {
  if (m_skeleton == nullptr) {
    m_skeleton = new Skeleton(kRowHeight);
    m_stack->addWidget(m_skeleton);
  }
  m_stack->setCurrentWidget(m_skeleton);
}

void RunTableCard::showState(QWidget* state) {
  QWidget* before = std::exchange(m_state, state);
  state->setParent(m_stack->parentWidget());
  m_stack->addWidget(state);
  m_stack->setCurrentWidget(state);
  if (before != nullptr) {
    before->deleteLater();
  }
}

bool RunTableCard::showsTable() const {
  return m_stack->currentWidget() == m_table;
}

void RunTableCard::setSummary(const QString& strong, const QString& rest) {
  m_footer->strong = strong;
  m_footer->rest = rest;
  m_footer->setAccessibleName(strong + QLatin1Char(' ') + rest);
  m_footer->update();
}

void RunTableCard::setRange(int first, int last, int count) {
  m_footer->range = count == 0
                        ? QString()
                        : tr("Rows %1–%2 of %3")
                              .arg(countText(std::min(first + 1, count)), countText(last), countText(count));
  m_footer->update();
}

int RunTableCard::heightForRows(int rows) const {
  return m_grid->headerHeight() + rows * kRowHeight + kFooterHeight + 2;
}

void RunTableCard::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_corners->setGeometry(rect());
  m_corners->raise();
}

void RunTableCard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, QRectF(rect()), kCardRadius, colors().bg1, colors().line);
}

}  // namespace tatara::ui
