#include "ui/rundetail/artifact_preview.h"

#include <QAbstractTableModel>
#include <QBuffer>
#include <QFile>
#include <QHeaderView>
#include <QImageReader>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "core/dataset/dialect.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "core/text/yaml.h"
#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr std::int64_t kMostPreviewText = 1 << 20;
constexpr std::int64_t kMostTable = 8 << 20;
constexpr std::int64_t kMostPicture = 64 << 20;
constexpr qint64 kMostPixels = 64'000'000;
constexpr std::size_t kMostPreviewRows = 1001;
constexpr qsizetype kMostColumns = 100;
constexpr int kMeasuredRows = 60;
constexpr int kLeastColumn = 80;
constexpr int kWidestColumn = 320;

QString extensionOf(const std::string& name) {
  const QString file = QString::fromStdString(name).section(QLatin1Char('/'), -1).toLower();
  return file.contains(QLatin1Char('.')) ? file.section(QLatin1Char('.'), -1) : file;
}

Result<QByteArray> readHead(const artifact::ArtifactStore& artifacts, const RunFile& file,
                            std::int64_t limit) {
  QFile source(QString::fromStdString(artifacts.blobFile(file.info.digest).string()));
  if (!source.open(QIODevice::ReadOnly)) {
    return text::sayError(
        ErrorKind::Io, TATARA_SAYS("Phrase", "The bytes of %1 cannot be read; run tatara verify"),
        {file.name}, source.fileName().toStdString() + ": " + source.errorString().toStdString());
  }
  return source.read(limit);
}

QString remarkOf(const RunFile& file, std::int64_t limit) {
  return file.info.size <= limit ? QString()
                                 : PreviewPane::tr("first %1 of %2")
                                       .arg(byteText(static_cast<std::uint64_t>(limit)),
                                            byteText(static_cast<std::uint64_t>(file.info.size)));
}

Result<Preview> readPicture(const artifact::ArtifactStore& artifacts, const RunFile& file) {
  if (file.info.size > kMostPicture) {
    return Preview();
  }
  TATARA_ASSIGN(QByteArray bytes, readHead(artifacts, file, kMostPicture));
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::ReadOnly);
  QImageReader reader(&buffer);
  reader.setAutoTransform(true);
  const QSize size = reader.size();
  if (!size.isValid() || static_cast<qint64>(size.width()) * size.height() > kMostPixels) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase", "%1 is not a picture that can be shown, or larger than 64 megapixels"),
        {file.name});
  }
  Preview preview;
  preview.kind = PreviewKind::Picture;
  preview.pictureSize = size;
  preview.picture = reader.read();
  if (preview.picture.isNull()) {
    return text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "%1 could not be decoded: %2"),
                          {file.name, reader.errorString().toStdString()});
  }
  preview.remark = QStringLiteral("%1 × %2").arg(size.width()).arg(size.height());
  return preview;
}

Result<Preview> readTable(const artifact::ArtifactStore& artifacts, const RunFile& file, char delimiter) {
  TATARA_ASSIGN(const QByteArray bytes, readHead(artifacts, file, kMostTable));
  const bool whole = file.info.size <= bytes.size();
  const std::string_view all(bytes.constData(), static_cast<std::size_t>(bytes.size()));
  Preview preview;
  preview.kind = PreviewKind::Table;
  for (const dataset::CsvRecord& record :
       dataset::splitRecords(all, {.delimiter = delimiter, .most = kMostPreviewRows, .whole = whole})) {
    QStringList row;
    for (const std::string& cell : record.fields) {
      if (row.size() < kMostColumns) {
        row << QString::fromStdString(cell);
      }
    }
    preview.rows.push_back(row);
  }
  if (preview.rows.size() == kMostPreviewRows || !whole) {
    preview.remark =
        PreviewPane::tr("first %1 rows").arg(countText(static_cast<std::int64_t>(preview.rows.size()) - 1));
  }
  return preview;
}

// "lag (required double)" of a signature's columns.
QString columnsText(const text::Json* signature) {
  const std::string* packed = signature ? signature->asString() : nullptr;
  const Result<text::Json> columns = packed ? text::parseJson(*packed) : Result<text::Json>(text::Json());
  if (!columns) {
    return {};
  }
  QStringList names;
  for (const text::Json& column : columns->items()) {
    const std::string* name = column["name"].asString();
    const std::string* type = column["type"].asString();
    names << (name ? QString::fromStdString(*name) + QStringLiteral(": ") : QString()) +
                 (type ? QString::fromStdString(*type) : QString());
  }
  return names.join(QStringLiteral(", "));
}

