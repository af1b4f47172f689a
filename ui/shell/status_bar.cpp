#include "ui/shell/status_bar.h"

#include <unistd.h>

#include <QFile>
#include <QFontMetrics>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QUrl>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/shell/session.h"

namespace tatara::ui {
namespace {

constexpr int kMemoryMs = 5000;
constexpr int kGap = 22;
constexpr int kTaskBar = 64;

}  // namespace

Result<std::int64_t> residentBytes() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) {
    return makeError(ErrorKind::Unsupported, "this system does not tell how much memory is used");
  }
  const QList<QByteArray> fields = file.readAll().split(' ');
  return fields.value(1).toLongLong() * static_cast<std::int64_t>(sysconf(_SC_PAGESIZE));
}

StatusBar::StatusBar(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_readMemory([this](Result<std::int64_t> bytes) {
        if (bytes) {
          m_memory = *bytes;
          rebuild();
        }
      }) {
  setFixedHeight(kStatusBarHeight);
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Status"));
  connect(&session.server(), &ServerControl::changed, this, &StatusBar::rebuild);
  connect(&session.tasks(), &TaskList::changed, this, &StatusBar::rebuild);
  const auto read = [this] { m_readMemory.start([](std::stop_token) { return residentBytes(); }); };
  connect(&m_timer, &QTimer::timeout, this, read);
  m_timer.start(kMemoryMs);
  QTimer::singleShot(1000, this, read);
  rebuild();
}

void StatusBar::setBranch(const QString& text) {
  m_branch = text;
  rebuild();
}

void StatusBar::setMemoryShown(bool shown) {
  m_memoryShown = shown;
  rebuild();
}

void StatusBar::rebuild() {
  m_pieces.clear();
  const ServerControl& server = m_session.server();
  QString said;
  switch (server.state()) {
    case ServerState::Unknown:
      break;
    case ServerState::Stopped:
      said = server.failure() ? tr("Tracking server not started") : tr("Tracking server stopped");
      break;
    case ServerState::Starting:
      said = tr("Tracking server starting…");
      break;
    case ServerState::Stopping:
      said = tr("Tracking server stopping…");
      break;
    case ServerState::Running:
      said = tr("Tracking server · %1").arg(QUrl(server.info().address).authority());
      break;
  }
  if (!said.isEmpty()) {
    m_pieces.push_back({Part::Server, said, {}, {}});
  }
  if (m_session.store()->readOnly()) {
    m_pieces.push_back({Part::ReadOnly, tr("Read-only"), QStringLiteral("locked"), {}});
  }
  if (!m_branch.isEmpty()) {
    m_pieces.push_back({Part::Branch, m_branch, QStringLiteral("commit"), {}});
  }
  m_pieces.push_back({Part::Folder, m_session.shortFolder(), QStringLiteral("folder"), {}});
  const QFontMetrics metrics(tatara::ui::font(TextRole::Caption));
  int x = 12;
  for (Piece& piece : m_pieces) {
    const int w = metrics.horizontalAdvance(piece.text) + (piece.icon.isEmpty() ? 14 : 19);
    piece.rect = QRect(x, 0, w, height());
    x += w + kGap;
  }
  int right = width() - 12;
  if (m_memory && m_memoryShown) {
    const QString text = tr("Memory %1").arg(byteText(static_cast<std::uint64_t>(*m_memory)));
    const int w = metrics.horizontalAdvance(text) + 2;
    m_pieces.push_back({Part::Memory, text, {}, QRect(right - w, 0, w, height())});
    right -= w + kGap;
  }
  if (const int running = m_session.tasks().running(); running > 0) {
    QString text = tr("%n tasks running", nullptr, running);
    if (const auto part = m_session.tasks().progress()) {
      text += QStringLiteral(" · ") + percentText(*part, 0);
    }
    const int w = metrics.horizontalAdvance(text) + kTaskBar + 8;
    m_pieces.push_back({Part::Tasks, text, {}, QRect(right - w, 0, w, height())});
  } else if (!m_session.tasks().tasks().empty()) {
    const QString text = tr("Tasks");
    const int w = metrics.horizontalAdvance(text) + 2;
    m_pieces.push_back({Part::Tasks, text, {}, QRect(right - w, 0, w, height())});
  }
  if (m_focused >= itemCount() || (m_focused >= 0 && !itemPressable(m_focused))) {
    m_focused = nextPressable(-1, 1);
  }
  tellItemsChanged(this);
  update();
}

void StatusBar::resizeEvent(QResizeEvent*) {
  rebuild();
}

void StatusBar::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  painter.fillRect(rect(), c.side);
  painter.fillRect(QRect(0, 0, width(), 1), c.line);
  painter.setFont(tatara::ui::font(TextRole::Caption));
  for (int i = 0; i < static_cast<int>(m_pieces.size()); ++i) {
    const Piece& piece = m_pieces[static_cast<std::size_t>(i)];
    const bool active = piece.part == Part::Server || piece.part == Part::Tasks;
    painter.setPen(active && i == m_hovered ? c.tx1 : c.tx2);
    int x = piece.rect.left();
    const qreal middle = height() / 2.0 + 0.5;
    if (piece.part == Part::Server) {
      const ServerState state = m_session.server().state();
      const QColor dot = state == ServerState::Running   ? c.ok
                         : m_session.server().failure()  ? c.err
                         : state == ServerState::Stopped ? c.ctl
                                                         : c.info;
      painter.save();
      painter.setRenderHint(QPainter::Antialiasing);
      const bool hollow = state == ServerState::Stopped;
      painter.setPen(hollow ? QPen(dot, 1.5) : QPen(Qt::NoPen));
      painter.setBrush(hollow ? QBrush(Qt::NoBrush) : QBrush(dot));
      painter.drawEllipse(QPointF(x + 4, middle), hollow ? 3.0 : 3.5, hollow ? 3.0 : 3.5);
      painter.restore();
      x += 14;
    } else if (!piece.icon.isEmpty()) {
      drawIcon(painter, piece.icon, QRectF(x, middle - 6.5, 13, 13),
               piece.part == Part::ReadOnly ? c.warn : c.tx2);
      x += 19;
    } else if (piece.part == Part::Tasks && m_session.tasks().running() > 0) {
      const QRectF track(x, middle - 2, kTaskBar, 4);
      drawPanel(painter, track, 2, c.line2, Qt::transparent);
      QRectF done = track;
      if (const auto part = m_session.tasks().progress()) {
        done.setWidth(track.width() * *part);
      } else {
        done = QRectF(track.left() + track.width() * 0.3, track.top(), track.width() * 0.4, track.height());
      }
      drawPanel(painter, done, 2, c.acc, Qt::transparent);
      x += kTaskBar + 8;
    }
    painter.drawText(QRect(x, 1, piece.rect.right() + 2 - x, height() - 1), Qt::AlignLeft | Qt::AlignVCenter,
                     piece.text);
    if (hasFocus() && i == m_focused) {
      painter.save();
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(piece.rect).adjusted(-6, 3, 6, -2), 4, 4);
      painter.restore();
    }
  }
}

