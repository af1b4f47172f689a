#include "ui/widget/avatar.h"

#include <cstdint>

#include <QPainter>

#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

// "Mika Tanaka" → MT, "mika" → MI.
QString lettersOf(const QString& person) {
  QString letters;
  for (const QString& part : person.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    letters += letters.size() < 2 ? part.left(1).toUpper() : QString();
  }
  return letters.size() == 1 ? person.left(2).toUpper() : letters;
}

}  // namespace

void paintAvatar(QPainter& painter, const QRectF& disc, const QString& person) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char byte : person.toStdString()) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
  }
  const QColor fill = colors().runs[hash % colors().runs.size()];
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  painter.drawEllipse(disc);
  painter.setFont(tatara::ui::font(TextRole::GroupLabel));
  painter.setPen(cellTextColor(fill));
  painter.drawText(disc, Qt::AlignCenter, lettersOf(person));
  painter.restore();
}

Avatar::Avatar(const QString& person, QWidget* parent) : QWidget(parent), m_person(person) {
  setFixedSize(kAvatar, kAvatar);
  setAccessibleName(person);
}

void Avatar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintAvatar(painter, rect(), m_person);
}

}  // namespace tatara::ui
