#include "ui/review/internal/stepper.h"

#include <QFontMetrics>
#include <QPainter>

#include "ui/base/icon.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kHeight = 24;
constexpr int kStepIcon = 14;
constexpr int kDash = 22;

QString iconOf(Step::State state) {
  switch (state) {
    case Step::State::Done:
      return QStringLiteral("check");
    case Step::State::Current:
      return QStringLiteral("in-review");
    case Step::State::Refused:
      return QStringLiteral("rejected");
    case Step::State::ToCome:
      return QStringLiteral("candidate");
  }
  return {};
}

}  // namespace

Stepper::Stepper(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Steps of the review"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Stepper::setSteps(std::vector<Step> steps) {
  m_steps = std::move(steps);
  QStringList words;
  for (const Step& step : m_steps) {
    words << step.name + QLatin1Char(' ') + step.when;
  }
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  setToolTip(tipText(accessibleDescription()));
  update();
}

QSize Stepper::sizeHint() const {
  return {500, kHeight};
}

void Stepper::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  qreal x = 0;
  const qreal middle = height() / 2.0;
  for (std::size_t i = 0; i < m_steps.size(); ++i) {
    const Step& step = m_steps[i];
    if (i > 0) {
      painter.setPen(QPen(step.state == Step::State::ToCome ? c.line2 : c.ok, 1));
      painter.drawLine(QPointF(x, middle), QPointF(x + kDash, middle));
      x += kDash + 10;
    }
    const QColor color = step.state == Step::State::Done      ? c.ok
                         : step.state == Step::State::Current ? c.rev
                         : step.state == Step::State::Refused ? c.rej
                                                              : c.tx3;
    drawIcon(painter, iconOf(step.state), QRectF(x, middle - kStepIcon / 2.0, kStepIcon, kStepIcon), color);
    x += kStepIcon + 6;
    painter.setFont(tatara::ui::font(TextRole::CellMedium));
    painter.setPen(step.state == Step::State::Current   ? c.rev
                   : step.state == Step::State::Refused ? c.rej
                                                        : c.tx2);
    const auto word = [&](const QString& text) {
      const qreal width = QFontMetricsF(painter.font()).horizontalAdvance(text);
      painter.drawText(QRectF(x, 0, width + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
      x += width + 6;
    };
    word(step.name);
    painter.setFont(tatara::ui::font(TextRole::Cell));
    painter.setPen(c.tx3);
    word(step.when);
    x += 4;
  }
}

}  // namespace tatara::ui
