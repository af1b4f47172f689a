// What a region shows when it has nothing to show, waits, or failed. Never a full-window spinner: structure
// at once, skeletons after 150 ms, errors inside their card.
//
// Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/base/result.h"
#include "ui/base/style.h"

class QPushButton;
class QVBoxLayout;

namespace tatara::ui {

class Label;

struct StateAction {
  QString text;
  QString icon;
  ButtonKind kind = ButtonKind::Normal;
  std::function<void()> run;
};

// One sentence, what to do, and buttons that do it; centred in its region.
class EmptyState final : public QWidget {
  Q_OBJECT
 public:
  EmptyState(const QString& icon, const QString& title, const QString& hint,
             std::vector<StateAction> actions = {}, QWidget* parent = nullptr);
  // More content under the hint (a code block, counts).
  void addContent(QWidget* content);

 private:
  QVBoxLayout* m_column;
};

// The cause, Retry, and Copy details.
class ErrorState final : public QWidget {
  Q_OBJECT
 public:
  // Without `retry` there is no such button.
  ErrorState(const Error& error, std::function<void()> retry, QWidget* parent = nullptr);
};

// Grey bars in the place of rows that are being read; invisible for the first 150 ms.
class Skeleton final : public QWidget {
  Q_OBJECT
 public:
  explicit Skeleton(int rowHeight, QWidget* parent = nullptr);
  bool shown() const { return m_visibleNow; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int m_rowHeight;
  bool m_visibleNow = false;
};

// A strip across the top of a region: something is wrong but the rest works (read-only workspace, server
// stopped).
class Banner final : public QWidget {
  Q_OBJECT
 public:
  enum class Tone { Info, Warning, Error };
  Banner(Tone tone, const QString& text, std::vector<StateAction> actions = {}, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Tone m_tone;
};

// The words for a person of an error, and all that is known for "Copy details".
QString errorText(const Error& error);
QString errorDetails(const Error& error);

}  // namespace tatara::ui
