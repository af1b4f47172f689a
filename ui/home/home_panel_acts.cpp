// What a person arranges on Home: which figures, whose items, what comes back later; and the menus of rows.
#include <QClipboard>
#include <QCryptographicHash>
#include <QDateTime>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPointer>
#include <QSignalBlocker>
#include <QStackedLayout>

#include "ui/base/number_text.h"
#include "ui/base/utf8.h"
#include "ui/home/home_panel.h"
#include "ui/home/internal/home_lists.h"
#include "ui/shell/preferences.h"
#include "ui/shell/session.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr std::chrono::minutes kLiveAge{1};
constexpr int kMorning = 8;  // o'clock
constexpr QLatin1String kUntil("until");
constexpr QLatin1String kNotMine("notMine");

QString figuresKey() {
  return QStringLiteral("home-figures");
}

Timestamp tomorrowMorning(Timestamp now) {
  const QDateTime today = QDateTime::fromMSecsSinceEpoch(toUnixMillis(now));
  return fromUnixMillis(QDateTime(today.date().addDays(1), QTime(kMorning, 0)).toMSecsSinceEpoch());
}

QMenu* makeHomeMenu(QWidget* parent) {
  auto* menu = new QMenu(parent);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  return menu;
}

}  // namespace

// --- figures

void HomePanel::showKpis() {
  const QStringList chosen =
      QString::fromUtf8(m_context.preferences.layout(figuresKey())).split(QLatin1Char(','));
  m_figures = placeFigures(chosen, {m_data, m_live, m_context.store->clock().now(), m_context.navigator});
  std::vector<KpiCell> cells;
  for (const PlacedFigure& placed : m_figures) {
    cells.push_back(placed.cell);
  }
  m_kpis->setCells(std::move(cells));
}

// Reads requests and labels, so not with every change of a run.
void HomePanel::wantLiveError() {
  const Timestamp now = m_context.store->clock().now();
  if (m_data.endpoints.empty() || m_liveJob.running() || (m_liveAsked && now - *m_liveAsked < kLiveAge)) {
    return;
  }
  m_liveAsked = now;
  m_liveJob.start([store = m_context.store, reader = m_liveReader, endpoints = m_data.endpoints,
                   now](std::stop_token stop) {
    return store->read(
        [&](sql::Connection& connection) { return loadLiveError(connection, *reader, endpoints, now); },
        stop);
  });
}

void HomePanel::chooseFigure(int cell, QPoint at) {
  const PlacedFigure& shown = m_figures[static_cast<std::size_t>(cell)];
  QStringList chosen = QString::fromUtf8(m_context.preferences.layout(figuresKey())).split(QLatin1Char(','));
  chosen.resize(static_cast<qsizetype>(kFigurePlaces));
  QMenu* menu = makeHomeMenu(this);
  menu->addSection(tr("Choose figure"));
  const auto add = [&](const QString& text, const QString& id, bool checked) {
    QAction* action = menu->addAction(text, this, [this, chosen, place = shown.place, id] {
      QStringList next = chosen;
      next[place] = id;
      m_context.preferences.setLayout(figuresKey(), next.join(QLatin1Char(',')).toUtf8());
      showKpis();
    });
    action->setCheckable(true);
    action->setChecked(checked);
  };
  const bool byItself = !figureOf(chosen[shown.place]);
  add(tr("What suits the workspace"), {}, byItself);
  menu->addSeparator();
  for (const Figure figure : allFigures()) {
    add(figureName(figure), figureId(figure), !byItself && figure == shown.figure);
  }
  menu->popup(at);
}

// --- what needs attention

const Attention& HomePanel::shownItem(int row) const {
  return m_data.attention[m_shownAttention.items[static_cast<std::size_t>(row)]];
}

void HomePanel::showAttention() {
  const Timestamp now = m_context.store->clock().now();
  const ShownAttention mine = attentionOf(m_data.attention, m_dismissals, AttentionScope::Mine, now);
  if (!m_scopeChosen) {
    const QSignalBlocker quiet(m_scope);
    m_scope->setCurrent(mine.items.empty() && mine.putOff == 0 ? 1 : 0);
  }
  m_shownAttention =
      m_scope->current() == 0 ? mine : attentionOf(m_data.attention, m_dismissals, AttentionScope::Team, now);
  std::vector<Attention> items;
  for (const std::size_t item : m_shownAttention.items) {
    items.push_back(m_data.attention[item]);
  }
  const auto count = static_cast<std::int64_t>(items.size());
  m_attention->show(std::move(items), now);
  m_attentionPages->setCurrentIndex(count > 0 ? 0 : m_shownAttention.putOff > 0 ? 2 : 1);
  // Beyond what is kept in mind the number is not known for one scope alone.
  const bool more = m_data.attentionCount > static_cast<std::int64_t>(m_data.attention.size());
  QString said = count == 0 ? QString() : countText(count) + (more ? QStringLiteral("+") : QString());
  if (m_shownAttention.putOff > 0) {
    const QString later = tr("%n put off", nullptr, static_cast<int>(m_shownAttention.putOff));
    said = said.isEmpty() ? later : tr("%1 · %2").arg(said, later);
  }
  m_attentionCard->setSubtitle(said);
}

