#include "ui/review/internal/code_view.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPaintEvent>
#include <QPainter>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kLine = 20;
constexpr qreal kNumbers = 44;
constexpr qreal kSign = 16;
constexpr qsizetype kLongest = 400;  // characters of a line that are shown

QString lineText(const std::string& text) {
  QString line = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).left(kLongest);
  line.replace(QLatin1Char('\t'), QStringLiteral("    "));
  return line;
}

}  // namespace

CodeView::CodeView(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Changes of the code"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QString CodeView::titleOf(const CodeChange& change) {
  const QString from = QString::fromStdString(change.from);
  switch (change.kind) {
    case CodeChange::Commits:
      return QStringLiteral("%1 → %2").arg(from, QString::fromStdString(change.to));
    case CodeChange::Challenger:
      return from.isEmpty() ? tr("Not committed by the challenger's run")
                            : tr("Not committed by the challenger's run, on %1").arg(from);
    case CodeChange::Champion:
      break;
  }
  return from.isEmpty() ? tr("Not committed by the champion's run")
                        : tr("Not committed by the champion's run, on %1").arg(from);
}

void CodeView::addFile(const provenance::PatchFile& file, int most) {
  const QString path = QString::fromStdString(file.path);
  const QString moved = QString::fromStdString(file.before);
  QString name = moved.isEmpty() ? path : tr("%1 → %2").arg(moved, path);
  name = file.added ? tr("%1, new").arg(name) : file.removed ? tr("%1, removed").arg(name) : name;
  m_rows.push_back({Row::File, name,
                    QStringLiteral("+%1 −%2").arg(countText(file.insertions), countText(file.deletions)), ' ',
                    0});
  if (file.binary) {
    m_rows.push_back({Row::Words, tr("No text, or too large to be shown"), {}, ' ', 0});
  }
  for (const provenance::PatchHunk& hunk : file.hunks) {
    if (full(most)) {
      m_whole = false;
      return;
    }
    m_rows.push_back({Row::Hunk, lineText(hunk.heading), {}, ' ', 0});
    for (const provenance::PatchLine& line : hunk.lines) {
      if (full(most)) {
        m_whole = false;
        return;
      }
      m_rows.push_back(
          {Row::Line, lineText(line.text), {}, line.sign, line.sign == '-' ? line.before : line.after});
    }
  }
}

void CodeView::show(const std::vector<CodeChange>& changes, int most) {
  m_rows.clear();
  m_whole = true;
  for (const CodeChange& change : changes) {
    if (full(most)) {
      m_whole = false;
      break;
    }
    m_rows.push_back({Row::Section, titleOf(change),
                      tr("+%1 −%2 in %n files", nullptr, static_cast<int>(change.patch.files.size()))
                          .arg(countText(change.patch.insertions()), countText(change.patch.deletions())),
                      ' ', 0});
    for (const provenance::PatchFile& file : change.patch.files) {
      if (full(most)) {
        m_whole = false;
        break;
      }
      addFile(file, most);
    }
    if (m_whole && (change.cut || change.patch.cut)) {
      m_rows.push_back({Row::Words, tr("The diff is longer; this is its beginning"), {}, ' ', 0});
    }
  }
  QStringList texts;
  qsizetype longest = 0;
  for (const Row& row : m_rows) {
    texts << (row.kind == Row::Line ? QLatin1Char(row.sign) + row.text : row.text);
    longest = std::max(longest, row.text.size());
  }
  setAccessibleDescription(texts.join(QLatin1Char('\n')).left(20'000));
  m_widest = static_cast<int>(
      kNumbers + kSign + 2 * kCardPadding +
      static_cast<qreal>(longest) *
          QFontMetricsF(tatara::ui::font(TextRole::Code)).horizontalAdvance(QLatin1Char('0')));
  updateGeometry();
  update();
}

QSize CodeView::sizeHint() const {
  return {std::clamp(m_widest, 300, 4'000), static_cast<int>(m_rows.size()) * kLine};
}

void CodeView::paintRow(QPainter& painter, const Row& row, const QRectF& rect) const {
  const Colors& c = colors();
  if (row.sign == '+' || row.sign == '-') {
    painter.fillRect(rect, row.sign == '+' ? c.okbg : c.errbg);
  } else if (row.kind == Row::File || row.kind == Row::Section) {
    painter.fillRect(rect, c.bg2);
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1), c.line);
  }
  const QRectF inside = rect.adjusted(kCardPadding, 0, -kCardPadding, 0);
  if (row.kind == Row::Line) {
    painter.setFont(tatara::ui::font(TextRole::Code));
    painter.setPen(c.tx3);
    painter.drawText(QRectF(rect.left(), rect.top(), kNumbers, rect.height()),
                     Qt::AlignRight | Qt::AlignVCenter, QString::number(row.number));
    painter.setPen(row.sign == '+' ? c.ok : row.sign == '-' ? c.err : c.tx1);
    painter.drawText(QRectF(rect.left() + kNumbers + 6, rect.top(), kSign, rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     row.sign == '-' ? QStringLiteral("−") : QString(QLatin1Char(row.sign)));
    painter.setPen(c.tx1);
    painter.drawText(QRectF(rect.left() + kNumbers + kSign + 6, rect.top(), 4'000, rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, row.text);
    return;
  }
  const bool code = row.kind == Row::File || row.kind == Row::Hunk;
  painter.setFont(tatara::ui::font(row.kind == Row::Section ? TextRole::CellStrong
                                   : code                   ? TextRole::Code
                                                            : TextRole::Cell));
  painter.setPen(row.kind == Row::Section || row.kind == Row::File ? c.tx1 : c.tx3);
  const qreal right = row.right.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(row.right) + 12;
  const QString text = row.kind == Row::Hunk ? QStringLiteral("⋯ ") + row.text : row.text;
  painter.drawText(
      inside.adjusted(0, 0, -right, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
      painter.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(inside.width() - right)));
  painter.setPen(c.tx2);
  painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, row.right);
}

void CodeView::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  const int first = std::max(0, event->rect().top() / kLine);
  const int last = std::min(lines() - 1, event->rect().bottom() / kLine);
  for (int i = first; i <= last; ++i) {
    paintRow(painter, m_rows[static_cast<std::size_t>(i)], QRectF(0, i * kLine, width(), kLine));
  }
}

}  // namespace tatara::ui