int StatusBar::pieceAt(QPoint position) const {
  for (int i = 0; i < static_cast<int>(m_pieces.size()); ++i) {
    if (m_pieces[static_cast<std::size_t>(i)].rect.adjusted(-6, 0, 6, 0).contains(position)) {
      return i;
    }
  }
  return -1;
}

void StatusBar::mouseMoveEvent(QMouseEvent* event) {
  const int hovered = pieceAt(event->pos());
  if (hovered == m_hovered) {
    return;
  }
  m_hovered = hovered;
  const bool active = hovered >= 0 && itemPressable(hovered);
  active ? setCursor(Qt::PointingHandCursor) : unsetCursor();
  update();
}

void StatusBar::mousePressEvent(QMouseEvent* event) {
  const int at = pieceAt(event->pos());
  if (at < 0 || event->button() != Qt::LeftButton) {
    return;
  }
  pressItem(at);
}

bool StatusBar::itemPressable(int item) const {
  const Part part = m_pieces[static_cast<std::size_t>(item)].part;
  return part == Part::Server || part == Part::Tasks;
}

void StatusBar::pressItem(int item) {
  const Piece piece = m_pieces[static_cast<std::size_t>(item)];
  if (piece.part == Part::Server) {
    Q_EMIT serverMenuAsked(mapToGlobal(piece.rect.topLeft()));
  } else if (piece.part == Part::Tasks) {
    Q_EMIT tasksAsked(mapToGlobal(piece.rect.topRight()));
  }
}

int StatusBar::nextPressable(int from, int step) const {
  for (int item = from + step; item >= 0 && item < itemCount(); item += step) {
    if (itemPressable(item)) {
      return item;
    }
  }
  return -1;
}

void StatusBar::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (key == Qt::Key_Left || key == Qt::Key_Right) {
    if (const int next = nextPressable(m_focused, key == Qt::Key_Right ? 1 : -1); next >= 0) {
      m_focused = next;
      tellCurrentItem(this);
      update();
    }
  } else if ((key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) && m_focused >= 0) {
    pressItem(m_focused);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void StatusBar::focusInEvent(QFocusEvent*) {
  if (m_focused < 0) {
    m_focused = nextPressable(-1, 1);
  }
  update();
}

void StatusBar::focusOutEvent(QFocusEvent*) {
  update();
}

void StatusBar::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

bool StatusBar::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int at = pieceAt(help->pos());
    QString text;
    if (at >= 0) {
      const Part part = m_pieces[static_cast<std::size_t>(at)].part;
      if (part == Part::Folder) {
        text = m_session.folder();
      } else if (part == Part::Server && m_session.server().failure()) {
        text = QString::fromStdString(m_session.server().failure()->message);
      } else if (part == Part::ReadOnly) {
        text = tr("This workspace cannot be written: check the permissions of its folder");
      }
    }
    QToolTip::showText(help->globalPos(), tipText(text), this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace tatara::ui
