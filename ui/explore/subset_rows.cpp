#include "ui/explore/subset_rows.h"

#include <QApplication>
#include <QClipboard>
#include <QFontMetrics>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/type.h"
#include "ui/explore/rows_filter.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr std::uint64_t kAround = 100;
constexpr std::uint64_t kMostCopied = 1'000'000;

}  // namespace

int startWidth(const dataset::FrameColumn& column) {
  const int title =
      QFontMetrics(font(TextRole::Header)).horizontalAdvance(QString::fromStdString(column.info.name)) + 50;
  const int body = column.info.type == dataset::ColumnType::Time   ? 142
                   : column.info.type == dataset::ColumnType::Text ? 120
                                                                   : 84;
  return std::clamp(std::max(title, body), 72, 220);
}

SubsetRows::SubsetRows(const QString& name, const QString& nothing, QWidget* parent)
    : QWidget(parent),
      m_copyJob([this](Result<QString> text) {
        if (text) {
          QApplication::clipboard()->setText(*text);
          Q_EMIT copied(tr("Rows copied"));
        }
      }),
      m_job([this](Result<RowsWindow> window) {
        if (window) {
          m_view->setWindow(std::move(*window));
        }
      }) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  m_stack = new QStackedWidget;
  m_view = new RowsView;
  m_view->setFilterable(false);
  m_view->setAccessibleName(name);
  m_stack->addWidget(m_view);
  m_stack->addWidget(new EmptyState(QStringLiteral("check"), nothing, {}));
  column->addWidget(m_stack);
  setFocusProxy(m_view);
  connect(m_view, &RowsView::windowNeeded, this, &SubsetRows::readAround);
  connect(m_view, &RowsView::copyAsked, this, &SubsetRows::copyMarked);
  connect(m_view, &RowsView::widthChanged, this, [this](std::size_t index, int width) {
    std::vector<RowsColumn> columns = m_view->columns();
    for (RowsColumn& one : columns) {
      one.width = one.column == index ? width : one.width;
    }
    m_view->setColumns(std::move(columns));
  });
}

void SubsetRows::setRows(FramePtr frame, const dataset::Selection& selection) {
  m_job.cancel();
  m_frame = std::move(frame);
  m_rows = {};
  if (m_frame) {
    // One pass over the bitmap.
    if (auto rows = dataset::RowView::make(*m_frame, nullptr, selection)) {
      m_rows = std::move(*rows);
    }
  }
  m_stack->setCurrentIndex(m_rows.size() == 0 ? 1 : 0);
  m_view->setFrame(m_frame);
  std::vector<RowsColumn> columns;
  for (std::size_t i = 0; m_frame && i < m_frame->columns().size(); ++i) {
    columns.push_back({.column = i, .width = startWidth(m_frame->column(i))});
  }
  m_view->setColumns(std::move(columns));
  m_view->setSize(m_rows.size());
  readAround();
}

void SubsetRows::readAround() {
  if (!m_frame || m_rows.size() == 0) {
    return;
  }
  const std::uint64_t first = m_view->firstPlace() > kAround ? m_view->firstPlace() - kAround : 0;
  m_job.start([frame = m_frame, rows = m_rows, columns = m_view->columns(), first,
               count = m_view->fittingRows() + 2 * kAround](std::stop_token) -> Result<RowsWindow> {
    return readWindow(*frame, rows, columns, first, count);
  });
}

void SubsetRows::copyMarked() {
  const auto [from, to] = m_view->marked();
  const std::uint64_t count = std::min(to - from + 1, kMostCopied);
  RowsText what;
  for (const RowsColumn& one : m_view->columns()) {
    what.columns.push_back(one.column);
  }
  m_copyJob.start(
      [frame = m_frame, rows = m_rows, what, first = from, count](std::stop_token stop) -> Result<QString> {
        const std::vector<std::uint64_t> places = rows.rows(first, static_cast<std::size_t>(count));
        TATARA_ASSIGN(const std::string text, rowsText(*frame, what, RowsFormat::Tsv, places, stop));
        return QString::fromStdString(text);
      });
}

}  // namespace tatara::ui
