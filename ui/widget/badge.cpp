#include "ui/widget/badge.h"

#include <QFontMetrics>
#include <QPainter>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"

namespace tatara::ui {

BadgeLook badgeLook(BadgeState state) {
  const auto look = [](const char* icon, ColorRole text, ColorRole fill) {
    return BadgeLook{QString::fromLatin1(icon), text, fill};
  };
  switch (state) {
    case BadgeState::Running:
      return look("in-review", &Colors::info, &Colors::infobg);
    case BadgeState::Scheduled:
      return look("candidate", &Colors::cand, &Colors::candbg);
    case BadgeState::Finished:
    case BadgeState::Ok:
      return look("check", &Colors::ok, &Colors::okbg);
    case BadgeState::Failed:
    case BadgeState::Alert:
      return look("error", &Colors::err, &Colors::errbg);
    case BadgeState::Killed:
      return look("stop", &Colors::arch, &Colors::archbg);
    case BadgeState::Candidate:
      return look("candidate", &Colors::cand, &Colors::candbg);
    case BadgeState::InReview:
      return look("in-review", &Colors::rev, &Colors::revbg);
    case BadgeState::Approved:
      return look("check", &Colors::appr, &Colors::apprbg);
    case BadgeState::Rejected:
      return look("rejected", &Colors::rej, &Colors::rejbg);
    case BadgeState::Champion:
      return look("champion", &Colors::champ, &Colors::champbg);
    case BadgeState::Archived:
      return look("archived", &Colors::arch, &Colors::archbg);
    case BadgeState::Warning:
      return look("warning", &Colors::warn, &Colors::warnbg);
    case BadgeState::Note:
      return look("info", &Colors::info, &Colors::infobg);
  }
  return {};
}

QString badgeWord(BadgeState state) {
  switch (state) {
    case BadgeState::Running:
      return Badge::tr("Running");
    case BadgeState::Scheduled:
      return Badge::tr("Scheduled");
    case BadgeState::Finished:
      return Badge::tr("Finished");
    case BadgeState::Failed:
      return Badge::tr("Failed");
    case BadgeState::Killed:
      return Badge::tr("Killed");
    case BadgeState::Candidate:
      return Badge::tr("Candidate");
    case BadgeState::InReview:
      return Badge::tr("In review");
    case BadgeState::Approved:
      return Badge::tr("Approved");
    case BadgeState::Rejected:
      return Badge::tr("Rejected");
    case BadgeState::Champion:
      return Badge::tr("Champion");
    case BadgeState::Archived:
      return Badge::tr("Archived");
    case BadgeState::Ok:
      return Badge::tr("OK");
    case BadgeState::Warning:
      return Badge::tr("Warning");
    case BadgeState::Alert:
      return Badge::tr("Alert");
    case BadgeState::Note:
      return Badge::tr("Note");
  }
  return {};
}

int badgeWidth(BadgeState state, const QString& text) {
  const QString word = text.isEmpty() ? badgeWord(state) : text;
  return 6 + 12 + 5 + QFontMetrics(font(TextRole::Badge)).horizontalAdvance(word) + 7;
}

int paintBadge(QPainter& painter, QPointF topLeft, BadgeState state, const QString& text) {
  const Colors& c = colors();
  const BadgeLook look = badgeLook(state);
  const QString word = text.isEmpty() ? badgeWord(state) : text;
  const int width = badgeWidth(state, text);
  drawPanel(painter, QRectF(topLeft, QSizeF(width, kBadgeHeight)), kBadgeRadius, c.*look.fill,
            Qt::transparent);
  drawIcon(painter, look.icon, QRectF(topLeft.x() + 6, topLeft.y() + 3, 12, 12), c.*look.text);
  painter.save();
  painter.setFont(font(TextRole::Badge));
  painter.setPen(c.*look.text);
  painter.drawText(QRectF(topLeft.x() + 23, topLeft.y(), width, kBadgeHeight),
                   Qt::AlignLeft | Qt::AlignVCenter, word);
  painter.restore();
  return width;
}

void paintStateGlyph(QPainter& painter, const QRectF& rect, BadgeState state) {
  const BadgeLook look = badgeLook(state);
  QRectF box(0, 0, 14, 14);
  box.moveCenter(rect.center());
  drawIcon(painter, look.icon, box, colors().*look.text);
}

Badge::Badge(BadgeState state, const QString& text, QWidget* parent)
    : QWidget(parent), m_state(state), m_text(text) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setAccessibleName(text.isEmpty() ? badgeWord(state) : text);
}

void Badge::setState(BadgeState state, const QString& text) {
  m_state = state;
  m_text = text;
  setAccessibleName(text.isEmpty() ? badgeWord(state) : text);
  updateGeometry();
  update();
}

QSize Badge::sizeHint() const {
  return QSize(badgeWidth(m_state, m_text), kBadgeHeight);
}

void Badge::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintBadge(painter, {}, m_state, m_text);
}

}  // namespace tatara::ui
