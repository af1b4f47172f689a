#include "ui/deployments/settings_page.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
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

}  // namespace

SettingsPage::SettingsPage(QWidget* parent)
    : QWidget(parent),
      m_queue(spin(1, 100'000)),
      m_deadline(spin(1, 3'600'000, tr(" ms"))),
      m_slow(spin(1, 3'600'000, tr(" ms"))),
      m_logged(spin(0, 100, QStringLiteral(" %"))),
      m_kept(spin(0, 36'500, tr(" days"))),
      m_masked(new QLineEdit) {
  auto* whole = new QHBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  auto* card = new Card(tr("Settings"), this);
  card->setFixedWidth(kColumn);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  column->setSpacing(10);
  m_kept->setSpecialValueText(tr("for ever"));
  const auto field = [&](const QString& label, QWidget* input, const QString& hint) {
    input->setAccessibleName(label);
    column->addWidget(new FormField(label, input, hint));
  };
  field(tr("Requests at once"), m_queue, tr("More wait or run: they are told to come again"));
  field(tr("Deadline"), m_deadline, tr("A request without an answer by then gets 504"));
  field(tr("Slow from"), m_slow, tr("A slower answer counts against a canary"));
  field(tr("Requests kept"), m_logged, tr("With their answers, for the Requests tab and for datasets"));
  field(tr("Kept for"), m_kept, tr("Older ones go by themselves"));
  field(tr("Columns not kept"), m_masked, tr("Names with commas between them"));
  auto* buttons = new QHBoxLayout;
  m_delete = makeButton(tr("Delete endpoint…"), QStringLiteral("trash"), ButtonKind::Danger);
  m_cancel = makeButton(tr("Cancel"));
  m_save = makeButton(tr("Save settings"), {}, ButtonKind::Primary);
  buttons->addWidget(m_delete);
  buttons->addStretch(1);
  buttons->addWidget(m_cancel);
  buttons->addWidget(m_save);
  column->addLayout(buttons);
  column->addStretch(1);
  card->setContent(content);
  whole->addWidget(card, 0, Qt::AlignTop);
  whole->addStretch(1);
  for (QSpinBox* box : {m_queue, m_deadline, m_slow, m_logged, m_kept}) {
    connect(box, &QSpinBox::valueChanged, this, &SettingsPage::update);
  }
  connect(m_masked, &QLineEdit::textChanged, this, &SettingsPage::update);
  connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveAsked(edited()); });
  connect(m_cancel, &QPushButton::clicked, this, [this] { fill(m_facts->endpoint.settings); });
  connect(m_delete, &QPushButton::clicked, this, &SettingsPage::deleteAsked);
}

deploy::Settings SettingsPage::edited() const {
  deploy::Settings settings = m_facts->endpoint.settings;
  settings.queue = m_queue->value();
  settings.deadline = std::chrono::milliseconds(m_deadline->value());
  settings.slow = std::chrono::milliseconds(m_slow->value());
  settings.logged = m_logged->value();
  settings.keptDays = m_kept->value();
  settings.masked.clear();
  for (const QString& name : m_masked->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!name.trimmed().isEmpty()) {
      settings.masked.push_back(name.trimmed().toStdString());
    }
  }
  return settings;
}

void SettingsPage::fill(const deploy::Settings& settings) {
  m_queue->setValue(settings.queue);
  m_deadline->setValue(static_cast<int>(settings.deadline.count()));
  m_slow->setValue(static_cast<int>(settings.slow.count()));
  m_logged->setValue(settings.logged);
  m_kept->setValue(settings.keptDays);
  QStringList masked;
  for (const std::string& name : settings.masked) {
    masked << QString::fromStdString(name);
  }
  m_masked->setText(masked.join(QStringLiteral(", ")));
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
  m_save->setToolTip(refused);
  m_cancel->setEnabled(changed);
  m_delete->setEnabled(refused.isEmpty());
  m_delete->setToolTip(refused);
}

void SettingsPage::show(const EndpointFactsPtr& facts, bool readOnly) {
  const bool keep =
      m_facts && m_facts->endpoint.name == facts->endpoint.name && edited() != m_facts->endpoint.settings;
  m_facts = facts;
  m_readOnly = readOnly;
  keep ? update() : fill(facts->endpoint.settings);
}

}  // namespace tatara::ui
