#include "ui/explore/rejected_sheet.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/dataset/engine.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/catalog.h"
#include "ui/explore/internal/sheet_table.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kRejectedWidth = 760;

}  // namespace

RejectedSheet::RejectedSheet(std::shared_ptr<store::Store> store, const dataset::Version& version,
                             QWidget* parent)
    : Sheet(tr("Values of %1 v%2 that do not fit").arg(fromUtf8(version.name)).arg(version.version),
            kRejectedWidth, parent),
      m_store(std::move(store)),
      m_version(version),
      m_job([this](Result<Found> found) { show(std::move(found)); }) {
  m_said = new Label(tr("Reading…"), TextRole::Body, &Colors::tx2, this);
  m_said->setOverflow(Overflow::Wrap);
  body()->addWidget(m_said);
  auto* pages = new QWidget(this);
  pages->setMinimumHeight(10 * kRowHeight);
  m_pages = new QStackedLayout(pages);
  m_pages->addWidget(new Skeleton(kRowHeight));
  m_table = makeSheetTable({tr("Line"), tr("Row"), tr("Column"), tr("Text"), tr("Why")}, pages);
  m_table->setAccessibleName(tr("Values that do not fit"));
  m_table->setColumnWidth(0, 70);
  m_table->setColumnWidth(1, 70);
  m_table->setColumnWidth(2, 140);
  m_table->setColumnWidth(3, 200);
  m_pages->addWidget(m_table);
  body()->addWidget(pages, 1);
  m_copy = addButton(tr("Copy"), [this] { QApplication::clipboard()->setText(tsv()); });
  m_copy->setEnabled(false);
  addClose();
  read();
}

RejectedSheet::~RejectedSheet() = default;

void RejectedSheet::read() {
  m_pages->setCurrentIndex(0);
  m_job.start([store = m_store, version = m_version](std::stop_token stop) -> Result<Found> {
    TATARA_ASSIGN(const auto engine, dataset::Engine::open());
    TATARA_ASSIGN(const dataset::Table table, openSource(store, *engine, version, 0, stop));
    return Found{table.rejected(), table.rejectedCount()};
  });
}

void RejectedSheet::show(Result<Found> found) {
  if (!found) {
    m_said->setText({});
    delete std::exchange(m_failure, new ErrorState(found.error(), [this] { read(); }));
    m_pages->addWidget(m_failure);
    m_pages->setCurrentWidget(m_failure);
    return;
  }
  const auto counted = [](std::uint64_t count) { return countText(static_cast<std::int64_t>(count)); };
  m_said->setText(found->count > found->first.size()
                      ? tr("%1 do not fit and count as missing; the first %2 are listed")
                            .arg(counted(found->count), counted(found->first.size()))
                      : tr("%1 do not fit and count as missing").arg(counted(found->count)));
  m_table->setRowCount(static_cast<int>(found->first.size()));
  for (int row = 0; row < m_table->rowCount(); ++row) {
    const dataset::Rejected& one = found->first[static_cast<std::size_t>(row)];
    const QString cells[] = {one.line > 0 ? counted(one.line) : QString(), counted(one.row + 1),
                             fromUtf8(one.column), fromUtf8(one.text), phraseText(one.reason)};
    for (int at = 0; at < m_table->columnCount(); ++at) {
      auto* item = new QTableWidgetItem(cells[at]);
      item->setToolTip(tipText(cells[at]));
      m_table->setItem(row, at, item);
    }
  }
  m_copy->setEnabled(m_table->rowCount() > 0);
  m_pages->setCurrentIndex(1);
}

QString RejectedSheet::tsv() const {
  QString text;
  for (int row = -1; row < m_table->rowCount(); ++row) {
    QStringList cells;
    for (int at = 0; at < m_table->columnCount(); ++at) {
      const QTableWidgetItem* item = row < 0 ? m_table->horizontalHeaderItem(at) : m_table->item(row, at);
      cells << item->text().simplified();
    }
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

}  // namespace tatara::ui
