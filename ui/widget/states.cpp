#include "ui/widget/states.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/error_text.h"
#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/type.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

class BigGlyph final : public QWidget {
 public:
  BigGlyph(QString name, ColorRole color, QWidget* parent)
      : QWidget(parent), m_name(std::move(name)), m_color(color) {
    setFixedSize(32, 32);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    drawIcon(painter, m_name, QRectF(2, 2, 28, 28), colors().*m_color);
  }

 private:
  QString m_name;
  ColorRole m_color;
};

QVBoxLayout* centredColumn(QWidget* parent) {
  auto* outer = new QVBoxLayout(parent);
  auto* row = new QHBoxLayout;
  auto* column = new QVBoxLayout;
  column->setSpacing(6);
  outer->addStretch(2);
  outer->addLayout(row);
  outer->addStretch(3);
  row->addStretch(1);
  row->addLayout(column, 0);
  row->addStretch(1);
  outer->setContentsMargins(16, 16, 16, 16);
  return column;
}

QHBoxLayout* buttonRow(const std::vector<StateAction>& actions, QWidget* parent) {
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  for (const StateAction& action : actions) {
    QPushButton* button = makeButton(action.text, action.icon, action.kind, parent);
    QObject::connect(button, &QPushButton::clicked, parent, [run = action.run] { run(); });
    row->addWidget(button);
  }
  return row;
}

}  // namespace

QString errorText(const Error& error) {
  return messageText(error);
}

QString errorDetails(const Error& error) {
  QString text = QString::fromStdString(error.message);
  if (!error.detail.empty()) {
    text += QLatin1Char('\n') + QString::fromStdString(error.detail);
  }
  return text + QLatin1Char('\n') + QString::fromUtf8(toString(error.kind).data());
}

EmptyState::EmptyState(const QString& iconName, const QString& title, const QString& hint,
                       std::vector<StateAction> actions, QWidget* parent)
    : QWidget(parent), m_column(centredColumn(this)) {
  if (!iconName.isEmpty()) {
    m_column->addWidget(new BigGlyph(iconName, &Colors::tx3, this), 0, Qt::AlignHCenter);
  }
  m_column->addWidget(new Label(title, TextRole::DetailTitle, &Colors::tx1, this), 0, Qt::AlignHCenter);
  if (!hint.isEmpty()) {
    auto* label = new Label(hint, TextRole::Body, &Colors::tx3, this);
    label->setOverflow(Overflow::Wrap);
    label->setAlignment(Qt::AlignHCenter);
    m_column->addWidget(label);
  }
  if (!actions.empty()) {
    m_column->addSpacing(6);
    QHBoxLayout* row = buttonRow(actions, this);
    row->insertStretch(0, 1);
    row->addStretch(1);
    m_column->addLayout(row);
  }
}

void EmptyState::addContent(QWidget* content) {
  m_column->addSpacing(6);
  m_column->addWidget(content);
}

ErrorState::ErrorState(const Error& error, std::function<void()> retry, QWidget* parent) : QWidget(parent) {
  QVBoxLayout* column = centredColumn(this);
  column->addWidget(new BigGlyph(QStringLiteral("error"), &Colors::err, this), 0, Qt::AlignHCenter);
  auto* cause = new Label(errorText(error), TextRole::Body, &Colors::tx1, this);
  cause->setOverflow(Overflow::Wrap);
  cause->setAlignment(Qt::AlignHCenter);
  column->addWidget(cause);
  std::vector<StateAction> actions;
  if (retry) {
    actions.push_back({tr("Retry"), QStringLiteral("reproduce"), ButtonKind::Normal, std::move(retry)});
  }
  actions.push_back({tr("Copy details"), QStringLiteral("copy"), ButtonKind::Flat,
                     [text = errorDetails(error)] { QGuiApplication::clipboard()->setText(text); }});
  column->addSpacing(6);
  QHBoxLayout* row = buttonRow(actions, this);
  row->insertStretch(0, 1);
  row->addStretch(1);
  column->addLayout(row);
}

Skeleton::Skeleton(int rowHeight, QWidget* parent) : QWidget(parent), m_rowHeight(rowHeight) {
  QTimer::singleShot(kSkeletonDelayMs, this, [this] {
    m_visibleNow = true;
    update();
  });
}

void Skeleton::paintEvent(QPaintEvent*) {
  if (!m_visibleNow) {
    return;
  }
  QPainter painter(this);
  constexpr double kWidths[] = {0.55, 0.72, 0.48, 0.66, 0.6};
  int row = 0;
  for (int y = 0; y + m_rowHeight <= height(); y += m_rowHeight, ++row) {
    const double width = (this->width() - 24) * kWidths[row % 5];
    drawPanel(painter, QRectF(12, y + (m_rowHeight - 10) / 2, width, 10), 3, colors().bg3, Qt::transparent);
  }
}

Banner::Banner(Tone tone, const QString& text, std::vector<StateAction> actions, QWidget* parent)
    : QWidget(parent), m_tone(tone) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(36, 6, 8, 6);
  row->setSpacing(8);
  auto* label = new Label(text, TextRole::Cell, &Colors::tx1, this);
  label->setOverflow(Overflow::Wrap);
  row->addWidget(label, 1, Qt::AlignVCenter);
  row->addLayout(buttonRow(actions, this));
  setMinimumHeight(36);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Banner::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  const QColor fill = m_tone == Tone::Info ? c.infobg : m_tone == Tone::Warning ? c.warnbg : c.errbg;
  const QColor ink = m_tone == Tone::Info ? c.info : m_tone == Tone::Warning ? c.warn : c.err;
  const QString glyph = m_tone == Tone::Info      ? QStringLiteral("info")
                        : m_tone == Tone::Warning ? QStringLiteral("warning")
                                                  : QStringLiteral("error");
  drawPanel(painter, rect(), kControlRadius, fill, Qt::transparent);
  drawIcon(painter, glyph, QRectF(12, height() / 2.0 - 8, 16, 16), ink);
}

}  // namespace tatara::ui