void addModelFacts(const text::Json& model, Preview& preview) {
  const auto add = [&preview](const QString& name, const QString& value) {
    if (!value.isEmpty()) {
      preview.facts.push_back({name, value, {}, false});
    }
  };
  QStringList flavours;
  for (const text::JsonMember& flavour : model["flavors"].members()) {
    flavours << QString::fromStdString(flavour.key);
  }
  add(PreviewPane::tr("Flavours"), flavours.join(QStringLiteral(", ")));
  for (const char* key : {"model_id", "run_id", "utc_time_created", "mlflow_version", "model_uuid"}) {
    if (const std::string* value = model[key].asString()) {
      add(QString::fromLatin1(key), QString::fromStdString(*value));
    }
  }
  add(PreviewPane::tr("Inputs"), columnsText(model["signature"].find("inputs")));
  add(PreviewPane::tr("Outputs"), columnsText(model["signature"].find("outputs")));
}

Result<Preview> readText(const artifact::ArtifactStore& artifacts, const RunFile& file, PreviewKind kind) {
  TATARA_ASSIGN(const QByteArray bytes, readHead(artifacts, file, kMostPreviewText));
  Preview preview;
  if (kind == PreviewKind::Nothing && bytes.contains('\0')) {
    return preview;  // not text
  }
  preview.kind = kind == PreviewKind::Model ? kind : PreviewKind::Text;
  preview.text = QString::fromUtf8(bytes);
  preview.remark = remarkOf(file, kMostPreviewText);
  const std::string_view all(bytes.constData(), static_cast<std::size_t>(bytes.size()));
  if (kind == PreviewKind::Model) {
    const Result<text::Json> model = text::parseYaml(all, text::YamlDialect::Python);
    if (model) {
      addModelFacts(*model, preview);
    } else {
      preview.remark = messageText(model.error());
    }
  } else if (extensionOf(file.name) == QLatin1String("json") && file.info.size <= kMostPreviewText) {
    const Result<text::Json> json = text::parseJson(all);
    if (json) {
      preview.text = QString::fromStdString(text::toPrettyJson(*json));
    } else {
      preview.remark = messageText(json.error());
    }
  }
  return preview;
}

class RowsModel final : public QAbstractTableModel {
 public:
  RowsModel(std::vector<QStringList> rows, QObject* parent)
      : QAbstractTableModel(parent), m_rows(std::move(rows)) {
    for (const QStringList& row : m_rows) {
      m_columns = std::max(m_columns, static_cast<int>(row.size()));
    }
  }
  int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : std::max(static_cast<int>(m_rows.size()) - 1, 0);
  }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_columns; }
  QVariant data(const QModelIndex& index, int role) const override {
    const QString cell = m_rows[static_cast<std::size_t>(index.row()) + 1].value(index.column());
    if (role == Qt::DisplayRole) {
      return cell;
    }
    if (role == Qt::TextAlignmentRole) {
      bool number = false;
      cell.toDouble(&number);
      return QVariant(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::FontRole) {
      return ui::font(TextRole::Cell);
    }
    return role == Qt::ForegroundRole ? QVariant(colors().tx1) : QVariant();
  }
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && rowCount() > 0) {
      return data(index(0, section), role);  // a column begins or ends where its name does
    }
    if (role != Qt::DisplayRole) {
      return {};
    }
    return orientation == Qt::Horizontal
               ? QVariant(m_rows.empty() ? QString() : m_rows.front().value(section))
               : QVariant(section + 1);
  }

 private:
  std::vector<QStringList> m_rows;
  int m_columns = 0;
};

QPlainTextEdit* makeText(const QString& text) {
  auto* view = new QPlainTextEdit;
  view->setReadOnly(true);
  view->setFrameShape(QFrame::NoFrame);
  view->setFont(ui::font(TextRole::Code));
  view->setLineWrapMode(QPlainTextEdit::NoWrap);
  view->setPlainText(text);
  view->document()->setDocumentMargin(12);
  return view;
}

}  // namespace

PreviewKind previewKindOf(const std::string& name) {
  const QString kind = extensionOf(name);
  if (kind == QLatin1String("mlmodel")) {
    return PreviewKind::Model;
  }
  static const QStringList pictures{QStringLiteral("png"), QStringLiteral("jpg"),  QStringLiteral("jpeg"),
                                    QStringLiteral("gif"), QStringLiteral("webp"), QStringLiteral("bmp")};
  static const QStringList texts{
      QStringLiteral("json"), QStringLiteral("yaml"),  QStringLiteral("yml"), QStringLiteral("txt"),
      QStringLiteral("log"),  QStringLiteral("md"),    QStringLiteral("py"),  QStringLiteral("html"),
      QStringLiteral("htm"),  QStringLiteral("svg"),   QStringLiteral("xml"), QStringLiteral("toml"),
      QStringLiteral("ini"),  QStringLiteral("cfg"),   QStringLiteral("sh"),  QStringLiteral("lock"),
      QStringLiteral("diff"), QStringLiteral("patch"), QStringLiteral("sql"), QStringLiteral("r")};
  if (pictures.contains(kind)) {
    return PreviewKind::Picture;
  }
  if (kind == QLatin1String("csv") || kind == QLatin1String("tsv")) {
    return PreviewKind::Table;
  }
  return texts.contains(kind) ? PreviewKind::Text : PreviewKind::Nothing;
}

