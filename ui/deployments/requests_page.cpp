#include "ui/deployments/requests_page.h"

#include <algorithm>
#include <functional>

#include <QAbstractItemView>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/deployments/client_code.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostText = 400;

QString shortJson(const text::Json& json) {
  return fromUtf8(text::toJson(json).substr(0, kMostText));
}

QString valueText(const text::Json& value) {
  if (const auto number = value.asNumber(); number && !value.asBool()) {
    constexpr int kDigits = 6;
    return withMinus(QString::number(*number, 'g', kDigits));
  }
  const std::string* words = value.asString();
  return words ? fromUtf8(*words) : shortJson(value);
}

// {"hour": [3], "wind": [1.8]} of one row as "hour 3 · wind 1.8"; JSON of several rows.
QString rowText(const text::Json& columns) {
  QStringList parts;
  for (const text::JsonMember& column : columns.members()) {
    if (column.value.items().size() != 1) {
      return shortJson(columns);
    }
    parts << QStringLiteral("%1 %2").arg(fromUtf8(column.key), valueText(column.value.items().front()));
  }
  return parts.isEmpty() ? shortJson(columns) : parts.join(QStringLiteral(" · "));
}

TextCell jsonCell(const text::Json& columns, Tone tone) {
  const std::string whole = text::toJson(columns);
  const auto& members = columns.members();
  // One answer needs no name.
  const bool single = members.size() == 1 && members.front().value.items().size() == 1;
  TextCell cell = TextCell::text(
      tone == Tone::Primary && single ? valueText(members.front().value.items().front()) : rowText(columns),
      tone);
  cell.plain = fromUtf8(whole);
  cell.cell.tip = fromUtf8(whole.substr(0, kMostText));
  return cell;
}

// The same request in every list of the newest, however many have come above it: what is chosen stays chosen.
RowId rowIdOf(const deploy::Prediction& prediction) {
  return static_cast<RowId>(std::hash<std::string>()(prediction.id));
}

TextCell idCell(const std::string& id) {
  TextCell cell = TextCell::text(fromUtf8(id));
  cell.cell.tip = cell.plain;
  return cell;
}

}  // namespace

RequestsPage::RequestsPage(QWidget* parent)
    : QWidget(parent),
      m_card(new Card(tr("Requests"), this)),
      m_grid(new TextGrid(tr("Requests"))),
      m_try(makeButton(tr("Try again"), QStringLiteral("redo"), ButtonKind::Normal)),
      m_erase(makeButton(tr("Erase…"), QStringLiteral("trash"), ButtonKind::Normal)),
      m_labels(makeButton(tr("Labels…"), QStringLiteral("add"), ButtonKind::Normal)),
      m_keep(makeButton(tr("Keep as dataset…"), QStringLiteral("data"), ButtonKind::Normal)) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  for (QPushButton* button : {m_try, m_erase, m_labels, m_keep}) {
    setControlSize(*button, ControlSize::Small);
    m_card->addTool(button);
  }
  m_card->setContent(m_grid);
  whole->addWidget(m_card);
  connect(m_try, &QPushButton::clicked, this, [this] {
    if (const deploy::Prediction* one = chosen()) {
      Q_EMIT tryAsked(QString::fromUtf8(QJsonDocument(rowOf(*one)).toJson()).trimmed());
    }
  });
  connect(m_erase, &QPushButton::clicked, this, [this] {
    const deploy::Prediction* one = chosen();
    Q_EMIT eraseAsked(one ? fromUtf8(one->id) : QString());
  });
  connect(m_labels, &QPushButton::clicked, this, [this] {
    const deploy::Prediction* one = chosen();
    Q_EMIT labelsAsked(one ? fromUtf8(one->id) : QString());
  });
  connect(m_keep, &QPushButton::clicked, this, &RequestsPage::keepAsked);
  connect(m_grid, &TextGrid::chosenChanged, this, &RequestsPage::choose);
}

const deploy::Prediction* RequestsPage::chosen() const {
  if (!m_facts || m_chosen.empty()) {
    return nullptr;
  }
  const auto found = std::ranges::find(m_facts->logged, m_chosen, &deploy::Prediction::id);
  return found == m_facts->logged.end() ? nullptr : &*found;
}

void RequestsPage::choose() {
  if (m_showing) {
    return;  // a row that stands where another stood is not chosen by that
  }
  const auto row = m_grid->current();
  const auto found = row ? std::ranges::find(m_facts->logged, *row, rowIdOf) : m_facts->logged.end();
  m_chosen = found == m_facts->logged.end() ? std::string() : found->id;
  m_try->setEnabled(chosen() != nullptr);
}

// What is chosen stays so while it is among the newest; after that nothing is.
void RequestsPage::showRows(std::vector<ColumnSpec> columns, std::vector<TextRow> rows) {
  const QScopedValueRollback showing(m_showing, true);
  m_grid->show(std::move(columns), std::move(rows));
  if (!chosen()) {
    m_chosen.clear();
    if (auto* view = qobject_cast<QAbstractItemView*>(m_grid->focusTarget())) {
      view->setCurrentIndex({});
    }
  }
}

void RequestsPage::show(const EndpointFactsPtr& facts, bool readOnly) {
  m_facts = facts;
  std::vector<TextRow> rows;
  for (const deploy::Prediction& one : facts->logged) {
    rows.push_back(
        {rowIdOf(one),
         {TextCell::value(isoTimeText(one.at), static_cast<double>(toUnixMillis(one.at)),
                          isoTimeText(one.at)),
          TextCell::text(versionText(one.version), Tone::Primary),
          TextCell::value(latencyText(one.milliseconds / 1000), one.milliseconds,
                          QString::number(one.milliseconds)),
          TextCell::value(countText(one.rows), static_cast<double>(one.rows), QString::number(one.rows)),
          jsonCell(one.outputs, Tone::Primary), jsonCell(one.inputs, Tone::Secondary), idCell(one.id)}});
  }
  ColumnSpec inputs = gridColumn("inputs", tr("Inputs"), 300);
  inputs.fills = true;
  showRows({gridColumn("at", tr("Time"), 150), gridColumn("version", tr("Version"), 70),
            gridColumn("ms", tr("Took"), 80, ColumnKind::Number),
            gridColumn("rows", tr("Rows"), 60, ColumnKind::Number),
            gridColumn("answer", tr("Answer"), 110, ColumnKind::Number), inputs,
            gridColumn("id", tr("Request"), 120)},
           std::move(rows));
  m_card->setSubtitle(facts->loggedRequests == 0
                          ? tr("none kept yet")
                          : tr("%1 kept, newest first").arg(countText(facts->loggedRequests)));
  m_try->setEnabled(chosen() != nullptr);
  m_erase->setEnabled(!readOnly && facts->loggedRequests > 0 && facts->permissions.deploy.empty());
  m_erase->setToolTip(
      tipText(readOnly ? tr("This workspace is read-only") : phraseText(facts->permissions.deploy)));
  m_labels->setEnabled(!readOnly);
  m_labels->setToolTip(tr("What really happened, by the id of the request"));
  m_keep->setEnabled(!readOnly && facts->loggedRequests > 0);
}

}  // namespace tatara::ui
