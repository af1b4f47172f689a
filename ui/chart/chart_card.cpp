#include "ui/chart/chart_card.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLayout>
#include <QMenu>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/error_text.h"
#include "ui/base/icon.h"
#include "ui/base/language.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"
#include "ui/base/whole_file.h"
#include "ui/chart/chart_text.h"
#include "ui/chart/internal/chart_table_dialog.h"

namespace tatara::ui {
namespace {

constexpr int kTool = 28;
constexpr int kSide = 14;
constexpr int kEdge = 6;      // of the border that sizes the card
constexpr int kDragFrom = 4;  // pixels before a press becomes a drag
constexpr qreal kPictureRatio = 2;

QToolButton* makeTool(const QString& icon, const QString& name, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setIcon(ui::icon(icon, &Colors::tx3));
  button->setIconSize({14, 14});
  button->setToolTip(name);
  button->setAccessibleName(name);
  button->setAutoRaise(true);
  button->setFixedSize(kTool, kTool);
  setButtonKind(*button, ButtonKind::Flat);
  return button;
}

// Over the chart: lets it shine through at 40 %, and lays grey bars on it.
class LoadingCover final : public QWidget {
 public:
  using QWidget::QWidget;

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = colors().bg1;
    veil.setAlphaF(0.6F);
    painter.fillRect(rect(), veil);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors().bg3);
    const double widths[] = {0.62, 0.78, 0.5};
    double y = height() / 2.0 - 27;
    for (const double width : widths) {
      painter.drawRoundedRect(QRectF(kSide, y, (this->width() - 2 * kSide) * width, 10), 4, 4);
      y += 22;
    }
  }
};

class MessageCover final : public QWidget {
 public:
  MessageCover(const QString& iconName, const QString& text, QWidget* parent)
      : QWidget(parent), m_iconName(iconName) {
    setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kSide, 4, kSide, kSide);
    layout->setSpacing(8);
    layout->addStretch();
    if (!iconName.isEmpty()) {
      m_picture = new QLabel(this);
      layout->addWidget(m_picture, 0, Qt::AlignHCenter);
      drawIcon();
    }
    auto* words = new QLabel(text, this);
    words->setTextFormat(Qt::PlainText);
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    words->setFont(ui::font(TextRole::Cell));
    layout->addWidget(words);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(8);
    m_buttons->addStretch();
    m_buttons->addStretch();
    layout->addLayout(m_buttons);
    layout->addStretch();
  }

  void addButton(const QString& text, const std::function<void()>& act) {
    auto* button = new QPushButton(text, this);
    setControlSize(*button, ControlSize::Small);
    connect(button, &QPushButton::clicked, this, act);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
  }

 protected:
  void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), colors().bg1); }
  void changeEvent(QEvent* event) override {
    if (event->type() == QEvent::PaletteChange && m_picture != nullptr) {
      drawIcon();
    }
    QWidget::changeEvent(event);
  }

 private:
  void drawIcon() { m_picture->setPixmap(ui::icon(m_iconName, &Colors::err).pixmap(QSize(20, 20))); }

  QString m_iconName;
  QLabel* m_picture = nullptr;
  QHBoxLayout* m_buttons;
};

}  // namespace

ChartCard::ChartCard(const QString& title, ChartView* view, QWidget* parent)
    : QWidget(parent), m_title(title), m_view(view), m_save([this](Result<QString> saved) {
        if (!saved) {
          showError(saved.error(), [this] { showChart(); });
        }
      }) {
  m_view->setParent(this);
  m_expand = makeTool(QStringLiteral("expand"), tr("Expand"), this);
  m_more = makeTool(QStringLiteral("more"), tr("Chart menu"), this);
  m_expand->hide();
  connect(m_expand, &QToolButton::clicked, this, &ChartCard::toggleExpanded);
  connect(m_more, &QToolButton::clicked, this, [this] {
    QMenu menu(this);
    fillMenu(menu);
    menu.exec(m_more->mapToGlobal(QPoint(0, m_more->height())));
  });
  connect(m_view, &ChartView::noteChanged, this, qOverload<>(&QWidget::update));
  connect(m_view, &ChartView::tableWanted, this, &ChartCard::viewAsTable);
  m_delay.setSingleShot(true);
  m_delay.setInterval(kSkeletonDelayMs);
  connect(&m_delay, &QTimer::timeout, this, [this] {
    if (m_state == State::Loading && !m_cover) {
      m_cover = new LoadingCover(this);
      m_cover->setGeometry(bodyRect());
      m_cover->show();
    }
  });
  m_view->setAccessibleName(title);
}

