#include "ui/activity/entry_card.h"

#include <QFrame>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/crypto/digest.h"
#include "ui/base/metrics.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kNameWidth = 92;

}  // namespace

EntryCard::EntryCard(QWidget* parent) : QWidget(parent) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  auto* card = new Card(tr("Entry"), this);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->viewport()->setAutoFillBackground(false);
  m_content = new QWidget;
  auto* column = new QVBoxLayout(m_content);
  column->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  column->setSpacing(8);
  m_title = new Label({}, TextRole::CardTitle);
  m_title->setOverflow(Overflow::Wrap);
  m_when = new Label({}, TextRole::Caption, &Colors::tx3);
  m_open = makeButton(tr("Open what it is about"), {}, ButtonKind::Normal);
  m_chain = new Label({}, TextRole::Caption, &Colors::tx3);
  m_chain->setOverflow(Overflow::Wrap);
  column->addWidget(m_title);
  column->addWidget(m_when);
  column->addWidget(m_open, 0, Qt::AlignLeft);
  column->addWidget(m_chain);
  column->addStretch(1);
  scroll->setWidget(m_content);
  m_content->setAutoFillBackground(false);  // setWidget() turns it on
  card->setContent(scroll);
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
  m_chain->hide();
  delete m_facts;
  m_facts = nullptr;
}

void EntryCard::setChain(const QString& words) {
  m_chain->setText(words);
}

void EntryCard::add(const QString& name, const QString& value) {
  auto* grid = static_cast<QGridLayout*>(m_facts->layout());
  const int row = grid->rowCount();
  auto* left = new Label(name, TextRole::Cell, &Colors::tx3);
  left->setFixedWidth(kNameWidth);
  auto* right = new Label(value, TextRole::Cell, &Colors::tx1);
  right->setOverflow(Overflow::Wrap);
  grid->addWidget(left, row, 0, Qt::AlignTop);
  grid->addWidget(right, row, 1, Qt::AlignTop);
}

void EntryCard::show(const registry::Act& act) {
  const ActWords words = actWords(act);
  m_title->setText(QStringLiteral("%1 %2").arg(fromUtf8(act.actor), words.sentence()));
  m_when->setText(isoTimeText(act.at));
  m_route = routeOf(act.object);
  m_open->setVisible(m_route.has_value());
  delete m_facts;
  m_facts = new QWidget;
  auto* grid = new QGridLayout(m_facts);
  grid->setContentsMargins(0, 4, 0, 4);
  grid->setHorizontalSpacing(10);
  grid->setVerticalSpacing(8);
  grid->setColumnStretch(1, 1);
  add(tr("Entry"), QString::number(act.id));
  add(tr("Person"), fromUtf8(act.actor));
  add(tr("Known by"), act.identity.empty() ? tr("not recorded") : fromUtf8(act.identity));
  add(tr("Act"), fromUtf8(act.verb));
  add(tr("Object"), fromUtf8(act.object));
  const bool members = act.before && act.after && act.before->starts_with('{') && !words.change.isEmpty();
  if (members) {
    add(tr("Change"), words.change);
  } else {
    if (act.before && *act.before != "null") {
      add(tr("Before"), fromUtf8(*act.before));
    }
    if (act.after) {
      add(tr("After"), fromUtf8(*act.after));
    }
  }
  if (!act.reason.empty()) {
    add(tr("Reason"), fromUtf8(act.reason));
  }
  add(tr("Program"), fromUtf8(act.program));
  add(tr("Signature"), act.signature.empty() ? tr("none") : tr("SSH key"));
  add(tr("SHA-256"), act.digest ? fromUtf8(crypto::toHex(*act.digest)) : tr("not sealed yet"));
  auto* column = static_cast<QVBoxLayout*>(m_content->layout());
  column->insertWidget(column->indexOf(m_chain), m_facts);
  m_facts->show();
  m_chain->setVisible(!m_chain->text().isEmpty());
}

}  // namespace tatara::ui
