#include "ui/explore/data_header.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/style.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/explore/internal/menu_button.h"
#include "ui/widget/badge.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

// A badge that filters: outlined while it does.
class AlertButton final : public QAbstractButton {
 public:
  AlertButton(BadgeState state, QWidget* parent) : QAbstractButton(parent), m_state(state) {
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setCheckable(true);
    hide();
  }
  void setWords(const QString& words, bool shown, bool listed) {
    setText(words);
    setAccessibleName(words);
    setVisible(shown);
    setChecked(listed);
    setFixedSize(badgeWidth(m_state, words) + 2, kSmallControlHeight);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    paintBadge(painter, QPointF(1, (height() - kBadgeHeight) / 2.0), m_state, text());
    if (isChecked() || underMouse()) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(colors().*badgeLook(m_state).text, 1));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(
          QRectF(1.5, (height() - kBadgeHeight) / 2.0 + 0.5, width() - 3, kBadgeHeight - 1), kBadgeRadius,
          kBadgeRadius);
    }
  }

 private:
  BadgeState m_state;
};

// What is under way, a thin bar below it.
class ProgressNote final : public QWidget {
 public:
  using QWidget::QWidget;
  void setState(const QString& words, double part) {
    m_words = words;
    m_part = part;
    setAccessibleName(words);
    setFixedSize(QFontMetrics(ui::font(TextRole::Cell)).horizontalAdvance(words) + 62, kSmallControlHeight);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(colors().tx2);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, m_words);
    if (m_part >= 0) {
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(Qt::NoPen);
      painter.setBrush(colors().bg3);
      const QRectF track(width() - 54, height() / 2.0 - 2, 54, 4);
      painter.drawRoundedRect(track, 2, 2);
      painter.setBrush(colors().acc);
      painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(track.width() * m_part, 4)), 2, 2);
    }
  }

 private:
  QString m_words;
  double m_part = 0;
};

}  // namespace

DataHeader::DataHeader(QWidget* parent) : QWidget(parent) {
  setFixedHeight(46);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kPanelMargin, 0, kPanelMargin, 0);
  row->setSpacing(8);
  m_name = new Label(QString(), TextRole::PanelTitle, &Colors::tx1, this);
  m_version = new MenuButton(ButtonKind::Normal, this);
  m_errors = new AlertButton(BadgeState::Alert, this);
  m_warnings = new AlertButton(BadgeState::Warning, this);
  m_notes = new AlertButton(BadgeState::Note, this);
  m_source = new AlertButton(BadgeState::Warning, this);
  m_progress = new ProgressNote(this);
  m_progress->hide();
  m_cancel = makeButton(tr("Cancel"), {}, ButtonKind::Link, this);
  m_cancel->hide();
  m_views = makeButton(tr("Views"), QStringLiteral("saved-view"), ButtonKind::Normal, this);
  m_compare = makeButton(QString(), QStringLiteral("compare"), ButtonKind::Normal, this);
  m_compare->hide();
  m_export = makeButton(tr("Export report"), QStringLiteral("export"), ButtonKind::Normal, this);
  m_run = makeButton(tr("Use in a run"), QStringLiteral("run"), ButtonKind::Primary, this);
  row->addWidget(m_name);
  row->addWidget(m_version);
  row->addSpacing(2);
  row->addWidget(m_errors);
  row->addWidget(m_warnings);
  row->addWidget(m_notes);
  row->addWidget(m_source);
  row->addWidget(m_progress);
  row->addWidget(m_cancel);
  row->addStretch(1);
  row->addWidget(m_views);
  row->addWidget(m_compare);
  row->addWidget(m_export);
  row->addWidget(m_run);
  const auto ask = [this](QWidget* button, dataset::Severity severity) {
    connect(static_cast<QAbstractButton*>(button), &QAbstractButton::clicked, this,
            [this, severity] { Q_EMIT alertsClicked(severity); });
  };
  ask(m_errors, dataset::Severity::Error);
  ask(m_warnings, dataset::Severity::Warning);
  ask(m_notes, dataset::Severity::Information);
  connect(static_cast<QAbstractButton*>(m_source), &QAbstractButton::clicked, this,
          &DataHeader::sourceClicked);
  connect(m_cancel, &QPushButton::clicked, this, &DataHeader::cancelAsked);
  connect(m_compare, &QPushButton::clicked, this, &DataHeader::compareAsked);
  connect(m_views, &QPushButton::clicked, this, [this] { Q_EMIT viewsAsked(m_views); });
  connect(m_export, &QPushButton::clicked, this, [this] { Q_EMIT exportAsked(m_export); });
  connect(m_run, &QPushButton::clicked, this, &DataHeader::runAsked);
}

