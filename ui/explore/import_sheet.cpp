#include "ui/explore/import_sheet.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedLayout>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/column_text.h"
#include "ui/explore/internal/sheet_table.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kWidth = 820;
constexpr std::uint64_t kPreviewRows = 5'000;
constexpr std::size_t kValues = 5;
constexpr int kMostColumns = 2'000;  // in the sheet; the rest keep what was guessed
constexpr int kMostRejected = 200;
constexpr int kDayFirst = 100;  // in a box of types
constexpr int kDialectColumns = 4;
constexpr int kMostSkipped = 1'000'000;
constexpr int kGuessedLines = -1;

std::string cellText(const dataset::RowChunk::Values& values, std::size_t row) {
  if (values.missing(row)) {
    return "–";
  }
  switch (values.type) {
    case dataset::ColumnType::Integer:
      return std::to_string(values.integers[row]);
    case dataset::ColumnType::Boolean:
      return values.integers[row] != 0 ? "true" : "false";
    case dataset::ColumnType::Time:
      return momentText(static_cast<double>(values.integers[row]) / 1e6).toStdString();
    case dataset::ColumnType::Real:
      return tatara::toText(values.reals[row]);
    default:
      return std::string(values.texts[row].substr(0, 60));
  }
}

std::vector<std::pair<QString, QString>> encodingWords() {
  std::vector<std::pair<QString, QString>> encodings;
  for (const char* name : {"UTF-8", "UTF-16LE", "UTF-16BE", "WINDOWS-1252", "ISO-8859-1", "ISO-8859-15",
                           "SHIFT_JIS", "EUC-JP", "GB18030", "BIG5", "KOI8-R", "WINDOWS-1251"}) {
    encodings.emplace_back(QString::fromLatin1(name), QString::fromLatin1(name));
  }
  return encodings;
}

Result<ImportSheet::Preview> readPreview(const QString& path, dataset::OpenOptions options,
                                         std::stop_token stop) {
  options.sampleRows = kPreviewRows;
  TATARA_ASSIGN(const auto engine, dataset::Engine::open());
  TATARA_ASSIGN(const dataset::Table table, dataset::Table::open(*engine, path.toStdString(), options, stop));
  ImportSheet::Preview preview;
  preview.columns = table.columns();
  preview.reasons = table.reasons();
  preview.parts = table.parts();
  preview.rejected = table.rejected();
  preview.rejectedCount = table.rejectedCount();
  preview.rows = table.estimatedRows();
  preview.complete = table.complete();
  preview.format = table.format();
  preview.suggestedName = dataset::defaultName(path.toStdString(), options.part);
  preview.values.resize(preview.columns.size());
  std::vector<std::string> names;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < std::min<std::size_t>(preview.columns.size(), kMostColumns); ++i) {
    if (preview.columns[i].type != dataset::ColumnType::Unsupported) {
      names.push_back(preview.columns[i].name);
      places.push_back(i);
    }
  }
  std::stop_source enough;
  const Status scanned = table.scan(
      names,
      [&](const dataset::RowChunk& chunk) -> Status {
        for (std::size_t i = 0; i < places.size(); ++i) {
          for (std::size_t row = 0; row < std::min(chunk.rows, kValues); ++row) {
            preview.values[places[i]].push_back(cellText(chunk.columns[i], row));
          }
        }
        enough.request_stop();
        return {};
      },
      enough.get_token());
  if (!scanned && !enough.stop_requested()) {
    return scanned.error();
  }
  return preview;
}

// In a cell, but not up to the boxes of the rows above and below.
QWidget* apart(QWidget* box) {
  constexpr int kGap = 2;
  auto* cell = new QWidget(box->parentWidget());
  auto* layout = new QVBoxLayout(cell);
  layout->setContentsMargins(0, kGap, 0, kGap);
  layout->addWidget(box);
  cell->setFocusProxy(box);
  return cell;
}

}  // namespace

ImportSheet::ImportSheet(std::shared_ptr<store::Store> store, const QString& path, QWidget* parent)
    : Sheet(tr("Import %1").arg(QFileInfo(path).fileName()), kWidth, parent),
      m_store(std::move(store)),
      m_path(path),
      m_previewJob([this](Result<Preview> preview) {
        setBusy(false);
        if (preview) {
          showPreview(*preview);
        } else {
          showProblem(preview.error());
        }
      }),
      m_addJob([this](Result<dataset::Added> answer) {
        setBusy(false);
        if (answer) {
          Q_EMIT added(*answer);
          accept();
        } else if (answer.error().kind == ErrorKind::InvalidArgument && !m_name->text().isEmpty()) {
          m_nameField->setError(messageText(answer.error()));
          m_name->setFocus();
        } else {
          showProblem(answer.error());
        }
      }) {
  build();
  preview();
}