Result<Preview> readPreview(const artifact::ArtifactStore& artifacts, const RunFile& file) {
  switch (previewKindOf(file.name)) {
    case PreviewKind::Picture:
      return readPicture(artifacts, file);
    case PreviewKind::Table:
      return readTable(artifacts, file, extensionOf(file.name) == QLatin1String("tsv") ? '\t' : ',');
    case PreviewKind::Model:
      return readText(artifacts, file, PreviewKind::Model);
    case PreviewKind::Text:
      return readText(artifacts, file, PreviewKind::Text);
    case PreviewKind::Nothing:
      break;
  }
  // Without a telling name a small file may still be text.
  return file.info.size <= kMostPreviewText ? readText(artifacts, file, PreviewKind::Nothing)
                                            : Result<Preview>(Preview());
}

PreviewPane::PreviewPane(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
}

void PreviewPane::setBody(QWidget* body) {
  m_picture = nullptr;
  delete m_body;
  m_body = body;
  layout()->addWidget(body);
}

void PreviewPane::showNothing(const QString& sentence) {
  setBody(new EmptyState(QStringLiteral("file"), sentence, {}));
}

void PreviewPane::showError(const Error& error, std::function<void()> retry) {
  setBody(new ErrorState(error, std::move(retry)));
}

void PreviewPane::showPreview(const RunFile& file, const Preview& preview) {
  switch (preview.kind) {
    case PreviewKind::Picture: {
      auto* picture = new QLabel;
      picture->setAlignment(Qt::AlignCenter);
      picture->setMinimumSize(1, 1);
      picture->setAccessibleName(QString::fromStdString(file.name));
      m_image = preview.picture;
      setBody(picture);
      m_picture = picture;
      scalePicture();
      return;
    }
    case PreviewKind::Table: {
      auto* table = new QTableView;
      table->setModel(new RowsModel(preview.rows, table));
      table->setFrameShape(QFrame::NoFrame);
      table->setShowGrid(false);
      table->setItemDelegate(makeFactDelegate(table));
      table->verticalHeader()->setDefaultSectionSize(kRowHeight);
      // The style's header labels have a margin on both sides.
      const QFontMetrics header(ui::font(TextRole::Header));
      table->verticalHeader()->setFixedWidth(
          std::max(44, header.horizontalAdvance(QString::number(preview.rows.size())) + 2 * 16 + 4));
      table->horizontalHeader()->setResizeContentsPrecision(kMeasuredRows);
      table->resizeColumnsToContents();
      for (int column = 0; column < table->model()->columnCount(); ++column) {
        table->setColumnWidth(column,
                              std::clamp(table->columnWidth(column) + 24, kLeastColumn, kWidestColumn));
      }
      table->setAccessibleName(QString::fromStdString(file.name));
      setBody(table);
      return;
    }
    case PreviewKind::Model: {
      auto* both = new QWidget;
      auto* layout = new QVBoxLayout(both);
      layout->setContentsMargins(0, 0, 0, 0);
      layout->setSpacing(0);
      if (!preview.facts.empty()) {
        auto* facts = new FactView;
        facts->setFacts(preview.facts, {});
        facts->fitRows(12);
        layout->addWidget(facts);
      }
      layout->addWidget(makeText(preview.text), 1);
      setBody(both);
      return;
    }
    case PreviewKind::Text:
      setBody(makeText(preview.text));
      return;
    case PreviewKind::Nothing:
      showNothing(tr("%1 has no preview; save it to look at it elsewhere")
                      .arg(QString::fromStdString(file.name).section(QLatin1Char('/'), -1)));
      return;
  }
}

void PreviewPane::scalePicture() {
  const qreal ratio = devicePixelRatioF();
  const QSize room = (QSizeF(size() - QSize(24, 24)) * ratio).toSize();
  QImage scaled = m_image;
  if (room.isValid() && !room.isEmpty() &&
      (m_image.width() > room.width() || m_image.height() > room.height())) {
    scaled = m_image.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  }
  scaled.setDevicePixelRatio(ratio);
  m_picture->setPixmap(QPixmap::fromImage(scaled));
}

void PreviewPane::resizeEvent(QResizeEvent*) {
  if (m_picture) {
    scalePicture();
  }
}

}  // namespace tatara::ui
