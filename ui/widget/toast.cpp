#include "ui/widget/toast.h"

#include <algorithm>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QUndoStack>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"
#include "ui/widget/stays_free.h"

namespace tatara::ui {

namespace {

constexpr int kWidth = 320;
constexpr std::size_t kMost = 3;
constexpr int kShadow = 14;
constexpr int kMostHeight = 180;  // of three

// Left of what must stay free, where that reaches down to where notices lie.
int rightEdge(const QWidget& window) {
  int right = window.width();
  const int top = window.height() - kStatusBarHeight - 6 - kMostHeight;
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    if (widget->property(kStaysFree).toBool() && widget->isVisible()) {
      const QRect place(widget->mapTo(&window, QPoint()), widget->size());
      if (place.bottom() > top && place.right() > window.width() - kWidth) {
        right = std::min(right, place.left());
      }
    }
  }
  return right < kWidth + 2 * kShadow ? window.width() : right;
}

}  // namespace

class Toast final : public QWidget {
 public:
  enum class Tone { Plain, Error };

  Toast(ToastHost& host, QWidget* window, Tone tone, const QString& text, const QString& action,
        std::function<void()> act, int lifeMs)
      : QWidget(window), m_host(host), m_tone(tone) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kShadow + 36, 6 + 4, 6 + kShadow, 6 + 4 + 6);
    row->setSpacing(6);
    auto* label = new Label(text, TextRole::Cell, &Colors::tx1, this);
    label->setOverflow(Overflow::Wrap);
    row->addWidget(label, 1);
    if (act) {
      QPushButton* button = makeButton(action, {}, ButtonKind::Link, this);
      setControlSize(*button, ControlSize::Small);
      connect(button, &QPushButton::clicked, this, [this, act = std::move(act)] {
        act();
        m_host.remove(this);
      });
      row->addWidget(button);
    }
    QToolButton* close = makeIconButton(QStringLiteral("close"), ToastHost::tr("Close"), this);
    setControlSize(*close, ControlSize::Small);
    close->setIconSize(QSize(13, 13));
    connect(close, &QToolButton::clicked, this, [this] { m_host.remove(this); });
    row->addWidget(close, 0, Qt::AlignTop);
    setAccessibleName(text);
    if (lifeMs > 0) {
      QTimer::singleShot(lifeMs, this, [this] { m_host.remove(this); });
    }
    setFixedWidth(kWidth + 2 * kShadow);
    setFixedHeight(std::max(40 + 10, heightForWidth(width())));
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colors& c = colors();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body = QRectF(rect()).adjusted(kShadow, 4, -kShadow, -10);
    // 0 4 14 at 16 % black, as a few translucent rings.
    for (int i = kShadow / 2; i > 0; --i) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(QColor(0, 0, 0, c.dark ? 14 : 5));
      painter.drawRoundedRect(body.adjusted(-i, 4 - i, i, 2 + i), kCardRadius + i, kCardRadius + i);
    }
    drawPanel(painter, body, kCardRadius, c.bg1, c.line2);
    drawIcon(painter, m_tone == Tone::Error ? QStringLiteral("error") : QStringLiteral("check"),
             QRectF(body.left() + 12, body.center().y() - 8, 16, 16), m_tone == Tone::Error ? c.err : c.ok);
  }

 private:
  ToastHost& m_host;
  Tone m_tone;
};

struct UndoOffer {
  std::function<void()> undo;  // empty once it was taken
  QPointer<Toast> toast;
  QUndoCommand* step = nullptr;  // while it is on the stack
};

namespace {

// Was done before it was pushed, and cannot be done again: gone from the stack once it is undone.
class OfferedStep final : public QUndoCommand {
 public:
  OfferedStep(const QString& text, std::shared_ptr<UndoOffer> offer, std::function<void()> take)
      : QUndoCommand(text), m_offer(std::move(offer)), m_take(std::move(take)) {
    m_offer->step = this;
  }
  ~OfferedStep() override { m_offer->step = nullptr; }
  OfferedStep(const OfferedStep&) = delete;
  OfferedStep& operator=(const OfferedStep&) = delete;