void ImportSheet::build() {
  auto* first = new QHBoxLayout;
  first->setSpacing(12);
  m_name = new QLineEdit;
  m_nameField = new FormField(tr("Name"), m_name, {}, this);
  m_folder = new QLineEdit;
  m_folder->setPlaceholderText(tr("none"));
  m_keeping = new SegmentedControl;
  m_keeping->addSegment(tr("Copy"), {}, tr("The bytes are kept in the workspace and cannot change any more"));
  m_keeping->addSegment(tr("Reference"), {}, tr("The file stays where it is; a change there is noticed"));
  m_keeping->setAccessibleName(tr("How it is kept"));
  first->addWidget(m_nameField, 3);
  first->addWidget(new FormField(tr("Folder"), m_folder, {}, this), 2);
  auto* keep = new FormField(tr("Keep"), m_keeping, {}, this);
  first->addWidget(keep, 0);
  body()->addLayout(first);

  buildDialect();
  m_part = new QComboBox;
  m_partField = new FormField(tr("Table or sheet"), m_part, {}, this);
  m_partField->hide();
  body()->addWidget(m_partField);
  m_reasons = new Label(QString(), TextRole::Cell, &Colors::tx3, this);
  m_reasons->setOverflow(Overflow::Wrap);
  body()->addWidget(m_reasons);

  auto* pages = new QWidget(this);
  pages->setMinimumHeight(280);
  m_pages = new QStackedLayout(pages);
  m_pages->addWidget(new Skeleton(kRowHeight));
  auto* tables = new QWidget;
  auto* column = new QVBoxLayout(tables);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  m_columns = makeSheetTable({tr("Column"), tr("Type"), tr("First values"), tr("Why")}, tables);
  m_columns->setAccessibleName(tr("Columns of the file"));
  m_columns->setColumnWidth(0, 160);
  m_columns->setColumnWidth(1, 110);
  m_columns->setColumnWidth(2, 240);
  column->addWidget(m_columns, 3);
  m_rejectedTitle = new Label(QString(), TextRole::CellStrong, &Colors::warn, tables);
  column->addWidget(m_rejectedTitle);
  m_rejected = makeSheetTable({tr("Line"), tr("Column"), tr("Text"), tr("Why")}, tables);
  m_rejected->setAccessibleName(tr("Values that do not fit"));
  m_rejected->setColumnWidth(0, 70);
  m_rejected->setColumnWidth(1, 130);
  m_rejected->setColumnWidth(2, 220);
  column->addWidget(m_rejected, 2);
  m_pages->addWidget(tables);
  body()->addWidget(pages, 1);
  addClose(tr("Cancel"));
  m_submit = setSubmit(tr("Import"), [this] { submit(); });
  connectReading();
}

void ImportSheet::connectReading() {
  for (QLineEdit* words : {m_missing, m_comment}) {
    connect(words, &QLineEdit::editingFinished, this, [this, words] {
      if (words->isModified()) {
        words->setModified(false);
        preview();
      }
    });
  }
  connect(m_skipped, &QSpinBox::valueChanged, this, [this] { preview(); });
  for (QComboBox* box : {m_delimiter, m_header, m_encoding, m_decimal, m_quote, m_part}) {
    connect(box, &QComboBox::currentIndexChanged, this, [this] {
      if (!m_filling) {
        preview();
      }
    });
  }
}

// How the file is written.
void ImportSheet::buildDialect() {
  m_dialect = new QWidget(this);
  m_grid = new QGridLayout(m_dialect);
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setSpacing(12);
  for (int column = 0; column < kDialectColumns; ++column) {
    m_grid->setColumnStretch(column, 1);
  }
  const std::vector<std::string> text{"csv"};
  const std::vector<std::string> tables{"csv", "xlsx"};
  const auto add = [&](const QString& name, QWidget* input, const std::vector<std::string>& formats) {
    m_dialected.push_back({new FormField(name, input, {}, m_dialect), formats});
  };
  const auto choice = [&](const QString& name, const std::vector<std::pair<QString, QString>>& words,
                          const std::vector<std::string>& formats) {
    auto* box = new QComboBox;
    box->addItem(tr("Guessed"), QString());
    for (const auto& [word, value] : words) {
      box->addItem(word, value);
    }
    add(name, box, formats);
    return box;
  };
  m_delimiter = choice(tr("Delimiter"),
                       {{tr("Comma"), QStringLiteral(",")},
                        {tr("Semicolon"), QStringLiteral(";")},
                        {tr("Tab"), QStringLiteral("\t")},
                        {tr("Bar"), QStringLiteral("|")}},
                       text);
  m_header = choice(
      tr("Header"),
      {{tr("First row names columns"), QStringLiteral("1")}, {tr("First row is data"), QStringLiteral("0")}},
      tables);
  m_skipped = new QSpinBox;
  m_skipped->setRange(kGuessedLines, kMostSkipped);
  m_skipped->setValue(kGuessedLines);
  m_skipped->setSpecialValueText(tr("Guessed"));
  m_skipped->setKeyboardTracking(false);
  m_skipped->setToolTip(
      tr("How many lines stand above the header: a title, the date of an export, comments"));
  add(tr("Lines above the header"), m_skipped, tables);
  m_comment = new QLineEdit;
  m_comment->setPlaceholderText(tr("none"));
  m_comment->setToolTip(tr("Lines that begin with this, such as #, are left out wherever they stand"));
  add(tr("Comments begin with"), m_comment, text);
  m_encoding = choice(tr("Character set"), encodingWords(), text);
  m_decimal = choice(tr("Decimal mark"),
                     {{tr("Point"), QStringLiteral(".")}, {tr("Comma"), QStringLiteral(",")}}, text);
  m_quote =
      choice(tr("Quotes"),
             {{tr("Double (\")"), QStringLiteral("\"")}, {tr("Single (')"), QStringLiteral("'")}}, text);
  m_missing = new QLineEdit;
  m_missing->setPlaceholderText(QStringLiteral("?, -999"));
  m_missing->setToolTip(
      tr("Words that stand for a missing value beside the usual ones, with commas between"));
  add(tr("Words for missing"), m_missing, {"csv", "xlsx", "json", "sqlite"});
  body()->addWidget(m_dialect);
  showDialectOf("csv");
}

