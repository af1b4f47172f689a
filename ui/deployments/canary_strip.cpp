#include "ui/deployments/canary_strip.h"

#include <QPainter>

#include "ui/base/icon.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr double kDisc = 20;

}  // namespace

CanaryStrip::CanaryStrip(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Canary steps"));
}

void CanaryStrip::setSteps(std::vector<CanaryStepView> steps) {
  m_steps = std::move(steps);
  QStringList words;
  for (const CanaryStepView& step : m_steps) {
    words << QStringLiteral("%1 %2").arg(step.title, step.caption);
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  update();
}

void CanaryStrip::paintEvent(QPaintEvent*) {
  if (m_steps.empty()) {
    return;
  }
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  const double each = width() / static_cast<double>(m_steps.size());
  for (std::size_t i = 0; i < m_steps.size(); ++i) {
    const CanaryStepView& step = m_steps[i];
    const double left = each * static_cast<double>(i);
    const QRectF disc(left + 1, (height() - kDisc) / 2, kDisc, kDisc);
    using State = CanaryStepView::State;
    if (step.state == State::Passed || step.state == State::Failed) {
      const bool passed = step.state == State::Passed;
      painter.setPen(Qt::NoPen);
      painter.setBrush(passed ? c.ok : c.err);
      painter.drawEllipse(disc);
      drawIcon(painter, passed ? QStringLiteral("check") : QStringLiteral("close"),
               disc.adjusted(4, 4, -4, -4), c.bg1);
    } else {
      painter.setPen(QPen(step.state == State::Current ? c.acctx : c.line2, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(disc.adjusted(1, 1, -1, -1));
      if (step.state == State::Current) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.acctx);
        painter.drawEllipse(disc.adjusted(6, 6, -6, -6));
      }
    }
    const double most = each - kDisc - 14;
    painter.setFont(ui::font(TextRole::CardTitle));
    painter.setPen(step.state == State::Ahead ? c.tx2 : c.tx1);
    painter.drawText(QRectF(disc.right() + 7, 4, most, 18), Qt::AlignLeft | Qt::AlignVCenter, step.title);
    const double titleWide = painter.fontMetrics().horizontalAdvance(step.title);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    const QString caption =
        painter.fontMetrics().elidedText(step.caption, Qt::ElideRight, static_cast<int>(most));
    painter.drawText(QRectF(disc.right() + 7, 23, most, 16), Qt::AlignLeft | Qt::AlignVCenter, caption);
    // From the end of the words to the next disc.
    const double wide =
        std::max(titleWide, static_cast<double>(painter.fontMetrics().horizontalAdvance(caption)));
    const double from = disc.right() + 7 + std::min(wide, most) + 12;
    const double to = left + each - 8;
    if (i + 1 < m_steps.size() && to - from > 8) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.bg3);
      const QRectF line(from, height() / 2.0 - 2, to - from, 4);
      painter.drawRoundedRect(line, 2, 2);
      painter.setBrush(step.state == State::Passed ? c.ok : step.state == State::Failed ? c.err : c.acctx);
      painter.drawRoundedRect(QRectF(line.left(), line.top(), line.width() * step.progress, 4), 2, 2);
    }
  }
}

}  // namespace tatara::ui
