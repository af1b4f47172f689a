#include "ui/deployments/endpoint_list.h"

#include <algorithm>

#include <QAbstractListModel>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/chart/sparkline.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/widget/badge.h"

namespace tatara::ui {
namespace {

constexpr int kCardHeight = 120;
constexpr std::size_t kMostCards = 30;
constexpr int kBar = 6;

void drawText(QPainter& painter, const QRectF& rect, TextRole role, const QColor& color, const QString& text,
              Qt::Alignment align = Qt::AlignLeft) {
  painter.setFont(font(role));
  painter.setPen(color);
  const QString fitting =
      painter.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(rect.width()));
  painter.drawText(rect, static_cast<int>(align | Qt::AlignVCenter), fitting);
}

// The weights as one bar; grey when nothing serves.
void drawWeights(QPainter& painter, const QRectF& rect, const deploy::Endpoint& endpoint, bool serving) {
  painter.setPen(Qt::NoPen);
  double left = rect.left();
  for (const deploy::Route& route : endpoint.routes) {
    const double width = rect.width() * route.weight / deploy::kWhole;
    if (width > 0) {
      painter.setBrush(serving ? slotColor(styleOf(route.version).slot) : colors().line2);
      painter.drawRoundedRect(QRectF(left, rect.top(), std::max(2.0, width - 1), rect.height()), 3, 3);
      left += width;
    }
  }
}

QString routesWords(const deploy::Endpoint& endpoint) {
  QStringList words;
  for (const deploy::Route& route : endpoint.routes) {
    words << (route.shadow ? EndpointList::tr("%1 shadow").arg(versionText(route.version))
                           : versionText(route.version) + QLatin1Char(' ') + weightText(route.weight));
  }
  return words.join(QStringLiteral(" · "));
}

}  // namespace

class EndpointList::Model final : public QAbstractListModel {
 public:
  using QAbstractListModel::QAbstractListModel;

  int rowCount(const QModelIndex& parent) const override {
    return parent.isValid() || !lines ? 0 : static_cast<int>(lines->size());
  }
  QVariant data(const QModelIndex& index, int role) const override {
    if (!lines || !index.isValid()) {
      return {};
    }
    const EndpointLine& line = (*lines)[static_cast<std::size_t>(index.row())];
    if (role == Qt::AccessibleTextRole || role == Qt::DisplayRole) {
      return QStringLiteral("%1, %2, %3")
          .arg(fromUtf8(line.endpoint.name), lookOf(line, serving).word, routesWords(line.endpoint));
    }
    return role == Qt::ToolTipRole ? QVariant(tipText(fromUtf8(line.endpoint.name))) : QVariant();
  }
  void take(EndpointLines next, bool nowServing) {
    const bool same = lines && next && lines->size() == next->size();
    if (!same) {
      beginResetModel();
    }
    lines = std::move(next);
    serving = nowServing;
    if (!same) {
      endResetModel();
    } else if (!lines->empty()) {
      Q_EMIT dataChanged(index(0), index(static_cast<int>(lines->size()) - 1));
    }
  }

  EndpointLines lines;
  bool serving = false;
};

