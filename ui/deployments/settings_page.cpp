#include "ui/deployments/settings_page.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/sheet.h"

namespace tatara::ui {
namespace {

constexpr int kColumn = 480;

QSpinBox* spin(int least, int most, const QString& suffix = {}) {
  auto* box = new QSpinBox;
  box->setRange(least, most);
  box->setSuffix(suffix);
  return box;
}

QVBoxLayout* formColumn(QWidget* content) {
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  column->setSpacing(10);
  return column;
}

void addField(QVBoxLayout& column, const QString& label, QWidget* input, const QString& hint) {
  input->setAccessibleName(label);
  column.addWidget(new FormField(label, input, hint));
}

std::vector<std::string> listOf(const QLineEdit& line) {
  std::vector<std::string> names;
  for (const QString& name : line.text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!name.trimmed().isEmpty()) {
      names.push_back(name.trimmed().toStdString());
    }
  }
  return names;
}

QString joined(const std::vector<std::string>& names) {
  QStringList list;
  for (const std::string& name : names) {
    list << fromUtf8(name);
  }
  return list.join(QStringLiteral(", "));
}

}  // namespace

SettingsPage::SettingsPage(QWidget* parent)
    : QWidget(parent),
      m_queue(spin(1, 100'000)),
      m_deadline(spin(1, 3'600'000, tr(" ms"))),
      m_slow(spin(1, 3'600'000, tr(" ms"))),
      m_logged(spin(0, 100, QStringLiteral(" %"))),
      m_kept(spin(0, 36'500, tr(" days"))),
      m_masked(new QLineEdit),
      m_owner(new QLineEdit),
      m_deputy(new QLineEdit),
      m_runbook(new QLineEdit),
      m_mostDays(spin(0, 36'500, tr(" days"))),
      m_callers(new QLineEdit) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  auto* cards = new QWidget;
  auto* row = new QHBoxLayout(cards);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kCardGap);
  row->addWidget(makeServing(), 1, Qt::AlignTop);
  row->addWidget(makePeople(), 1, Qt::AlignTop);
  row->addStretch(0);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(cards);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  cards->setAutoFillBackground(false);
  whole->addWidget(scroll);
  for (QSpinBox* box : {m_queue, m_deadline, m_slow, m_logged, m_kept, m_mostDays}) {
    connect(box, &QSpinBox::valueChanged, this, &SettingsPage::update);
  }
  for (QLineEdit* line : {m_masked, m_owner, m_deputy, m_runbook, m_callers}) {
    connect(line, &QLineEdit::textChanged, this, &SettingsPage::update);
  }
  connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveAsked(edited()); });
  connect(m_cancel, &QPushButton::clicked, this, [this] { fill(m_facts->endpoint.settings); });
  connect(m_delete, &QPushButton::clicked, this, &SettingsPage::deleteAsked);
}

QWidget* SettingsPage::makeServing() {
  auto* card = new Card(tr("Settings"), this);
  card->setMaximumWidth(kColumn);
  auto* content = new QWidget;
  auto* column = formColumn(content);
  m_kept->setSpecialValueText(tr("for ever"));
  addField(*column, tr("Requests at once"), m_queue, tr("More wait or run: they are told to come again"));
  addField(*column, tr("Deadline"), m_deadline, tr("A request without an answer by then gets 504"));
  addField(*column, tr("Latency budget"), m_slow, tr("A slower answer counts against a canary"));
  addField(*column, tr("Requests kept"), m_logged,
           tr("With their answers, for the Requests tab and for datasets"));
  addField(*column, tr("Kept for"), m_kept, tr("Older ones go by themselves"));
  addField(*column, tr("Columns not kept"), m_masked, tr("Names with commas between them"));
  auto* buttons = new QHBoxLayout;
  m_delete = makeButton(tr("Delete endpoint…"), QStringLiteral("trash"), ButtonKind::Danger);
  m_cancel = makeButton(tr("Cancel"));
  m_save = makeButton(tr("Save settings"), {}, ButtonKind::Primary);
  buttons->addWidget(m_delete);
  buttons->addStretch(1);
  buttons->addWidget(m_cancel);
  buttons->addWidget(m_save);
  column->addLayout(buttons);
  card->setContent(content);
  return card;
}

QWidget* SettingsPage::makePeople() {
  auto* card = new Card(tr("Responsibility"), this);
  card->setMaximumWidth(kColumn);
  auto* content = new QWidget;
  auto* column = formColumn(content);
  m_mostDays->setSpecialValueText(tr("any"));
  addField(*column, tr("Owner"), m_owner, tr("Who answers for it; by itself who made it"));
  addField(*column, tr("Deputy"), m_deputy, tr("When the owner cannot"));
  addField(*column, tr("Runbook"), m_runbook, tr("Where it says what to do when it fails"));
  addField(*column, tr("Greatest age of its model"), m_mostDays,
           tr("Since the version was registered; a check fails beyond it"));
  addField(*column, tr("Callers"), m_callers,
           tr("People whose access tokens may ask, with commas between them; nobody named: everybody"));
  card->setContent(content);
  return card;
}

deploy::Settings SettingsPage::edited() const {
  deploy::Settings settings = m_facts->endpoint.settings;
  settings.queue = m_queue->value();
  settings.deadline = std::chrono::milliseconds(m_deadline->value());
  settings.slow = std::chrono::milliseconds(m_slow->value());
  settings.logged = m_logged->value();
  settings.keptDays = m_kept->value();
  settings.masked = listOf(*m_masked);
  settings.mostDays = m_mostDays->value();
  const std::string owner = m_owner->text().trimmed().toStdString();
  if (owner != m_facts->endpoint.owner) {
    settings.owner = owner;
  }
  settings.deputy = m_deputy->text().trimmed().toStdString();
  settings.runbook = m_runbook->text().trimmed().toStdString();
  settings.callers = listOf(*m_callers);
  return settings;
}

void SettingsPage::fill(const deploy::Settings& settings) {
  m_queue->setValue(settings.queue);
  m_deadline->setValue(static_cast<int>(settings.deadline.count()));
  m_slow->setValue(static_cast<int>(settings.slow.count()));
  m_logged->setValue(settings.logged);
  m_kept->setValue(settings.keptDays);
  m_masked->setText(joined(settings.masked));
  m_mostDays->setValue(settings.mostDays);
  m_owner->setText(fromUtf8(m_facts->endpoint.owner));
  m_deputy->setText(fromUtf8(settings.deputy));
  m_runbook->setText(fromUtf8(settings.runbook));
  m_callers->setText(joined(settings.callers));
  update();
}

void SettingsPage::update() {
  if (!m_facts) {
    return;
  }
  const bool changed = edited() != m_facts->endpoint.settings;
  const QString refused =
      m_readOnly ? tr("This workspace is read-only") : phraseText(m_facts->permissions.deploy);
  m_save->setEnabled(changed && refused.isEmpty());
  m_save->setToolTip(tipText(refused));
  m_cancel->setEnabled(changed);
  m_delete->setEnabled(refused.isEmpty());
  m_delete->setToolTip(tipText(refused));
}

void SettingsPage::show(const EndpointFactsPtr& facts, bool readOnly) {
  const bool keep =
      m_facts && m_facts->endpoint.name == facts->endpoint.name && edited() != m_facts->endpoint.settings;
  m_facts = facts;
  m_readOnly = readOnly;
  keep ? update() : fill(facts->endpoint.settings);
}

}  // namespace tatara::ui