int ChartCard::headerHeight() const {
  return language() == Language::Japanese ? 40 : kCardHeaderHeight;
}

QRect ChartCard::bodyRect() const {
  return rect().adjusted(4, headerHeight(), -4, -6);
}

void ChartCard::setTitle(const QString& title) {
  m_title = title;
  m_view->setAccessibleName(title);
  update();
}

void ChartCard::setSubtitle(const QString& text) {
  m_subtitle = text;
  update();
}

void ChartCard::setBadge(const QString& text) {
  m_badge = text;
  update();
}

void ChartCard::setStage(QWidget* stage) {
  m_stage = stage;
  m_expand->setVisible(stage != nullptr);
}

void ChartCard::setState(State state, const QString& message) {
  delete m_cover;
  m_cover = nullptr;
  m_delay.stop();
  m_state = state;
  m_message = message;
}

void ChartCard::showChart() {
  setState(State::Chart);
}

void ChartCard::showLoading() {
  if (m_state != State::Loading) {
    setState(State::Loading);
    m_delay.start();
  }
}

void ChartCard::showEmpty(const QString& text, const QString& action, std::function<void()> act) {
  setState(State::Empty, text);
  auto* cover = new MessageCover({}, text, this);
  if (act) {
    cover->addButton(action, act);
  }
  m_cover = cover;
  m_cover->setGeometry(bodyRect());
  m_cover->show();
}

void ChartCard::showError(const Error& error, std::function<void()> retry) {
  const QString message = messageText(error);
  setState(State::Error, message);
  auto* cover = new MessageCover(QStringLiteral("error"), message, this);
  if (retry) {
    cover->addButton(tr("Retry"), retry);
  }
  const QString details = message + QLatin1Char('\n') + QString::fromStdString(error.detail);
  cover->addButton(tr("Copy details"), [details] { QApplication::clipboard()->setText(details); });
  m_cover = cover;
  m_cover->setGeometry(bodyRect());
  m_cover->show();
}

void ChartCard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  paintCard(painter, m_stage ? 2 : 1);
}

void ChartCard::paintWhole(QPainter& painter) {
  paintCard(painter, 0);
  const QRect body = bodyRect();
  if (m_message.isEmpty()) {
    painter.translate(body.topLeft());
    m_view->paintChart(painter, QRectF(QPointF(0, 0), QSizeF(body.size())));
    return;
  }
  painter.setFont(ui::font(TextRole::Cell));
  painter.setPen(colors().tx2);
  painter.drawText(body.adjusted(kSide, 0, -kSide, 0), Qt::AlignCenter | Qt::TextWordWrap, m_message);
}

// Panel, title and remarks, with room for that many tools.
void ChartCard::paintCard(QPainter& painter, int tools) const {
  const Colors& c = colors();
  drawPanel(painter, QRectF(rect()), kCardRadius, c.bg1, c.line);
  const int header = headerHeight();
  double right = width() - kSide + (tools > 0 ? 6 - tools * kTool - 6 : 0);
  const auto remark = [&](const QString& text, bool badge) {
    if (text.isEmpty() || m_state != State::Chart) {
      return;
    }
    painter.setFont(ui::font(TextRole::Caption));
    const double wide = painter.fontMetrics().horizontalAdvance(text) + (badge ? 16 : 4);
    const QRectF box(right - wide, (header - 20) / 2.0, wide, 20);
    if (badge) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.bg3);
      painter.drawRoundedRect(box, kBadgeRadius, kBadgeRadius);
    }
    painter.setPen(badge ? c.tx2 : c.tx3);
    painter.drawText(box, Qt::AlignCenter, text);
    right -= wide + 8;
  };
  remark(m_badge, true);
  remark(m_view->note(), false);
  painter.setFont(ui::font(TextRole::CardTitle));
  painter.setPen(c.tx1);
  const double room = right - kSide - 4;
  const QString title = painter.fontMetrics().elidedText(m_title, Qt::ElideMiddle, static_cast<int>(room));
  const double used = painter.fontMetrics().horizontalAdvance(title);
  painter.drawText(QRectF(kSide, 0, room, header), Qt::AlignLeft | Qt::AlignVCenter, title);
  if (room - used > 24) {
    painter.setFont(ui::font(TextRole::Body));
    painter.setPen(c.tx3);
    painter.drawText(
        QRectF(kSide + used + 5, 0, room - used - 5, header), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_subtitle, Qt::ElideRight, static_cast<int>(room - used - 5)));
  }
}

