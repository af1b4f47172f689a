// States as glyph, word and colour, always all three.
//
// Threads: GUI thread.
#pragma once

#include <QWidget>

#include "ui/base/theme.h"

class QPainter;

namespace tatara::ui {

enum class BadgeState {
  Running,
  Scheduled,
  Finished,
  Failed,
  Killed,  // runs
  Candidate,
  InReview,
  Approved,
  Rejected,
  Champion,
  Archived,  // model versions
  Ok,
  Warning,
  Alert,
  Note,  // anything else
};

struct BadgeLook {
  QString icon;
  ColorRole text;
  ColorRole fill;
};

BadgeLook badgeLook(BadgeState state);
QString badgeWord(BadgeState state);  // translated: "Finished"

inline constexpr int kBadgeHeight = 18;
// For delegates. `text` empty: the word of the state. Returns the width painted.
int paintBadge(QPainter& painter, QPointF topLeft, BadgeState state, const QString& text = {});
int badgeWidth(BadgeState state, const QString& text = {});
// Only the glyph in its colour, as in the status column of tables.
void paintStateGlyph(QPainter& painter, const QRectF& rect, BadgeState state);

class Badge final : public QWidget {
  Q_OBJECT
 public:
  explicit Badge(BadgeState state, const QString& text = {}, QWidget* parent = nullptr);
  void setState(BadgeState state, const QString& text = {});
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  BadgeState m_state;
  QString m_text;
};

}  // namespace tatara::ui
