#include "ui/activity/entry_card.h"

#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "ui/base/metrics.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/model/text_grid.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr std::string_view kModelObject = "model/";

}  // namespace

std::optional<Route> routeOf(const std::string& object) {
  if (!object.starts_with(kModelObject)) {
    return std::nullopt;
  }
  std::string name = object.substr(kModelObject.size());
  name = name.substr(0, name.find('@'));  // an alias shows its model
  const std::size_t slash = name.rfind('/');
  if (slash != std::string::npos) {
    if (const auto version = parseInt(name.substr(slash + 1))) {
      return ModelRoute{fromUtf8(name.substr(0, slash)), *version, {}};
    }
  }
  return ModelRoute{fromUtf8(name), std::nullopt, {}};
}

EntryCard::EntryCard(QWidget* parent) : QWidget(parent) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  auto* card = new Card(tr("Entry"), this);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(1, 0, 1, 1);
  column->setSpacing(8);
  auto* words = new QVBoxLayout;
  words->setContentsMargins(kCardPadding, 0, kCardPadding, 0);
  words->setSpacing(4);
  m_title = new Label({}, TextRole::CardTitle);
  m_title->setOverflow(Overflow::Wrap);
  m_when = new Label({}, TextRole::Caption, &Colors::tx3);
  m_open = makeButton(tr("Open what it is about"), {}, ButtonKind::Normal);
  words->addWidget(m_title);
  words->addWidget(m_when);
  words->addWidget(m_open, 0, Qt::AlignLeft);
  column->addLayout(words);
  m_facts = new TextGrid(tr("Entry"));
  column->addWidget(m_facts, 1);
  card->setContent(content);
  whole->addWidget(card);
  connect(m_open, &QPushButton::clicked, this, [this] {
    if (m_route) {
      Q_EMIT routeAsked(*m_route);
    }
  });
  showNothing();
}

void EntryCard::showNothing() {
  m_title->setText(tr("Choose an entry"));
  m_when->setText({});
  m_route.reset();
  m_open->hide();
  m_facts->setVisible(false);
}

void EntryCard::show(const registry::Act& act) {
  m_title->setText(tr("%1: %2, %3").arg(fromUtf8(act.actor), fromUtf8(act.verb), fromUtf8(act.object)));
  m_when->setText(isoTimeText(act.at));
  m_route = routeOf(act.object);
  m_open->setVisible(m_route.has_value());
  std::vector<TextRow> rows;
  const auto add = [&rows](const QString& name, const QString& value) {
    TextCell cell = TextCell::text(value, Tone::Primary);
    cell.cell.tip = value;
    rows.push_back({static_cast<RowId>(rows.size()), {TextCell::text(name), std::move(cell)}});
  };
  add(tr("Entry"), QString::number(act.id));
  add(tr("Person"), fromUtf8(act.actor));
  add(tr("Known by"), act.identity.empty() ? tr("not recorded") : fromUtf8(act.identity));
  add(tr("Act"), fromUtf8(act.verb));
  add(tr("Object"), fromUtf8(act.object));
  if (act.before) {
    add(tr("Before"), fromUtf8(*act.before));
  }
  if (act.after) {
    add(tr("After"), fromUtf8(*act.after));
  }
  if (!act.reason.empty()) {
    add(tr("Reason"), fromUtf8(act.reason));
  }
  add(tr("Program"), fromUtf8(act.program));
  add(tr("Signature"), act.signature.empty() ? tr("none") : tr("SSH key"));
  add(tr("SHA-256"), act.digest ? fromUtf8(crypto::toHex(*act.digest)) : tr("not sealed yet"));
  ColumnSpec name;
  name.id = "name";
  name.title = tr("Name");
  name.width = 110;
  ColumnSpec value;
  value.id = "value";
  value.title = tr("Value");
  value.width = 220;
  value.fills = true;
  m_facts->show({name, value}, std::move(rows));
  m_facts->setVisible(true);
}

}  // namespace tatara::ui
