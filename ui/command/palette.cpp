#include "ui/command/palette.h"

#include <algorithm>
#include <functional>

#include <QAbstractListModel>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"
#include "ui/command/action_registry.h"

namespace tatara::ui {
namespace {

constexpr int kWidth = 640;
constexpr int kHeight = 420;
constexpr int kRow = 32;
constexpr int kGroupRow = 26;
constexpr int kRecent = 5;
constexpr int kNothingAfterMs = 200;  // runs and models are found a moment after commands

}  // namespace

int matchScore(const QString& text, const QString& words) {
  int score = 1;
  for (const QString& word : words.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
    const qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
    if (at >= 0) {
      const bool wordStart = at == 0 || !text[at - 1].isLetterOrNumber();
      score += wordStart ? (at == 0 ? 60 : 50) : 20;
      continue;
    }
    // Letters in order: "cmr" finds "Compare runs".
    qsizetype from = 0;
    for (const QChar letter : word) {
      from = text.indexOf(letter, from, Qt::CaseInsensitive);
      if (from < 0) {
        return 0;
      }
      ++from;
    }
    score += 2;
  }
  return score;
}

class CommandPalette::Model final : public QAbstractListModel {
 public:
  using QAbstractListModel::QAbstractListModel;

  // Items of a group stand together; a heading row (no item) goes before each.
  void setItems(std::vector<PaletteItem> items) {
    beginResetModel();
    m_rows.clear();
    m_items = std::move(items);
    QString group;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
      if (i == 0 || m_items[i].group != group) {
        group = m_items[i].group;
        m_rows.push_back({static_cast<int>(i), true});
      }
      m_rows.push_back({static_cast<int>(i), false});
    }
    endResetModel();
  }
  bool isHeading(int row) const { return m_rows[static_cast<std::size_t>(row)].heading; }
  const PaletteItem& item(int row) const {
    return m_items[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(row)].item)];
  }
  int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
  }
  QVariant data(const QModelIndex& index, int role) const override {
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
      return isHeading(index.row()) ? item(index.row()).group : item(index.row()).text;
    }
    return {};
  }
  Qt::ItemFlags flags(const QModelIndex& index) const override {
    return isHeading(index.row()) ? Qt::NoItemFlags : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
  }

 private:
  struct Row {
    int item;
    bool heading;
  };
  std::vector<PaletteItem> m_items;
  std::vector<Row> m_rows;
};

namespace {

template <typename Model>
class Delegate final : public QStyledItemDelegate {
 public:
  Delegate(const Model& model, QObject* parent) : QStyledItemDelegate(parent), m_model(model) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
    return QSize(0, m_model.isHeading(index.row()) ? kGroupRow : kRow);
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const Colors& c = colors();
    const PaletteItem& item = m_model.item(index.row());
    const QRect rect = option.rect.adjusted(6, 0, -6, 0);
    if (m_model.isHeading(index.row())) {
      painter->setFont(font(TextRole::Header));
      painter->setPen(c.tx3);
      painter->drawText(rect.adjusted(8, 4, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, item.group);
      return;
    }
    if (option.state & (QStyle::State_Selected)) {
      drawPanel(*painter, rect, kControlRadius, c.sel, Qt::transparent);
    } else if (option.state & QStyle::State_MouseOver) {
      drawPanel(*painter, rect, kControlRadius, c.bg3, Qt::transparent);
    }
    int x = rect.left() + 10;
    if (!item.icon.isEmpty()) {
      drawIcon(*painter, item.icon, QRectF(x, rect.center().y() - 7, 16, 16), c.tx2);
    }
    x += 26;
    int right = rect.right() - 10;
    const bool selected = option.state & QStyle::State_Selected;
    const QString keys = !item.actions.empty() && selected ? QStringLiteral("Tab") : item.keys;
    if (!keys.isEmpty()) {
      painter->setFont(font(TextRole::Caption));
      painter->setPen(c.tx3);
      painter->drawText(QRect(rect.left(), rect.top(), right - rect.left(), rect.height()),
                        Qt::AlignRight | Qt::AlignVCenter, keys);
      right -= painter->fontMetrics().horizontalAdvance(keys) + 12;
    }
    painter->setFont(font(TextRole::Body));
    painter->setPen(c.tx1);
    const QString text = painter->fontMetrics().elidedText(item.text, Qt::ElideMiddle, right - x);
    painter->drawText(QRect(x, rect.top(), right - x, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, text);
    x += painter->fontMetrics().horizontalAdvance(text) + 10;
    if (!item.detail.isEmpty() && x < right) {
      painter->setFont(font(TextRole::Cell));
      painter->setPen(c.tx3);
      painter->drawText(QRect(x, rect.top(), right - x, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                        painter->fontMetrics().elidedText(item.detail, Qt::ElideRight, right - x));
    }
  }

 private:
  const Model& m_model;
};

}  // namespace

// Says where its rows would be that there are none.
class CommandPalette::List final : public QListView {
 public:
  using QListView::QListView;