class EndpointList::Delegate final : public QStyledItemDelegate {
 public:
  Delegate(Model* model, QObject* parent) : QStyledItemDelegate(parent), m_model(model) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {200, compact() ? kRowHeight : kCardHeight + kCardGap};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const EndpointLine& line = (*m_model->lines)[static_cast<std::size_t>(index.row())];
    const bool current = option.state.testFlag(QStyle::State_Selected);
    compact() ? paintRow(*painter, option.rect, line, current) : paintCard(*painter, option, line, current);
    painter->restore();
  }

 private:
  bool compact() const { return m_model->lines && m_model->lines->size() > kMostCards; }

  void paintRow(QPainter& painter, const QRectF& rect, const EndpointLine& line, bool current) const {
    if (current) {
      painter.fillRect(rect, colors().sel);
    }
    const EndpointLook look = lookOf(line, m_model->serving);
    const int badge = badgeWidth(look.badge, look.word);
    paintBadge(painter, {rect.right() - badge - 8, rect.center().y() - kBadgeHeight / 2.0}, look.badge,
               look.word);
    drawText(painter, rect.adjusted(10, 0, -badge - 16, 0), TextRole::CellMedium, colors().tx1,
             fromUtf8(line.endpoint.name));
  }

  void paintCard(QPainter& painter, const QStyleOptionViewItem& option, const EndpointLine& line,
                 bool current) const {
    const Colors& c = colors();
    const QRectF card = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -kCardGap - 0.5);
    painter.setPen(QPen(current ? c.acctx : c.line, 1));
    painter.setBrush(current ? c.selside : c.bg1);
    painter.drawRoundedRect(card, kCardRadius, kCardRadius);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), kCardRadius, kCardRadius);
    }
    const QRectF inner = card.adjusted(12, 10, -12, -10);
    const EndpointLook look = lookOf(line, m_model->serving);
    const int badge = badgeWidth(look.badge, look.word);
    paintBadge(painter, {inner.right() - badge, inner.top()}, look.badge, look.word);
    drawText(painter, {inner.left(), inner.top(), inner.width() - badge - 8, 18}, TextRole::CardTitle, c.tx1,
             fromUtf8(line.endpoint.name));
    const deploy::Endpoint& endpoint = line.endpoint;
    const QString kind =
        endpoint.follows.empty()
            ? fromUtf8(endpoint.model)
            : QStringLiteral("%1 · @%2").arg(fromUtf8(endpoint.model), fromUtf8(endpoint.follows));
    drawText(painter, {inner.left(), inner.top() + 19, inner.width(), 16}, TextRole::Caption, c.tx3, kind);
    drawWeights(painter, {inner.left(), inner.top() + 40, inner.width(), kBar}, endpoint, m_model->serving);
    drawText(painter, {inner.left(), inner.top() + 49, inner.width(), 16}, TextRole::Caption, c.tx2,
             routesWords(endpoint));
    paintFigures(painter, {inner.left(), inner.top() + 68, inner.width(), 34}, line);
  }

  void paintFigures(QPainter& painter, const QRectF& rect, const EndpointLine& line) const {
    const Colors& c = colors();
    const std::pair<QString, QString> figures[] = {
        {EndpointList::tr("req/s"), rateText(line.recent.perSecond)},
        {EndpointList::tr("p95"), latencyText(line.recent.p95)},
        {EndpointList::tr("errors"), shareText(line.recent.errors)}};
    const double widths[] = {46, 62, 58};
    double left = rect.left();
    for (std::size_t i = 0; i < 3; ++i) {
      drawText(painter, {left, rect.top(), widths[i], 16}, TextRole::Caption, c.tx3, figures[i].first);
      drawText(painter, {left, rect.top() + 15, widths[i], 18}, TextRole::CellStrong, c.tx1,
               figures[i].second);
      left += widths[i];
    }
    std::vector<double> x(line.spark.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = static_cast<double>(i);
    }
    const QRectF spark(left + 4, rect.top() + 4, rect.right() - left - 4, 28);
    const bool asked = std::ranges::any_of(line.spark, [](double rate) { return rate > 0; });
    if (asked && spark.width() > 20) {
      painter.save();
      paintSparkline(painter, spark, *CurveData::make(std::move(x), line.spark),
                     {.color = m_model->serving ? c.acctx : c.line2, .width = 1.2, .fill = SparkFill::Under});
      painter.restore();
    }
  }

  Model* m_model;
};

EndpointList::EndpointList(QWidget* parent) : QListView(parent), m_model(new Model(this)) {
  setModel(m_model);
  setItemDelegate(new Delegate(m_model, this));
  setFrameShape(QFrame::NoFrame);
  setVerticalScrollMode(ScrollPerPixel);
  setSelectionMode(SingleSelection);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Endpoints"));
  viewport()->setAutoFillBackground(false);
  setMouseTracking(true);
}

void EndpointList::setEndpoints(EndpointLines lines, bool serving) {
  m_quiet = true;
  m_lines = lines;
  m_model->take(std::move(lines), serving);
  m_quiet = false;
  setCurrent(m_current);
}

void EndpointList::setCurrent(const QString& name) {
  m_current = name;
  m_quiet = true;
  for (int row = 0; m_lines && row < static_cast<int>(m_lines->size()); ++row) {
    if (fromUtf8((*m_lines)[static_cast<std::size_t>(row)].endpoint.name) == name) {
      setCurrentIndex(m_model->index(row));
    }
  }
  m_quiet = false;
}

void EndpointList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  QListView::currentChanged(current, previous);
  if (m_quiet || !m_lines || !current.isValid()) {
    return;
  }
  m_current = fromUtf8((*m_lines)[static_cast<std::size_t>(current.row())].endpoint.name);
  Q_EMIT opened(m_current);
}

}  // namespace tatara::ui
