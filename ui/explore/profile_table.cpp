#include "ui/explore/profile_table.h"

#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "ui/base/icon.h"
#include "ui/base/language.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/style.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"
#include "ui/explore/column_text.h"
#include "ui/widget/badge.h"

namespace tatara::ui {
namespace {

constexpr int kTableSide = 12;
constexpr int kBarWidth = 120;
constexpr int kLeastBarWidth = 72;
constexpr int kLeastName = 90;
constexpr int kBarHeight = 20;
constexpr int kLeastBadge = 44;
constexpr int kMoreBadge = 32;  // of "+2"
constexpr int kLeastAlerts = 96;
constexpr int kMostAlerts = 210;
constexpr int kBadgeSides = 12;
constexpr int kBadgeGap = 4;

double statistic(const dataset::ColumnProfile& column, ProfileTable::Field field) {
  switch (field) {
    case ProfileTable::Field::Missing:
      return static_cast<double>(column.missing);
    case ProfileTable::Field::Distinct:
      return static_cast<double>(column.distinct);
    case ProfileTable::Field::Min:
      return column.min;
    case ProfileTable::Field::Median:
      return column.median;
    case ProfileTable::Field::Max:
      return column.max;
    case ProfileTable::Field::Mean:
      return column.mean;
    case ProfileTable::Field::Deviation:
      return column.sd;
    case ProfileTable::Field::Alerts:
      return static_cast<double>(column.alerts.size());
    case ProfileTable::Field::Column:
    case ProfileTable::Field::Distribution:
      break;
  }
  return dataset::kUndefined;
}

std::vector<const dataset::Alert*> gravestFirst(const dataset::Profile& profile,
                                                const dataset::ColumnProfile& column) {
  std::vector<const dataset::Alert*> alerts;
  for (const std::size_t index : column.alerts) {
    if (index < profile.alerts.size()) {
      alerts.push_back(&profile.alerts[index]);
    }
  }
  std::ranges::stable_sort(
      alerts, [](const auto* one, const auto* other) { return one->severity > other->severity; });
  return alerts;
}

}  // namespace

ProfileTable::ProfileTable(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Profile of the columns"));
  verticalScrollBar()->setSingleStep(kRowHeight);
  layOut();
}

void ProfileTable::setProfile(ProfilePtr profile, std::vector<bool> known) {
  m_profile = std::move(profile);
  m_known = std::move(known);
  m_hoveredColumn = m_hoveredBar = -1;
  arrange();
}

void ProfileTable::setBars(std::vector<ColumnBars> bars, bool updating) {
  m_bars = std::move(bars);
  m_updating = updating;
  viewport()->update();
}

void ProfileTable::setStale(bool stale) {
  m_stale = stale;
  viewport()->update();
}

void ProfileTable::setNotes(std::vector<dataset::ColumnNote> notes) {
  m_notes = std::move(notes);
  viewport()->update();
}

const dataset::ColumnNote* ProfileTable::noteOf(const std::string& column) const {
  const auto found = std::ranges::find(m_notes, column, &dataset::ColumnNote::name);
  return found == m_notes.end() ? nullptr : &*found;
}

int ProfileTable::wholeHeight() const {
  return kHeaderRowHeight + static_cast<int>(m_rows.size()) * kRowHeight;
}

void ProfileTable::setListed(std::optional<std::vector<std::size_t>> columns) {
  m_listed = std::move(columns);
  arrange();
}

void ProfileTable::setSort(Field field, Order order) {
  m_sort = field;
  m_order = order;
  arrange();
}

void ProfileTable::select(int column) {
  m_selected = column;
  if (m_profile && column >= 0 && column < static_cast<int>(m_profile->columns.size())) {
    const auto at = std::ranges::find(m_rows, static_cast<std::size_t>(column));
    if (at != m_rows.end()) {
      const int top = static_cast<int>(at - m_rows.begin()) * kRowHeight;
      QScrollBar* bar = verticalScrollBar();
      const int room = viewport()->height() - kHeaderRowHeight;
      if (top < bar->value()) {
        bar->setValue(top);
      } else if (top + kRowHeight > bar->value() + room) {
        bar->setValue(top + kRowHeight - room);
      }
    }
  }
  if (hasFocus()) {
    tellCurrentItem(this);
  }
  viewport()->update();
}

void ProfileTable::arrange() {
  m_rows.clear();
  if (m_profile) {
    if (m_listed) {
      m_rows = *m_listed;
    } else {
      for (std::size_t i = 0; i < m_profile->columns.size(); ++i) {
        m_rows.push_back(i);
      }
    }
    if (m_order != Order::File) {
      const auto& columns = m_profile->columns;
      const bool down = m_order == Order::Descending;
      std::ranges::stable_sort(m_rows, [&](std::size_t a, std::size_t b) {
        if (m_sort == Field::Column) {
          return down ? columns[b].name < columns[a].name : columns[a].name < columns[b].name;
        }
        const double left = statistic(columns[a], m_sort);
        const double right = statistic(columns[b], m_sort);
        if (std::isnan(left) || std::isnan(right)) {
          return !std::isnan(left) && std::isnan(right);  // what has no such number stands last both ways
        }
        return down ? left > right : left < right;
      });
    }
  }
  layOut();
  tellItemsChanged(this);
  viewport()->update();
}

// What the longest row of alerts takes: the gravest in words, and how many more there are.
int ProfileTable::alertsWidth() const {
  const QFontMetrics metrics(ui::font(TextRole::Badge));
  const auto badge = [&](const QString& words) {
    return metrics.horizontalAdvance(words) + kBadgeSides + kBadgeGap;
  };
  int widest = kLeastAlerts;
  for (const std::size_t index : m_rows) {
    const dataset::ColumnProfile& column = m_profile->columns[index];
    int width = column.role == dataset::ColumnRole::Target ? badge(roleWord(column.role)) : 0;
    if (const auto alerts = gravestFirst(*m_profile, column); !alerts.empty()) {
      width += badge(phraseText(alerts.front()->badge)) + (alerts.size() > 1 ? kMoreBadge : 0);
    }
    widest = std::max(widest, width);
  }
  return std::min(widest, kMostAlerts);
}

void ProfileTable::layOut() {
  const int wide = viewport()->width();
  verticalScrollBar()->setPageStep(std::max(viewport()->height() - kHeaderRowHeight, 0));
  verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(m_rows.size()) * kRowHeight -
                                                   (viewport()->height() - kHeaderRowHeight)));
  // Numbers have their widths; alerts and names share the rest.
  struct Wanted {
    Field field;
    QString title;
    int width;
    bool right;
  };
  const Wanted wanted[] = {{Field::Column, tr("Column"), 114, false},
                           {Field::Distribution, tr("Distribution"), kBarWidth + 8, false},
                           {Field::Missing, tr("Missing"), 58, true},
                           {Field::Distinct, tr("Distinct"), 66, true},
                           {Field::Min, tr("Min"), 58, true},
                           {Field::Median, tr("Median"), 60, true},
                           {Field::Max, tr("Max"), 62, true},
                           {Field::Mean, tr("Mean"), 60, true},
                           {Field::Deviation, tr("SD"), 58, true},
                           {Field::Alerts, tr("Alerts"), kLeastAlerts, false}};
  int total = 2 * kTableSide;
  for (const Wanted& column : wanted) {
    total += column.width;
  }
  // Where it is narrow, bars and names give way to the words of alerts.
  const int lacking = std::max(total + 16 + alertsWidth() - kLeastAlerts - wide, 0);
  const int fromBars = std::min(lacking, kBarWidth - kLeastBarWidth);
  const int fromName = std::min(lacking - fromBars, wanted[0].width - kLeastName);
  m_barWidth = kBarWidth - fromBars;
  const int spare = std::max(wide - total, 0);
  const int toName = lacking > 0 ? -fromName : spare * 2 / 5;
  const int toNumbers = lacking > 0 ? 0 : spare / 5 / 7;
  m_slots.clear();
  int x = kTableSide;
  for (const Wanted& column : wanted) {
    int width = column.width;
    width += column.field == Field::Column         ? toName
             : column.field == Field::Distribution ? -fromBars
             : column.right                        ? toNumbers
                                                   : 0;
    if (column.field == Field::Alerts) {
      x += 16;
      width = std::max(wide - kTableSide - x, 40);
    }
    m_slots.push_back({column.field, column.title, QRect(x, 0, width, kHeaderRowHeight), column.right});
    x += width;
  }
}