void ChartCard::resizeEvent(QResizeEvent*) {
  const int top = (headerHeight() - kTool) / 2;
  m_more->move(width() - kSide + 6 - kTool, top);
  m_expand->move(width() - kSide + 6 - 2 * kTool, top);
  m_view->setGeometry(bodyRect());
  if (m_cover) {
    m_cover->setGeometry(bodyRect());
  }
}

void ChartCard::fillMenu(QMenu& menu) {
  for (QAction* action : m_view->chartActions()) {
    action->setParent(&menu);
    menu.addAction(action);
  }
  if (!menu.isEmpty()) {
    menu.addSeparator();
  }
  if (!actions().isEmpty()) {
    menu.addActions(actions());  // of whoever made the card
    menu.addSeparator();
  }
  menu.addAction(tr("View as table"), this, &ChartCard::viewAsTable);
  menu.addSeparator();
  menu.addAction(tr("Copy as PNG"), this,
                 [this] { QApplication::clipboard()->setImage(m_view->toImage(kPictureRatio)); });
  menu.addAction(tr("Copy as SVG"), this, [this] {
    auto* mime = new QMimeData;
    const QByteArray svg = m_view->toSvg(m_title);
    mime->setData(QStringLiteral("image/svg+xml"), svg);
    mime->setText(QString::fromUtf8(svg));
    QApplication::clipboard()->setMimeData(mime);
  });
  menu.addAction(tr("Copy as CSV"), this,
                 [this] { QApplication::clipboard()->setText(QString::fromUtf8(m_view->table().toCsv())); });
  menu.addAction(tr("Copy as Markdown"), this,
                 [this] { QApplication::clipboard()->setText(markdownTable(m_view->table())); });
  menu.addAction(tr("Copy as LaTeX"), this,
                 [this] { QApplication::clipboard()->setText(latexTable(m_view->table())); });
  menu.addAction(tr("Save as…"), this, &ChartCard::saveAs);
}

void ChartCard::contextMenuEvent(QContextMenuEvent* event) {
  if (m_state == State::Chart) {
    QMenu menu(this);
    fillMenu(menu);
    menu.exec(event->globalPos());
  }
}

void ChartCard::setArrangeable(bool on) {
  if (on == m_arrangeable) {
    return;
  }
  m_arrangeable = on;
  setMouseTracking(on);
  const auto add = [this](int modifiers, int key, Arrange act, QPoint steps) {
    auto* shortcut = new QShortcut(QKeySequence(modifiers | key), this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, [this, act, steps] {
      if (m_arrangeable && !expanded()) {
        Q_EMIT arrangeStep(act, steps);
      }
    });
  };
  const int move = static_cast<int>((Qt::AltModifier | Qt::ShiftModifier).toInt());
  const int size = static_cast<int>((Qt::ControlModifier | Qt::ShiftModifier).toInt());
  for (const auto& [modifiers, act] : {std::pair(move, Arrange::Move), {size, Arrange::Resize}}) {
    add(modifiers, Qt::Key_Left, act, {-1, 0});
    add(modifiers, Qt::Key_Right, act, {1, 0});
    add(modifiers, Qt::Key_Up, act, {0, -1});
    add(modifiers, Qt::Key_Down, act, {0, 1});
  }
}

std::optional<ChartCard::Grip> ChartCard::gripAt(QPointF at) const {
  if (!m_arrangeable || expanded()) {
    return std::nullopt;
  }
  Grip grip;
  grip.right = at.x() >= width() - kEdge;
  grip.bottom = at.y() >= height() - kEdge;
  if (grip.right || grip.bottom) {
    grip.act = Arrange::Resize;
    return grip;
  }
  return at.y() < headerHeight() ? std::optional(grip) : std::nullopt;
}