void DataHeader::setVersion(const QString& name, const QString& version) {
  m_name->setText(name);
  static_cast<MenuButton*>(m_version)->setWords(version);
  m_version->setAccessibleName(tr("Version %1").arg(version));
}

void DataHeader::setAlerts(int errors, int warnings, int notes, std::optional<dataset::Severity> listed) {
  const auto show = [&](QWidget* button, const QString& words, int count, dataset::Severity severity) {
    static_cast<AlertButton*>(button)->setWords(words, count > 0, listed == severity);
    button->setToolTip(tr("Lists only the columns concerned"));
  };
  show(m_errors, tr("%n problems", nullptr, errors), errors, dataset::Severity::Error);
  show(m_warnings, tr("%n warnings", nullptr, warnings), warnings, dataset::Severity::Warning);
  show(m_notes, tr("%n notes", nullptr, notes), notes, dataset::Severity::Information);
}

void DataHeader::setSource(const QString& words, const QString& tip) {
  static_cast<AlertButton*>(m_source)->setWords(words, !words.isEmpty(), false);
  m_source->setToolTip(tipText(tip));
}

void DataHeader::setCompared(std::optional<std::int64_t> version) {
  m_compare->setVisible(version.has_value());
  m_compare->setText(version ? tr("Compare with v%1").arg(*version) : QString());
}

void DataHeader::setExportEnabled(bool enabled) {
  m_export->setEnabled(enabled);
}

void DataHeader::setRunEnabled(bool enabled, const QString& reason) {
  m_run->setEnabled(enabled);
  m_run->setToolTip(tipText(reason));
}

void DataHeader::setProgress(const QString& stage, double part, const QString& sample) {
  QString words = stage;
  if (!sample.isEmpty()) {
    words = stage.isEmpty() ? tr("of %1").arg(sample) : tr("%1, shown of %2").arg(stage, sample);
  }
  m_progress->setVisible(!words.isEmpty());
  m_cancel->setVisible(!stage.isEmpty());
  static_cast<ProgressNote*>(m_progress)->setState(words, stage.isEmpty() ? -1 : part);
}

void FactStrip::setFacts(std::vector<std::pair<QString, QString>> facts) {
  m_facts = std::move(facts);
  QStringList words;
  for (const auto& [name, value] : m_facts) {
    words << name + QLatin1Char(' ') + value;
  }
  setAccessibleName(words.join(QStringLiteral(", ")));
  updateGeometry();
  update();
}

QSize FactStrip::sizeHint() const {
  return {200, kTabHeight};
}

void FactStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  double right = width();
  for (auto fact = m_facts.rbegin(); fact != m_facts.rend(); ++fact) {
    const QFont& strong = ui::font(TextRole::CellStrong);
    const QFont& plain = ui::font(TextRole::Cell);
    const double value = tabularWidth(strong, fact->second);
    const double name = QFontMetricsF(plain).horizontalAdvance(fact->first);
    if (right - value - name - 5 < 0) {
      break;
    }
    painter.setFont(strong);
    painter.setPen(colors().tx1);
    drawTabular(painter, QRectF(right - value, 0, value, height()), Qt::AlignRight, fact->second);
    painter.setFont(plain);
    painter.setPen(colors().tx3);
    painter.drawText(QRectF(right - value - name - 5, 0, name + 1, height()),
                     Qt::AlignLeft | Qt::AlignVCenter, fact->first);
    right -= value + name + 5 + 16;
  }
}

}  // namespace tatara::ui