void ProfileTable::resizeEvent(QResizeEvent*) {
  layOut();
}

const ProfileTable::Slot& ProfileTable::slot(Field field) const {
  return m_slots[static_cast<std::size_t>(field)];
}

QRect ProfileTable::rowRect(std::size_t row) const {
  return QRect(0, kHeaderRowHeight + static_cast<int>(row) * kRowHeight - verticalScrollBar()->value(),
               viewport()->width(), kRowHeight);
}

QRect ProfileTable::itemRect(int item) const {
  const QRect body = viewport()->rect().adjusted(0, kHeaderRowHeight, 0, 0);
  return (rowRect(static_cast<std::size_t>(item)) & body).translated(viewport()->pos());
}

QRect ProfileTable::itemCellRect(int item, int cell) const {
  const QRect row = itemRect(item);
  const QRect place = m_slots[static_cast<std::size_t>(cell)].rect;
  return row.isEmpty() ? row : QRect(place.left() + viewport()->x(), row.top(), place.width(), row.height());
}

int ProfileTable::currentItem() const {
  const auto at = std::ranges::find(m_rows, static_cast<std::size_t>(std::max(m_selected, 0)));
  return m_selected < 0 || at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

std::optional<std::size_t> ProfileTable::rowAt(int y) const {
  if (y < kHeaderRowHeight) {
    return std::nullopt;
  }
  const auto row =
      static_cast<std::size_t>((y - kHeaderRowHeight + verticalScrollBar()->value()) / kRowHeight);
  return row < m_rows.size() ? std::optional(row) : std::nullopt;
}

QRectF ProfileTable::barRect(const QRect& row) const {
  return QRectF(slot(Field::Distribution).rect.left(), row.top() + (kRowHeight - kBarHeight) / 2.0,
                m_barWidth, kBarHeight);
}

void ProfileTable::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  painter.fillRect(viewport()->rect(), colors().bg1);
  const auto first = static_cast<std::size_t>(verticalScrollBar()->value() / kRowHeight);
  painter.setClipRect(0, kHeaderRowHeight, viewport()->width(), viewport()->height() - kHeaderRowHeight);
  for (std::size_t row = first; row < m_rows.size(); ++row) {
    const QRect rect = rowRect(row);
    if (rect.top() > viewport()->height()) {
      break;
    }
    paintRow(painter, m_rows[row], rect);
  }
  painter.setClipping(false);
  paintHeader(painter);
}