  void redo() override {}
  void undo() override {
    setObsolete(true);
    m_take();
  }

 private:
  std::shared_ptr<UndoOffer> m_offer;
  std::function<void()> m_take;
};

}  // namespace

ToastHost::ToastHost(QWidget* window, QUndoStack* steps) : QObject(window), m_window(window), m_steps(steps) {
  window->installEventFilter(this);
  if (m_steps) {
    connect(m_steps, &QUndoStack::indexChanged, this, &ToastHost::dropSpentSteps, Qt::QueuedConnection);
  }
}

void ToastHost::inform(const QString& text) {
  add(new Toast(*this, m_window, Toast::Tone::Plain, text, {}, {}, kToastMs));
}

void ToastHost::offerUndo(const QString& text, std::function<void()> undo, UndoLife life) {
  auto offer = std::make_shared<UndoOffer>(UndoOffer{std::move(undo), {}, nullptr});
  const auto takeIt = [this, offer] { take(offer); };
  auto* toast = new Toast(*this, m_window, Toast::Tone::Plain, text, tr("Undo"), takeIt, kUndoToastMs);
  offer->toast = toast;
  if (m_steps) {
    // Queued: what is undone may itself push a step, which a stack that is undoing does not take.
    m_steps->push(new OfferedStep(
        text, offer, [this, takeIt] { QMetaObject::invokeMethod(this, takeIt, Qt::QueuedConnection); }));
    if (life == UndoLife::Notice) {
      connect(toast, &QObject::destroyed, this, [this, offer] {
        if (offer->step) {
          offer->step->setObsolete(true);
          dropSpentSteps();
        }
      });
    }
  }
  add(toast);
}

// By the button or by the stack, whichever comes first.
void ToastHost::take(const std::shared_ptr<UndoOffer>& offer) {
  if (const auto undo = std::exchange(offer->undo, nullptr)) {
    undo();
  }
  if (offer->toast) {
    remove(offer->toast);
  }
  if (offer->step) {
    offer->step->setObsolete(true);
    dropSpentSteps();
  }
}

// Else Ctrl+Z would meet a step that has nothing left to undo.
void ToastHost::dropSpentSteps() {
  while (m_steps->index() > 0 && m_steps->command(m_steps->index() - 1)->isObsolete()) {
    m_steps->undo();
  }
}

void ToastHost::offer(const QString& text, const QString& action, std::function<void()> act) {
  add(new Toast(*this, m_window, Toast::Tone::Plain, text, action, std::move(act), kUndoToastMs));
}

void ToastHost::showError(const QString& doing, const Error& error) {
  const QString text = doing.isEmpty() ? errorText(error) : tr("%1: %2").arg(doing, errorText(error));
  add(new Toast(*this, m_window, Toast::Tone::Error, text, {}, {}, 0));
}

std::size_t ToastHost::shown() const {
  return m_toasts.size();
}

void ToastHost::add(Toast* toast) {
  m_toasts.emplace_back(toast);
  while (m_toasts.size() > kMost) {
    remove(m_toasts.front());
  }
  toast->show();
  toast->raise();
  layOut();
}

void ToastHost::remove(Toast* toast) {
  std::erase_if(m_toasts, [toast](const QPointer<Toast>& other) { return other == toast || !other; });
  if (toast) {
    toast->hide();
    toast->deleteLater();
  }
  layOut();
}

void ToastHost::layOut() {
  const int right = rightEdge(*m_window);
  int bottom = m_window->height() - kStatusBarHeight - 6;
  for (auto toast = m_toasts.rbegin(); toast != m_toasts.rend(); ++toast) {
    if (*toast) {
      bottom -= (*toast)->height();
      (*toast)->move(right - (*toast)->width() - 2, bottom);
      bottom += 6;
    }
  }
}

bool ToastHost::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_window && event->type() == QEvent::Resize) {
    layOut();
  }
  return false;
}

}  // namespace tatara::ui