void ImportSheet::showDialectOf(const std::string& format) {
  int place = 0;
  for (const auto& [field, formats] : m_dialected) {
    const bool shown = std::ranges::find(formats, format) != formats.end();
    field->setVisible(shown);
    m_grid->removeWidget(field);
    if (shown) {
      m_grid->addWidget(field, place / kDialectColumns, place % kDialectColumns);
      ++place;
    }
  }
  m_dialect->setVisible(place > 0);
}

dataset::OpenOptions ImportSheet::options() const {
  dataset::OpenOptions options;
  if (const QString delimiter = m_delimiter->currentData().toString(); !delimiter.isEmpty()) {
    options.dialect.delimiter = delimiter[0].toLatin1();
  }
  if (const QString header = m_header->currentData().toString(); !header.isEmpty()) {
    options.dialect.header = header == QStringLiteral("1");
  }
  if (const QString quote = m_quote->currentData().toString(); !quote.isEmpty()) {
    options.dialect.quote = quote[0].toLatin1();
  }
  if (const QString decimal = m_decimal->currentData().toString(); !decimal.isEmpty()) {
    options.decimal = decimal[0].toLatin1();
  }
  for (const QString& word : m_missing->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    if (!word.trimmed().isEmpty()) {
      options.alsoMissing.push_back(word.trimmed().toStdString());
    }
  }
  if (const QString encoding = m_encoding->currentData().toString(); !encoding.isEmpty()) {
    options.dialect.encoding = encoding.toStdString();
  }
  if (m_skipped->value() != kGuessedLines) {
    options.dialect.skipLines = static_cast<std::uint64_t>(m_skipped->value());
  }
  if (const QString comment = m_comment->text().trimmed(); !comment.isEmpty()) {
    options.dialect.comment = comment.toStdString();
  }
  if (m_part->count() > 0) {
    options.part = m_part->currentText().toStdString();
  }
  options.types = m_types;
  return options;
}

void ImportSheet::setBusy(bool busy) {
  m_submit->setEnabled(!busy && m_pages->currentIndex() == 1);
  m_submit->setText(tr("Import"));
}

void ImportSheet::preview() {
  m_pages->setCurrentIndex(0);
  setBusy(true);
  m_previewJob.start(
      [path = m_path, wanted = options()](std::stop_token stop) { return readPreview(path, wanted, stop); });
}

QComboBox* ImportSheet::makeTypeBox(const dataset::ColumnInfo& column) {
  auto* type = new QComboBox(m_columns);
  setControlSize(*type, ControlSize::Small);
  type->setAccessibleName(tr("Type of %1").arg(fromUtf8(column.name)));
  for (const auto one :
       {dataset::ColumnType::Integer, dataset::ColumnType::Real, dataset::ColumnType::Boolean,
        dataset::ColumnType::Time, dataset::ColumnType::Text}) {
    type->addItem(typeWord(one), static_cast<int>(one));
  }
  type->addItem(tr("time, day first"), kDayFirst);
  const bool dayFirst = column.type == dataset::ColumnType::Time && column.timeFormat.starts_with("%d") &&
                        column.timeFormat.find("%m") != std::string::npos;
  type->setCurrentIndex(type->findData(dayFirst ? kDayFirst : static_cast<int>(column.type)));
  type->setEnabled(column.type != dataset::ColumnType::Unsupported);
  connect(type, &QComboBox::activated, this, [this, name = column.name, type] {
    std::erase_if(m_types, [&](const dataset::TypeChoice& choice) { return choice.column == name; });
    const int chosen = type->currentData().toInt();
    m_types.push_back(
        {name, chosen == kDayFirst ? dataset::ColumnType::Time : static_cast<dataset::ColumnType>(chosen),
         chosen == kDayFirst});
    this->preview();
  });
  return type;
}