void ProfileTable::paintHeader(QPainter& painter) const {
  const Colors& c = colors();
  painter.fillRect(QRect(0, 0, viewport()->width(), kHeaderRowHeight), c.bg2);
  painter.fillRect(QRect(0, kHeaderRowHeight - 1, viewport()->width(), 1), c.line);
  for (const Slot& at : m_slots) {
    const bool sorted = m_order != Order::File && at.field == m_sort;
    QFont header = ui::font(TextRole::Header);
    header.setWeight(sorted ? QFont::DemiBold : header.weight());
    painter.setFont(header);
    painter.setPen(sorted ? c.tx1 : c.tx3);
    painter.drawText(at.rect, (at.right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, at.title);
    if (sorted) {
      const int text = painter.fontMetrics().horizontalAdvance(at.title);
      const int x = at.right ? at.rect.right() - text - 15 : at.rect.left() + text + 4;
      drawIcon(
          painter,
          m_order == Order::Descending ? QStringLiteral("sort-descending") : QStringLiteral("sort-ascending"),
          QRectF(x, 7, 12, 12), c.tx1);
    }
  }
}

void ProfileTable::paintRow(QPainter& painter, std::size_t index, const QRect& row) const {
  const Colors& c = colors();
  const bool selected = static_cast<int>(index) == m_selected;
  if (selected) {
    painter.fillRect(row, c.sel);
  } else if (static_cast<int>(index) == m_hoveredColumn) {
    painter.fillRect(row, c.bg2);
  }
  painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), c.line);
  const dataset::ColumnProfile& column = m_profile->columns[index];
  const bool ignored = column.role == dataset::ColumnRole::Ignore;
  drawIcon(painter, typeIcon(column.type), QRectF(kTableSide + 1, row.top() + 7.5, 13, 13), c.tx3);
  const dataset::ColumnNote* note = noteOf(column.name);
  const bool personal = note && note->personal;
  const QRect name =
      QRect(kTableSide + 20, row.top(), slot(Field::Column).rect.width() - (personal ? 42 : 26), kRowHeight);
  painter.setFont(ui::font(TextRole::CellMedium));
  painter.setPen(ignored ? c.tx3 : c.tx1);
  const QString shown =
      painter.fontMetrics().elidedText(QString::fromStdString(column.name), Qt::ElideMiddle, name.width());
  painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter, shown);
  if (personal) {
    drawIcon(painter, QStringLiteral("locked"),
             QRectF(name.left() + painter.fontMetrics().horizontalAdvance(shown) + 4, row.top() + 8, 12, 12),
             c.tx3);
  }
  const QRectF bars = barRect(row);
  if (index >= m_known.size() || !m_known[index]) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.bg3);
    painter.drawRoundedRect(bars.adjusted(0, 5, 0, -5), 4, 4);
    for (const Field field : {Field::Missing, Field::Distinct, Field::Mean, Field::Deviation}) {
      const QRect cell = slot(field).rect;
      painter.drawRoundedRect(QRectF(cell.right() - 32, row.top() + 10, 32, 8), 4, 4);
    }
    return;
  }
  if (index < m_bars.size() && !m_bars[index].empty()) {
    painter.setOpacity(m_updating ? 0.4 : 1);
    paintBars(painter, bars, m_bars[index], selected,
              static_cast<int>(index) == m_hoveredColumn ? m_hoveredBar : -1);
    painter.setOpacity(1);
  } else {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(c.tx3);
    const QString words = column.count == 0 ? tr("no values") : tr("all different");
    painter.drawText(bars, Qt::AlignLeft | Qt::AlignVCenter, words);
  }
  painter.setOpacity(m_stale ? 0.4 : 1);
  paintNumbers(painter, column, row);
  painter.setOpacity(1);
  paintAlerts(painter, column, slot(Field::Alerts).rect.translated(0, row.top()));
  if (selected && hasFocus()) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(c.acctx, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(row).adjusted(2, 2, -2, -3), 4, 4);
  }
}

