// A person as two letters on a disc; the colour is the name's, the same everywhere.
//
// Threads: GUI thread.
#pragma once

#include <QRectF>
#include <QString>
#include <QWidget>

class QPainter;

namespace tatara::ui {

inline constexpr int kAvatar = 22;

// For delegates and painted lists.
void paintAvatar(QPainter& painter, const QRectF& disc, const QString& person);

class Avatar final : public QWidget {
  Q_OBJECT
 public:
  explicit Avatar(const QString& person, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_person;
};

}  // namespace tatara::ui
