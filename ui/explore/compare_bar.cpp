#include "ui/explore/compare_bar.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/tip_text.h"
#include "ui/explore/internal/menu_button.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {

CompareBar::CompareBar(VersionDiff& diff, QWidget* parent) : QWidget(parent), m_diff(diff) {
  auto* bar = new QHBoxLayout(this);
  bar->setContentsMargins(12, 5, 8, 5);
  bar->setSpacing(8);
  m_current = new Label({}, TextRole::CardTitle);
  m_current->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
  bar->addWidget(m_current);
  auto* against = new Label(tr("against"), TextRole::Body, &Colors::tx3);
  against->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
  bar->addWidget(against);
  m_other = new MenuButton(ButtonKind::Normal);
  m_other->setAccessibleName(tr("The version to compare with"));
  bar->addWidget(m_other);
  m_key = new MenuButton(ButtonKind::Normal);
  m_key->setToolTip(tr("Rows with the same key are the same row"));
  m_key->hide();
  bar->addWidget(m_key);
  m_summary = new Label({}, TextRole::Cell, &Colors::tx2);
  m_summary->setTabular(true);
  bar->addWidget(m_summary, 1);
  m_cancel = makeButton(tr("Cancel"), QStringLiteral("close"));
  bar->addWidget(m_cancel);
  m_copy = makeButton(tr("Copy"), QStringLiteral("copy"));
  bar->addWidget(m_copy);
  const auto drop = [](QPushButton* under, const std::function<void(QMenu&)>& fill) {
    auto* menu = new QMenu(under);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fill(*menu);
    menu->popup(under->mapToGlobal(QPoint(0, under->height() + 2)));
  };
  connect(m_other, &QPushButton::clicked, this,
          [this, drop] { drop(m_other, [this](QMenu& menu) { m_diff.fillVersionMenu(menu); }); });
  connect(m_key, &QPushButton::clicked, this,
          [this, drop] { drop(m_key, [this](QMenu& menu) { m_diff.fillKeyMenu(menu); }); });
  connect(m_copy, &QPushButton::clicked, this, [this, drop] { drop(m_copy, m_fillCopy); });
  connect(m_cancel, &QPushButton::clicked, &m_diff, &VersionDiff::cancel);
  connect(&m_diff, &VersionDiff::changed, this, &CompareBar::present);
  connect(&m_diff, &VersionDiff::progressChanged, this, [this] {
    m_summary->setText(m_diff.progress() > 0
                           ? tr("%1, %2 %").arg(m_diff.stage(), metricText(100 * m_diff.progress(), 0))
                           : m_diff.stage());
  });
  present();
}

void CompareBar::present() {
  const bool running = m_diff.state() == VersionDiff::State::Running;
  m_current->setText(m_diff.current() ? versionName(*m_diff.current(), m_diff.current()) : QString());
  m_current->updateGeometry();
  static_cast<MenuButton*>(m_other)->setWords(m_diff.other() ? m_diff.otherName() : tr("no other version"));
  QMenu probe;
  m_diff.fillVersionMenu(probe);
  m_other->setEnabled(!probe.isEmpty());
  m_cancel->setVisible(running);
  m_copy->setEnabled(m_diff.state() == VersionDiff::State::Ready);
  m_key->setEnabled(m_diff.state() == VersionDiff::State::Ready);
  if (m_diff.state() != VersionDiff::State::Ready) {
    m_summary->setText(running ? m_diff.stage() : QString());
    m_summary->setToolTip({});
  }
}

void CompareBar::setSummary(const QString& words, const QString& tip) {
  m_summary->setText(words);
  m_summary->setToolTip(tipText(tip));
}

void CompareBar::setKey(const QString& words) {
  m_key->setVisible(!words.isEmpty());
  static_cast<MenuButton*>(m_key)->setWords(words);
}

void showDiffState(const VersionDiff& diff, QStackedWidget& stack, std::function<void()> retry) {
  if (QWidget* old = stack.widget(1)) {
    stack.removeWidget(old);
    old->deleteLater();
  }
  QWidget* state = nullptr;
  switch (diff.state()) {
    case VersionDiff::State::Ready:
      break;
    case VersionDiff::State::Alone:
      state =
          new EmptyState(QStringLiteral("compare"), VersionDiff::tr("There is one version only"),
                         VersionDiff::tr("Import another file under the same name, or choose a version of "
                                         "another dataset above, and both are compared here."));
      break;
    case VersionDiff::State::Cancelled:
      state = new EmptyState(
          QStringLiteral("compare"), VersionDiff::tr("Cancelled"), VersionDiff::tr("Nothing was compared."),
          {{VersionDiff::tr("Compare again"), QStringLiteral("reproduce"), ButtonKind::Normal, retry}});
      break;
    case VersionDiff::State::Failed:
      state = new ErrorState(diff.failure(), std::move(retry));
      break;
    case VersionDiff::State::Waiting:
    case VersionDiff::State::Running:
      state = new Skeleton(kRowHeight);
      break;
  }
  if (state) {
    stack.addWidget(state);
  }
  stack.setCurrentIndex(state ? 1 : 0);
}

}  // namespace tatara::ui