  void setNothing(const QString& said) {
    m_nothing = said;
    setAccessibleDescription(said);
    viewport()->update();
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    QListView::paintEvent(event);
    if (!m_nothing.isEmpty()) {
      QPainter painter(viewport());
      painter.setFont(tatara::ui::font(TextRole::Body));
      painter.setPen(colors().tx3);
      const QRect place = viewport()->rect().adjusted(16, 6, -16, 0);
      painter.drawText(place, Qt::AlignLeft | Qt::AlignTop,
                       painter.fontMetrics().elidedText(m_nothing, Qt::ElideMiddle, place.width()));
    }
  }

 private:
  QString m_nothing;
};

CommandPalette::CommandPalette(ActionRegistry& actions, std::vector<PaletteProvider> providers,
                               QWidget* window)
    : QFrame(window),
      m_actions(actions),
      m_providers(std::move(providers)),
      m_window(window),
      m_field(new QLineEdit(this)),
      m_list(new List(this)),
      m_model(new Model(this)),
      m_nothingTimer(new QTimer(this)),
      m_alive(std::make_shared<int>(0)) {
  hide();
  setAccessibleName(tr("Command palette"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 6);
  column->setSpacing(0);
  m_field->setFrame(false);
  m_field->setFont(tatara::ui::font(TextRole::Body));
  m_field->setPlaceholderText(tr("Search or run a command"));
  m_field->setAccessibleName(m_field->placeholderText());
  m_field->setFixedHeight(44);
  m_field->setTextMargins(14, 0, 14, 0);
  QPalette clear = m_field->palette();
  clear.setColor(QPalette::Base, Qt::transparent);
  m_field->setPalette(clear);
  column->addWidget(m_field);
  m_list->setModel(m_model);
  m_list->setItemDelegate(new Delegate<Model>(*m_model, m_list));
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setMouseTracking(true);
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setAccessibleName(tr("Results"));
  column->addSpacing(6);
  column->addWidget(m_list, 1);
  connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::refresh);
  connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { run(index.row()); });
  m_nothingTimer->setSingleShot(true);
  m_nothingTimer->setInterval(kNothingAfterMs);
  connect(m_nothingTimer, &QTimer::timeout, this,
          [this] { m_list->setNothing(tr("Nothing is called “%1”").arg(m_field->text().trimmed())); });
  m_field->installEventFilter(this);
  m_window->installEventFilter(this);
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::popUp(const QString& words) {
  const int width = std::min(kWidth, m_window->width() - 32);
  const int height = std::min(kHeight, m_window->height() - 64);
  setGeometry((m_window->width() - width) / 2, std::max(16, m_window->height() / 10), width, height);
  m_subject.reset();
  m_field->setPlaceholderText(tr("Search or run a command"));
  m_field->setText(words);
  refresh();
  show();
  raise();
  m_field->setFocus(Qt::PopupFocusReason);
}

QStringList CommandPalette::recent() const {
  return m_recent;
}

void CommandPalette::setRecent(const QStringList& ids) {
  m_recent = ids.mid(0, kRecent);
}

void CommandPalette::enterSubject() {
  const int row = m_list->currentIndex().row();
  if (m_subject || row < 0 || m_model->isHeading(row) || m_model->item(row).actions.empty()) {
    return;
  }
  m_subject = m_model->item(row);
  m_typedBefore = m_field->text();
  m_field->setPlaceholderText(tr("What to do with %1").arg(m_subject->text));
  m_field->text().isEmpty() ? showActions() : m_field->clear();
}

void CommandPalette::leaveSubject() {
  m_subject.reset();
  m_field->setPlaceholderText(tr("Search or run a command"));
  m_field->text() == m_typedBefore ? refresh() : m_field->setText(m_typedBefore);
}

void CommandPalette::showActions() {
  ++m_generation;
  const QString words = m_field->text().trimmed();
  std::vector<PaletteItem> items;
  for (const PaletteItem& action : m_subject->actions) {
    if (matchScore(action.text, words) > 0) {
      items.push_back(action);
      items.back().group = m_subject->text;
    }
  }
  std::ranges::stable_sort(items, std::greater(),
                           [&words](const PaletteItem& item) { return matchScore(item.text, words); });
  showItems(std::move(items));
}

void CommandPalette::showItems(std::vector<PaletteItem> items) {
  m_model->setItems(std::move(items));
  m_list->setNothing({});
  if (m_model->rowCount() > 1) {
    m_list->setCurrentIndex(m_model->index(1));
    m_nothingTimer->stop();
  } else {
    m_nothingTimer->start();
  }
}

namespace {

PaletteItem itemOf(const ActionRegistry::Entry& entry, const QString& text) {
  PaletteItem item;
  item.group = entry.group;
  item.text = text;
  item.icon = entry.action->property("iconName").toString();
  item.id = entry.id;
  item.keys = keyText(entry.action->shortcut());
  item.run = [action = entry.action] {
    if (action) {
      action->trigger();
    }
  };
  return item;
}

// Groups in the order of their best item.
std::vector<PaletteItem> byGroup(std::vector<PaletteItem> flat) {
  QStringList order;
  for (const PaletteItem& item : flat) {
    if (!order.contains(item.group)) {
      order.append(item.group);
    }
  }
  std::stable_sort(flat.begin(), flat.end(), [&order](const PaletteItem& a, const PaletteItem& b) {
    return order.indexOf(a.group) < order.indexOf(b.group);
  });
  return flat;
}

}  // namespace

void CommandPalette::refresh() {
  if (m_subject) {
    showActions();
    return;
  }
  const QString words = m_field->text().trimmed();
  std::vector<std::pair<int, PaletteItem>> scored;
  for (const ActionRegistry::Entry& entry : m_actions.available()) {
    QString text = entry.action->text();
    text.remove(QLatin1Char('&'));
    int score = matchScore(text, words);
    if (score == 0) {
      continue;
    }
    PaletteItem item = itemOf(entry, text);
    const qsizetype last = m_recent.indexOf(entry.id);
    if (last >= 0) {
      score += 10 - static_cast<int>(last);
      if (words.isEmpty()) {
        item.group = tr("Recent");
        score += 1000 - static_cast<int>(last);
      }
    }
    scored.emplace_back(score, std::move(item));
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<PaletteItem> items;
  for (auto& [score, item] : scored) {
    items.push_back(std::move(item));
  }
  auto shown = std::make_shared<std::vector<PaletteItem>>(byGroup(std::move(items)));
  const auto show = [this, shown] { showItems(*shown); };
  show();
  ++m_generation;
  if (words.isEmpty()) {
    return;
  }
  for (const PaletteProvider& provider : m_providers) {
    provider(words, [this, shown, show, generation = m_generation,
                     alive = std::weak_ptr<int>(m_alive)](std::vector<PaletteItem> found) {
      if (alive.expired() || generation != m_generation) {
        return;
      }
      shown->insert(shown->end(), found.begin(), found.end());
      *shown = byGroup(std::move(*shown));
      show();
    });
  }
}

void CommandPalette::run(int row) {
  if (row < 0 || row >= m_model->rowCount() || m_model->isHeading(row)) {
    return;
  }
  const PaletteItem item = m_model->item(row);
  hide();
  if (!item.id.isEmpty()) {
    m_recent.removeAll(item.id);
    m_recent.prepend(item.id);
    m_recent = m_recent.mid(0, kRecent);
    Q_EMIT recentChanged();
  }
  item.run();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_window && event->type() == QEvent::MouseButtonPress) {
    hide();
    return false;
  }
  if (watched != m_field) {
    return false;
  }
  if (event->type() == QEvent::FocusOut && isVisible()) {
    hide();
    return false;
  }
  if (event->type() != QEvent::KeyPress) {
    return false;
  }
  const auto* key = static_cast<QKeyEvent*>(event);
  const int rows = m_model->rowCount();
  switch (key->key()) {
    case Qt::Key_Escape:
      if (m_subject) {
        leaveSubject();
        return true;
      }
      hide();
      m_window->setFocus();
      return true;
    case Qt::Key_Tab:
      enterSubject();
      return true;
    case Qt::Key_Backtab:
      if (m_subject) {
        leaveSubject();
      }
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      run(m_list->currentIndex().row());
      return true;
    case Qt::Key_Down:
    case Qt::Key_Up: {
      if (rows < 2) {
        return true;
      }
      const int step = key->key() == Qt::Key_Down ? 1 : -1;
      int row = m_list->currentIndex().row();
      do {
        row = (row + step + rows) % rows;
      } while (m_model->isHeading(row));
      m_list->setCurrentIndex(m_model->index(row));
      return true;
    }
    default:
      return false;
  }
}

void CommandPalette::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawPanel(painter, rect(), kCardRadius, colors().bg1, colors().line2);
  painter.fillRect(QRect(1, 45, width() - 2, 1), colors().line);
}

}  // namespace tatara::ui