void HomePanel::showAttentionMenu(int row, QPoint at) {
  const Attention& item = shownItem(row);
  const std::string key = item.key();
  const Timestamp now = m_context.store->clock().now();
  QMenu* menu = makeHomeMenu(this);
  addPlaceActions(*menu, routeOf(item), item.run.id ? fromUtf8(item.run.id.value()) : QString());
  menu->addSeparator();
  const auto later = [this, key](Timestamp until) {
    dismiss(tr("Put off"), [key, until](Dismissals& all) { all.until[key] = until; });
  };
  menu->addAction(tr("Snooze for 1 h"), this, [later, now] { later(now + std::chrono::hours(1)); });
  menu->addAction(tr("Snooze until tomorrow"), this, [later, now] { later(tomorrowMorning(now)); });
  if (m_dismissals.notMine.contains(key)) {
    menu->addAction(tr("Mine after all"), this, [this, key] {
      dismiss(tr("Yours again"), [key](Dismissals& all) { all.notMine.erase(key); });
    });
  } else if (item.mine) {
    menu->addAction(tr("Not mine"), this, [this, key] {
      dismiss(tr("Left to the team"), [key](Dismissals& all) { all.notMine.insert(key); });
    });
  }
  if (m_shownAttention.putOff > 0) {
    menu->addSeparator();
    menu->addAction(tr("Bring back what was put off"), this, &HomePanel::bringBack);
  }
  menu->popup(at);
}

void HomePanel::dismiss(const QString& said, const std::function<void(Dismissals&)>& change) {
  const Dismissals before = m_dismissals;
  change(m_dismissals);
  m_scopeChosen = true;  // the row goes; the card does not turn to the team by itself
  writeDismissals();
  showAttention();
  const QPointer<HomePanel> self(this);
  m_context.toasts.offerUndo(said, [self, before] {
    if (self) {
      self->m_dismissals = before;
      self->writeDismissals();
      self->showAttention();
    }
  });
}

QString HomePanel::dismissalKey() const {
  const QByteArray folder = m_context.session.folder().toUtf8();
  return QStringLiteral("home-dismissed/") +
         QString::fromLatin1(QCryptographicHash::hash(folder, QCryptographicHash::Sha256).toHex().left(16));
}

void HomePanel::readDismissals() {
  const QJsonObject kept = QJsonDocument::fromJson(m_context.preferences.layout(dismissalKey())).object();
  const QJsonObject until = kept[kUntil].toObject();
  for (auto at = until.begin(); at != until.end(); ++at) {
    m_dismissals.until[at.key().toStdString()] = fromUnixMillis(at->toInteger());
  }
  for (const QJsonValue key : kept[kNotMine].toArray()) {
    m_dismissals.notMine.insert(key.toString().toStdString());
  }
}

// What is over, and what is about a cause that is gone, is forgotten.
void HomePanel::writeDismissals() {
  const Timestamp now = m_context.store->clock().now();
  std::set<std::string> causes;
  for (const Attention& item : m_data.attention) {
    causes.insert(item.key());
  }
  QJsonObject until;
  for (const auto& [key, time] : m_dismissals.until) {
    if (now < time) {
      until[fromUtf8(key)] = static_cast<qint64>(toUnixMillis(time));
    }
  }
  QJsonArray notMine;
  for (const std::string& key : m_dismissals.notMine) {
    if (causes.contains(key)) {
      notMine.append(fromUtf8(key));
    }
  }
  const QJsonObject kept{{kUntil, until}, {kNotMine, notMine}};
  m_context.preferences.setLayout(dismissalKey(), QJsonDocument(kept).toJson(QJsonDocument::Compact));
}

void HomePanel::bringBack() {
  dismiss(tr("Brought back"), [](Dismissals& all) { all.until.clear(); });
}

// --- places

void HomePanel::addPlaceActions(QMenu& menu, const Route& route, const QString& id) {
  menu.addAction(tr("Open"), this, [this, route] { m_context.navigator.open(route); });
  menu.addAction(tr("Open in new window"), this, [this, route] { m_context.navigator.openWindow(route); });
  menu.addSeparator();
  if (!id.isEmpty()) {
    menu.addAction(tr("Copy ID"), this, [id] { QGuiApplication::clipboard()->setText(id); });
  }
  menu.addAction(tr("Copy link"), this, [route] {
    QGuiApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(route));
  });
}

void HomePanel::showPlaceMenu(const Route& route, const QString& id, QPoint at) {
  QMenu* menu = makeHomeMenu(this);
  addPlaceActions(*menu, route, id);
  menu->popup(at);
}

}  // namespace tatara::ui