void ChartCard::mousePressEvent(QMouseEvent* event) {
  m_grip = event->button() == Qt::LeftButton ? gripAt(event->position()) : std::nullopt;
  m_gripFrom = event->globalPosition();
  m_gripMoved = false;
  if (!m_grip) {
    QWidget::mousePressEvent(event);
  }
}

void ChartCard::mouseMoveEvent(QMouseEvent* event) {
  if (!m_grip) {
    const auto grip = gripAt(event->position());
    setCursor(!grip                         ? Qt::ArrowCursor
              : grip->act == Arrange::Move  ? Qt::OpenHandCursor
              : grip->right && grip->bottom ? Qt::SizeFDiagCursor
              : grip->right                 ? Qt::SizeHorCursor
                                            : Qt::SizeVerCursor);
    return;
  }
  QPoint by = (event->globalPosition() - m_gripFrom).toPoint();
  if (!m_gripMoved && by.manhattanLength() < kDragFrom) {
    return;
  }
  m_gripMoved = true;
  if (m_grip->act == Arrange::Resize) {
    by = QPoint(m_grip->right ? by.x() : 0, m_grip->bottom ? by.y() : 0);
  } else {
    setCursor(Qt::ClosedHandCursor);
  }
  Q_EMIT arranging(m_grip->act, by);
}

void ChartCard::mouseReleaseEvent(QMouseEvent* event) {
  const bool moved = m_grip && m_gripMoved;
  m_grip.reset();
  m_gripMoved = false;
  unsetCursor();
  if (moved) {
    Q_EMIT arranged();
  } else {
    QWidget::mouseReleaseEvent(event);
  }
}

void ChartCard::viewAsTable() {
  auto* dialog = new ChartTableDialog(m_title, m_view->table(), this);
  dialog->open();
}

void ChartCard::saveAs() {
  QString kind;
  QString name = m_title;
  name.replace(QLatin1Char('/'), QLatin1Char('-'));
  QString path =
      QFileDialog::getSaveFileName(this, tr("Save chart"), name + QStringLiteral(".png"),
                                   tr("PNG image (*.png);;SVG drawing (*.svg);;CSV table (*.csv)"), &kind);
  if (path.isEmpty()) {
    return;
  }
  QByteArray bytes;
  if (path.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) {
    bytes = m_view->toSvg(m_title);
  } else if (path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) {
    bytes = m_view->table().toCsv();
  } else {
    QBuffer buffer(&bytes);
    m_view->toImage(kPictureRatio).save(&buffer, "PNG");
  }
  m_save.start([path, bytes](std::stop_token) { return writeWhole(path, bytes); });
}

void ChartCard::toggleExpanded() {
  if (m_placeholder) {
    QWidget* placeholder = m_placeholder;
    QWidget* home = m_home;
    if (m_stage) {
      m_stage->removeEventFilter(this);
    }
    if (home) {
      setParent(home);
      if (!home->layout() || !home->layout()->replaceWidget(placeholder, this)) {
        setGeometry(placeholder->geometry());
      }
      show();
    }
    m_placeholder = nullptr;
    placeholder->deleteLater();
    Q_EMIT expandedChanged(false);
    return;
  }
  if (!m_stage) {
    return;
  }
  m_home = parentWidget();
  m_placeholder = new QWidget(m_home);
  m_placeholder->setGeometry(geometry());
  m_placeholder->setSizePolicy(sizePolicy());
  m_placeholder->setMinimumSize(minimumSize());
  m_placeholder->setMaximumSize(maximumSize());
  if (m_home && m_home->layout()) {
    delete m_home->layout()->replaceWidget(this, m_placeholder);
  }
  m_placeholder->show();
  setParent(m_stage);
  setGeometry(m_stage->rect());
  m_stage->installEventFilter(this);
  show();
  raise();
  m_view->setFocus();
  Q_EMIT expandedChanged(true);
}

bool ChartCard::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_stage && event->type() == QEvent::Resize && m_placeholder) {
    setGeometry(m_stage->rect());
  }
  return QWidget::eventFilter(watched, event);
}

void ChartCard::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && expanded()) {
    toggleExpanded();
    return;
  }
  if (event->key() == Qt::Key_Menu) {
    QMenu menu(this);
    fillMenu(menu);
    menu.exec(mapToGlobal(QPoint(kSide, headerHeight())));
    return;
  }
  QWidget::keyPressEvent(event);
}

}  // namespace tatara::ui