void ProfileTable::paintNumbers(QPainter& painter, const dataset::ColumnProfile& column,
                                const QRect& row) const {
  const Colors& c = colors();
  painter.setFont(ui::font(TextRole::Cell));
  const auto cell = [&](Field field, const QString& text, const QColor& color) {
    QRect rect = slot(field).rect;
    rect.moveTop(row.top());
    rect.setHeight(kRowHeight);
    painter.setPen(text == QString(kMissing) ? c.tx3 : color);
    drawTabular(painter, rect, Qt::AlignRight, text);
  };
  const auto number = [&](Field field, const QColor& color) {
    cell(field, numberText(column, field), color);
  };
  number(Field::Missing, column.missing > 0 ? c.tx1 : c.tx2);
  number(Field::Distinct, c.tx1);
  if (!column.numeric()) {
    const QRect first = slot(Field::Min).rect;
    const QRect rect(first.left() + 16, row.top(), slot(Field::Deviation).rect.right() - first.left() - 15,
                     kRowHeight);
    painter.setPen(column.type == dataset::ColumnType::Time ? c.tx1 : c.tx3);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(acrossText(column), Qt::ElideMiddle, rect.width()));
    return;
  }
  for (const Field field : {Field::Min, Field::Median, Field::Max, Field::Mean, Field::Deviation}) {
    number(field, c.tx1);
  }
}

void ProfileTable::paintAlerts(QPainter& painter, const dataset::ColumnProfile& column,
                               const QRect& cell) const {
  painter.save();
  painter.setClipRect(cell.adjusted(0, 0, 0, kRowHeight), Qt::IntersectClip);
  double x = cell.left();
  const double y = cell.top() + (kRowHeight - kBadgeHeight) / 2.0;
  const auto plain = [&](const QString& text, const QColor& fill, const QColor& color, int kept = 0) {
    painter.setFont(ui::font(TextRole::Badge));
    const int room = cell.right() - static_cast<int>(x) - kBadgeSides - kept;
    const QString fit = painter.fontMetrics().elidedText(text, Qt::ElideRight, std::max(room, 24));
    const int width = painter.fontMetrics().horizontalAdvance(fit) + kBadgeSides;
    drawPanel(painter, QRectF(x, y, width, kBadgeHeight), kBadgeRadius, fill, Qt::transparent);
    painter.setPen(color);
    painter.drawText(QRectF(x, y, width, kBadgeHeight), Qt::AlignCenter, fit);
    x += width + kBadgeGap;
  };
  const Colors& c = colors();
  const std::vector<const dataset::Alert*> alerts = gravestFirst(*m_profile, column);
  if (column.role == dataset::ColumnRole::Target) {
    plain(roleWord(column.role), c.accbg, c.acctx);
  }
  const QFontMetrics metrics(ui::font(TextRole::Badge));
  for (std::size_t i = 0; i < alerts.size(); ++i) {
    const BadgeLook look = badgeLook(alertState(alerts[i]->severity));
    // The gravest has its words; how many more there are is a number, their words are in the tooltip.
    const bool more = i + 1 < alerts.size();
    const QString words = phraseText(alerts[i]->badge);
    const int whole = metrics.horizontalAdvance(words) + kBadgeSides + (more ? kMoreBadge : 0);
    if (cell.right() - x < std::min(whole, i == 0 ? kLeastBadge + 24 : kLeastBadge)) {
      plain(QStringLiteral("+%1").arg(alerts.size() - i), c.*look.fill, c.*look.text);
      break;
    }
    plain(words, c.*look.fill, c.*look.text, more ? kMoreBadge : 0);
  }
  painter.restore();
}

}  // namespace tatara::ui
