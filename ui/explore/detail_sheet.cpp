#include "ui/explore/detail_sheet.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/tip_text.h"
#include "ui/explore/internal/sheet_table.h"
#include "ui/widget/controls.h"

namespace tatara::ui {
namespace {

constexpr int kDetailWidth = 720;
constexpr int kMostDetailColumns = 10'000;
enum DetailColumn { kNameAt, kPersonalAt, kSentenceAt };

QString detailText(const std::string& value) {
  return QString::fromStdString(value);
}

QLineEdit* detailField(const std::string& value, const QString& without) {
  auto* field = new QLineEdit(detailText(value));
  field->setPlaceholderText(without);
  return field;
}

}  // namespace

DetailSheet::DetailSheet(const dataset::Dataset& dataset, const std::vector<dataset::ColumnInfo>& columns,
                         const std::string& chosen, QWidget* parent)
    : Sheet(tr("Details of %1").arg(detailText(dataset.name)), kDetailWidth, parent) {
  for (const dataset::ColumnInfo& info : columns) {
    const auto known = std::ranges::find(dataset.columns, info.name, &dataset::ColumnNote::name);
    m_before.push_back(known == dataset.columns.end() ? dataset::ColumnNote() : *known);
    m_before.back().name = info.name;
    if (m_before.size() == kMostDetailColumns) {
      break;
    }
  }
  build(dataset);
  fill(columns, chosen);
}

void DetailSheet::build(const dataset::Dataset& dataset) {
  m_description = makeTextField(detailText(dataset.description));
  m_description->setFixedHeight(64);
  body()->addWidget(new FormField(tr("Description"), m_description, {}, this));
  auto* row = new QHBoxLayout;
  row->setSpacing(12);
  m_owner = detailField(dataset.owner, tr("nobody"));
  m_licence = detailField(dataset.licence, tr("not known"));
  m_folder = detailField(dataset.folder, tr("none"));
  row->addWidget(new FormField(tr("Owner"), m_owner, {}, this), 1);
  row->addWidget(new FormField(tr("Licence"), m_licence, {}, this), 1);
  row->addWidget(new FormField(tr("Folder"), m_folder, {}, this), 1);
  body()->addLayout(row);
  m_columns = makeSheetTable({tr("Column"), tr("Personal"), tr("What it holds")}, this);
  m_columns->setAccessibleName(tr("What the columns hold"));
  m_columns->setMinimumHeight(8 * kRowHeight);
  m_columns->setColumnWidth(kNameAt, 180);
  m_columns->setColumnWidth(kPersonalAt, 90);
  m_columns->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::SelectedClicked |
                             QAbstractItemView::AnyKeyPressed | QAbstractItemView::EditKeyPressed);
  body()->addWidget(new FormField(tr("Columns"), m_columns,
                                  tr("Values of columns marked personal stay out of every report"), this),
                    1);
  addClose(tr("Cancel"));
  setSubmit(tr("Keep"), [this] { accept(); });
}

void DetailSheet::fill(const std::vector<dataset::ColumnInfo>& columns, const std::string& chosen) {
  m_columns->setRowCount(static_cast<int>(m_before.size()));
  for (int row = 0; row < m_columns->rowCount(); ++row) {
    const dataset::ColumnNote& note = m_before[static_cast<std::size_t>(row)];
    auto* name = new QTableWidgetItem(detailText(note.name));
    name->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    name->setToolTip(tipText(name->text()));
    auto* personal = new QTableWidgetItem;
    personal->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    personal->setCheckState(note.personal ? Qt::Checked : Qt::Unchecked);
    personal->setData(Qt::AccessibleTextRole, tr("%1 is personal").arg(name->text()));
    m_columns->setItem(row, kNameAt, name);
    m_columns->setItem(row, kPersonalAt, personal);
    m_columns->setItem(row, kSentenceAt, new QTableWidgetItem(detailText(note.description)));
  }
  const auto found = std::ranges::find(columns, chosen, &dataset::ColumnInfo::name);
  if (const auto at = static_cast<int>(found - columns.begin()); at < m_columns->rowCount()) {
    m_columns->setCurrentCell(at, kSentenceAt);
    m_columns->scrollToItem(m_columns->item(at, kNameAt), QAbstractItemView::PositionAtCenter);
  }
}

dataset::DatasetDetails DetailSheet::details() const {
  const auto said = [](const QString& words) { return words.trimmed().toStdString(); };
  return {.folder = said(m_folder->text()),
          .description = said(m_description->toPlainText()),
          .owner = said(m_owner->text()),
          .licence = said(m_licence->text())};
}

std::vector<dataset::ColumnNote> DetailSheet::notes() const {
  std::vector<dataset::ColumnNote> changed;
  for (int row = 0; row < m_columns->rowCount(); ++row) {
    const dataset::ColumnNote& before = m_before[static_cast<std::size_t>(row)];
    dataset::ColumnNote now = before;
    now.personal = m_columns->item(row, kPersonalAt)->checkState() == Qt::Checked;
    now.description = m_columns->item(row, kSentenceAt)->text().trimmed().toStdString();
    if (now.personal != before.personal || now.description != before.description) {
      changed.push_back(std::move(now));
    }
  }
  return changed;
}

Status keepDetails(store::Store& store, dataset::DatasetId dataset, const dataset::DatasetDetails& details,
                   const std::vector<dataset::ColumnNote>& notes) {
  return store.write([&](store::Writer& writer) -> Status {
    const Timestamp now = store.clock().now();
    TATARA_TRY(dataset::setDetails(writer, dataset, details, now));
    TATARA_ASSIGN(const dataset::Dataset known, dataset::loadDataset(writer.sql(), dataset));
    for (dataset::ColumnNote note : notes) {
      // A role that somebody laid down in the meantime stays.
      const auto found = std::ranges::find(known.columns, note.name, &dataset::ColumnNote::name);
      note.role = found == known.columns.end() ? note.role : found->role;
      TATARA_TRY(dataset::setColumnNote(writer, dataset, note, now));
    }
    return {};
  });
}

}  // namespace tatara::ui