void ImportSheet::showPreview(const Preview& preview) {
  m_shown = preview;
  m_filling = true;
  if (m_name->text().isEmpty()) {
    m_name->setText(fromUtf8(preview.suggestedName));
  }
  showDialectOf(preview.format);
  if (m_part->count() == 0 && preview.parts.size() > 1) {
    for (const std::string& part : preview.parts) {
      m_part->addItem(fromUtf8(part));
    }
    m_partField->show();
  }
  QStringList reasons;
  for (const text::Phrase& reason : preview.reasons) {
    reasons << phraseText(reason);
  }
  const QString rows = countText(static_cast<std::int64_t>(preview.rows));
  reasons.prepend(preview.complete
                      ? tr("%1 rows, %2 columns").arg(rows).arg(preview.columns.size())
                      : tr("about %1 rows, %2 columns; types are of the first %3 rows until all are read")
                            .arg(rows)
                            .arg(preview.columns.size())
                            .arg(countText(kPreviewRows)));
  m_reasons->setText(reasons.join(QStringLiteral(" · ")));
  const int count = static_cast<int>(std::min<std::size_t>(preview.columns.size(), kMostColumns));
  m_columns->setRowCount(count);
  for (int row = 0; row < count; ++row) {
    const dataset::ColumnInfo& column = preview.columns[static_cast<std::size_t>(row)];
    const auto item = [&](int at, const QString& words) {
      auto* cell = new QTableWidgetItem(words);
      cell->setToolTip(tipText(words));
      m_columns->setItem(row, at, cell);
    };
    item(0, fromUtf8(column.name));
    QStringList values;
    for (const std::string& value : preview.values[static_cast<std::size_t>(row)]) {
      values << fromUtf8(value);
    }
    item(2, values.join(QStringLiteral(", ")));
    item(3, phraseText(column.reason));
    m_columns->setCellWidget(row, 1, apart(makeTypeBox(column)));
  }
  const int rejected = static_cast<int>(std::min<std::size_t>(preview.rejected.size(), kMostRejected));
  m_rejected->setVisible(rejected > 0);
  m_rejectedTitle->setVisible(rejected > 0);
  m_rejectedTitle->setText(
      tr("%n values do not fit and count as missing", nullptr, static_cast<int>(preview.rejectedCount)));
  m_rejected->setRowCount(rejected);
  for (int row = 0; row < rejected; ++row) {
    const dataset::Rejected& value = preview.rejected[static_cast<std::size_t>(row)];
    const QString cells[] = {value.line > 0 ? countText(static_cast<std::int64_t>(value.line))
                                            : countText(static_cast<std::int64_t>(value.row + 1)),
                             fromUtf8(value.column), fromUtf8(value.text), phraseText(value.reason)};
    for (int at = 0; at < 4; ++at) {
      m_rejected->setItem(row, at, new QTableWidgetItem(cells[at]));
    }
  }
  m_filling = false;
  m_pages->setCurrentIndex(1);
  setBusy(false);
}

void ImportSheet::showProblem(const Error& error) {
  if (m_state) {
    m_pages->removeWidget(m_state);
    m_state->deleteLater();
  }
  m_state = new ErrorState(error, [this] { preview(); });
  m_pages->addWidget(m_state);
  m_pages->setCurrentWidget(m_state);
  setBusy(false);
}

void ImportSheet::submit() {
  if (!m_submit->isEnabled()) {
    return;
  }
  if (m_name->text().trimmed().isEmpty()) {
    m_nameField->setError(tr("A dataset needs a name"));
    m_name->setFocus();
    return;
  }
  m_nameField->setError({});
  dataset::NewVersion request;
  request.file = m_path.toStdString();
  request.name = m_name->text().trimmed().toStdString();
  if (const QString folder = m_folder->text().trimmed(); !folder.isEmpty()) {
    request.folder = folder.toStdString();
  }
  request.keeping = m_keeping->current() == 0 ? dataset::Keeping::Copy : dataset::Keeping::Reference;
  request.options = options();
  setBusy(true);
  m_submit->setText(tr("Importing…"));
  m_addJob.start([store = m_store, request](std::stop_token stop) -> Result<dataset::Added> {
    TATARA_ASSIGN(const auto engine, dataset::Engine::open());
    return dataset::addDataset(*store, artifact::ArtifactStore(store), *engine, request, stop);
  });
}

}  // namespace tatara::ui
