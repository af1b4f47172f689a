#include "ui/models/comparison_page.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/utf8.h"
#include "ui/model/text_grid.h"
#include "ui/models/internal/grid_cells.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr qsizetype kDigestShown = 10;
constexpr int kMostGridRows = 400;

QString versionText(std::int64_t version) {
  return QStringLiteral("v%1").arg(version);
}

// What became of something that the left version may have and the right one may have.
TextCell sameCell(const evaluate::VersionComparison& compared, bool left, bool right, bool same) {
  const QString words = !left    ? ComparisonPage::tr("only v%1").arg(compared.right.version)
                        : !right ? ComparisonPage::tr("only v%1").arg(compared.left.version)
                        : same   ? ComparisonPage::tr("same")
                                 : ComparisonPage::tr("changed");
  return TextCell::text(words, same ? Tone::Caption : Tone::Primary);
}

constexpr QLatin1String kWith("with/");

}  // namespace

QString besideTab(std::int64_t other) {
  return kWith + QString::number(other);
}

std::int64_t besideOf(const QString& tab) {
  return tab.startsWith(kWith) ? tab.mid(kWith.size()).toLongLong() : 0;
}

Result<ComparisonFactsPtr> loadComparison(const std::shared_ptr<store::Store>& store,
                                          const std::string& model, std::int64_t left, std::int64_t right,
                                          std::stop_token stop) {
  auto facts = std::make_shared<ComparisonFacts>();
  TATARA_ASSIGN(facts->compared, evaluate::compareVersions(store, model, left, right, stop));
  TATARA_ASSIGN(
      const auto versions,
      store->read([&](sql::Connection& connection) { return registry::loadVersions(connection, model); },
                  stop));
  for (const registry::ModelVersion& version : versions) {
    facts->versions.push_back(version.version);
  }
  std::ranges::sort(facts->versions, std::ranges::greater());
  return ComparisonFactsPtr(std::move(facts));
}

ComparisonPage::ComparisonPage(QWidget* parent) : QWidget(parent) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->setSpacing(0);
  whole->addWidget(makeHeader());
  auto* scroll = new QScrollArea(this);
  scroll->setObjectName(QStringLiteral("comparisonScroll"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->viewport()->setAutoFillBackground(false);
  auto* inside = new QWidget;
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(0, 0, 0, kPanelMargin);
  column->setSpacing(kCardGap);
  m_signature = addSection(column, tr("For callers"), "compareSignature");
  m_metrics = addSection(column, tr("Metrics of the runs"), "compareMetrics");
  m_measured = addSection(column, tr("Measured"), "compareMeasured");
  m_slices = addSection(column, tr("Slices"), "compareSlices");
  m_parameters = addSection(column, tr("Parameters"), "compareParameters");
  m_data = addSection(column, tr("Data and code"), "compareData");
  m_files = addSection(column, tr("Files"), "compareFiles");
  column->addStretch(1);
  scroll->setWidget(inside);
  inside->setAutoFillBackground(false);  // setWidget() turns it on
  whole->addWidget(scroll, 1);
}

QWidget* ComparisonPage::makeHeader() {
  auto* header = new QWidget(this);
  header->setFixedHeight(kPanelHeaderHeight);
  auto* bar = new QHBoxLayout(header);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->setSpacing(10);
  m_name = new Label({}, TextRole::PanelTitle, &Colors::tx1, header);
  m_left = new QComboBox(header);
  m_right = new QComboBox(header);
  m_left->setObjectName(QStringLiteral("compareLeft"));
  m_right->setObjectName(QStringLiteral("compareRight"));
  m_left->setAccessibleName(tr("Version on the left"));
  m_right->setAccessibleName(tr("Version on the right"));
  QPushButton* swap = makeButton(tr("Swap sides"), QStringLiteral("compare"), ButtonKind::Normal, header);
  m_runs = makeButton(tr("Compare runs"), QStringLiteral("experiments"), ButtonKind::Normal, header);
  bar->addWidget(m_name);
  bar->addWidget(m_left);
  bar->addWidget(new Label(tr("beside"), TextRole::Cell, &Colors::tx3, header));
  bar->addWidget(m_right);
  bar->addStretch(1);
  bar->addWidget(swap);
  bar->addWidget(m_runs);
  for (QComboBox* box : {m_left, m_right}) {
    connect(box, &QComboBox::activated, this, &ComparisonPage::choose);
  }
  connect(swap, &QPushButton::clicked, this, [this] {
    if (m_facts) {
      const auto& compared = m_facts->compared;
      Q_EMIT routeAsked(ModelRoute{fromUtf8(compared.left.model), compared.left.version,
                                   besideTab(compared.right.version)});
    }
  });
  connect(m_runs, &QPushButton::clicked, this, [this] {
    if (m_facts) {
      Q_EMIT routeAsked(CompareRoute{{m_facts->compared.left.run, m_facts->compared.right.run}});
    }
  });
  return header;
}

ComparisonPage::Section ComparisonPage::addSection(QVBoxLayout* column, const QString& title,
                                                   const char* name) {
  Section section;
  section.card = new Card(title);
  auto* content = new QWidget;
  auto* inside = new QVBoxLayout(content);
  inside->setContentsMargins(1, 0, 1, 1);
  inside->setSpacing(4);
  auto* padded = new QHBoxLayout;
  padded->setContentsMargins(kCardPadding, 0, kCardPadding, 6);
  section.note = new Label({}, TextRole::Cell, &Colors::tx2);
  section.note->setObjectName(QLatin1String(name));
  section.note->setOverflow(Overflow::Wrap);
  padded->addWidget(section.note);
  inside->addLayout(padded);
  section.grid = new TextGrid(title);
  section.grid->setObjectName(QLatin1String(name) + QStringLiteral("Grid"));
  inside->addWidget(section.grid);
  section.card->setContent(content);
  column->addWidget(section.card);
  return section;
}

void ComparisonPage::fill(const Section& section, std::vector<ColumnSpec> columns, std::vector<TextRow> rows,
                          const QString& note) {
  columns.front().fills = true;
  section.note->setText(note);
  section.note->setVisible(!note.isEmpty());
  section.grid->setVisible(!rows.empty());
  section.grid->setFixedHeight(section.grid->heightForRows(std::max(1, static_cast<int>(rows.size()))));
  section.grid->show(std::move(columns), std::move(rows));
}

// `kind`: of what stands under both versions, numbers or words.
std::vector<ColumnSpec> ComparisonPage::sideColumns(const QString& first, ColumnKind kind) const {
  const auto& compared = m_facts->compared;
  const int width = kind == ColumnKind::Number ? 120 : 150;
  return {gridColumn("name", first, 250, ColumnKind::Name),
          gridColumn("left", versionText(compared.left.version), width, kind),
          gridColumn("right", versionText(compared.right.version), width, kind),
          gridColumn("change", tr("Change"), 120,
                     kind == ColumnKind::Number ? ColumnKind::Delta : ColumnKind::Text)};
}

void ComparisonPage::show(ComparisonFactsPtr facts) {
  m_facts = std::move(facts);
  m_name->setText(fromUtf8(m_facts->compared.left.model));
  showChoices();
  m_runs->setEnabled(!m_facts->compared.leftRun.empty() && !m_facts->compared.rightRun.empty() &&
                     m_facts->compared.left.run != m_facts->compared.right.run);
  showSignature();
  showMetrics();
  showMeasured();
  showSlices();
  showOrigin();
  showFiles();
}

void ComparisonPage::showChoices() {
  const auto& compared = m_facts->compared;
  for (const auto& [box, version] :
       {std::pair(m_left, compared.left.version), {m_right, compared.right.version}}) {
    box->clear();
    for (const std::int64_t one : m_facts->versions) {
      box->addItem(versionText(one), QVariant::fromValue(static_cast<qlonglong>(one)));
    }
    box->setCurrentIndex(box->findData(QVariant::fromValue(static_cast<qlonglong>(version))));
  }
}

// The version of the other side was chosen: they change places.
void ComparisonPage::choose() {
  const auto& compared = m_facts->compared;
  std::int64_t left = m_left->currentData().toLongLong();
  std::int64_t right = m_right->currentData().toLongLong();
  if (left == right) {
    left = compared.right.version;
    right = compared.left.version;
  }
  if (left != compared.left.version || right != compared.right.version) {
    Q_EMIT routeAsked(ModelRoute{fromUtf8(compared.left.model), right, besideTab(left)});
  }
}

void ComparisonPage::showSignature() {
  const auto& compared = m_facts->compared;
  const evaluate::SignatureComparison& signature = compared.signature;
  std::vector<TextRow> rows;
  for (const evaluate::SignatureChange& change : signature.changes) {
    addRow(rows, {TextCell::text(phraseText(change.what), Tone::Primary),
                  TextCell::text(change.breaks ? tr("breaks callers") : tr("callers go on"),
                                 change.breaks ? Tone::Worse : Tone::Secondary)});
  }
  const QString right = versionText(compared.right.version);
  const QString note =
      !compared.signatureProblem.empty()
          ? tr("The signatures cannot be compared: %1").arg(phraseText(compared.signatureProblem))
      : !signature.known          ? tr("Not both have a signature")
      : signature.changes.empty() ? tr("Both take and give the same")
      : signature.compatible      ? tr("Who calls %1 as before is answered").arg(right)
                                  : tr("Who calls %1 as before is refused, or misses an answer").arg(right);
  m_signature.note->setColor(signature.known && !signature.compatible ? &Colors::err : &Colors::tx2);
  fill(m_signature,
       {gridColumn("what", tr("Change"), 460, ColumnKind::Name), gridColumn("breaks", tr("Meaning"), 160)},
       std::move(rows), note);
}

void ComparisonPage::showMetrics() {
  const auto& compared = m_facts->compared;
  std::vector<TextRow> rows;
  for (const evaluate::ComparedRunMetric& line : compared.metrics) {
    addRow(rows, {TextCell::text(fromUtf8(line.name), Tone::Primary), numberCell(line.left),
                  numberCell(line.right), changeCell(line.left, line.right, line.meaning.direction)});
  }
  m_metrics.card->setSubtitle(
      tr("%1 and %2, last values")
          .arg(compared.leftRun.empty() ? tr("no run") : fromUtf8(compared.leftRun),
               compared.rightRun.empty() ? tr("no run") : fromUtf8(compared.rightRun)));
  const bool none = rows.empty();
  fill(m_metrics, sideColumns(tr("Metric"), ColumnKind::Number), std::move(rows),
       none ? tr("Their runs logged no metrics") : QString());
}

void ComparisonPage::showMeasured() {
  const auto& compared = m_facts->compared;
  std::vector<TextRow> rows;
  for (const evaluate::ComparedValue& value : compared.evidence) {
    if (static_cast<int>(rows.size()) == kMostGridRows) {
      break;
    }
    const auto left = value.left.asNumber();
    const auto right = value.right.asNumber();
    const bool numbers = left && right && !value.left.asBool();
    const bool both =
        !value.left.isNull() && !value.right.isNull();  // else it is of an evaluation, not of a version
    addRow(rows,
           {TextCell::text(fromUtf8(value.name), Tone::Primary), jsonCell(value.left), jsonCell(value.right),
            numbers ? changeCell(left, right, track::Direction::Unknown)
            : both  ? sameCell(compared, true, true, value.left == value.right)
                    : TextCell::none()});
  }
  m_measured.card->setSubtitle(compared.measuredTogether ? tr("one beside the other, on the same rows")
                                                         : tr("what the evidence of each says"));
  const QString note = rows.empty() ? tr("Neither was measured yet; asking for a review measures")
                                    : phraseText(compared.verdict);
  fill(m_measured, sideColumns(tr("Value"), ColumnKind::Number), std::move(rows), note);
}

void ComparisonPage::showSlices() {
  const auto& compared = m_facts->compared;
  std::vector<TextRow> rows;
  for (const evaluate::ComparedSlicePart& slice : compared.slices) {
    if (static_cast<int>(rows.size()) == kMostGridRows) {
      break;
    }
    addRow(rows,
           {TextCell::text(tr("%1 = %2").arg(fromUtf8(slice.column), fromUtf8(slice.slice)), Tone::Primary),
            numberCell(slice.left), numberCell(slice.right),
            changeCell(slice.left, slice.right, track::meaningOf({}, compared.sliceMetric).direction),
            TextCell::value(countText(slice.rows), static_cast<double>(slice.rows),
                            QString::number(slice.rows))});
  }
  m_slices.card->setSubtitle(fromUtf8(compared.sliceMetric));
  const bool none = rows.empty();
  auto columns = sideColumns(tr("Slice"), ColumnKind::Number);
  columns.push_back(gridColumn("rows", tr("Rows"), 90, ColumnKind::Number));
  fill(m_slices, std::move(columns), std::move(rows),
       none ? tr("There are no slices of both on the same rows") : QString());
}

void ComparisonPage::showOrigin() {
  const auto& compared = m_facts->compared;
  const auto rowsOf = [&compared](const std::vector<evaluate::ComparedText>& lines, qsizetype most,
                                  std::vector<TextRow>& rows) {
    for (const evaluate::ComparedText& line : lines) {
      addRow(rows, {TextCell::text(fromUtf8(line.name), Tone::Primary), wordsCell(line.left, most),
                    wordsCell(line.right, most),
                    sameCell(compared, !line.left.empty(), !line.right.empty(), line.same())});
    }
  };
  std::vector<TextRow> parameters;
  rowsOf(compared.parameters, 0, parameters);
  m_parameters.card->setSubtitle(tr("%n are the same", nullptr, static_cast<int>(compared.sameParameters)));
  const bool none = parameters.empty();
  fill(m_parameters, sideColumns(tr("Parameter")), std::move(parameters),
       none ? tr("No parameter differs") : QString());
  std::vector<TextRow> origin;
  rowsOf(compared.data, kDigestShown, origin);
  std::vector<evaluate::ComparedText> code = compared.code;
  for (evaluate::ComparedText& line : code) {
    line.name = line.name == "commit" ? tr("Commit").toStdString() : tr("Uncommitted changes").toStdString();
    for (std::string* side : {&line.left, &line.right}) {
      *side = *side == "yes" ? tr("yes").toStdString() : *side == "no" ? tr("no").toStdString() : *side;
    }
  }
  rowsOf(code, kDigestShown, origin);
  const bool unknown = origin.empty();
  fill(m_data, sideColumns(tr("Read by the run")), std::move(origin),
       unknown ? tr("Their runs told neither data nor code") : QString());
}

void ComparisonPage::showFiles() {
  const auto& compared = m_facts->compared;
  const auto cellOf = [](const std::string& digest, std::int64_t bytes) {
    if (digest.empty()) {
      return TextCell::none();
    }
    TextCell cell = TextCell::text(byteText(static_cast<std::uint64_t>(bytes)) + QStringLiteral("  ") +
                                   fromUtf8(digest).left(kDigestShown));
    cell.plain = fromUtf8(digest);
    cell.cell.tip = fromUtf8(digest);
    return cell;
  };
  std::vector<TextRow> rows;
  for (const evaluate::ComparedFile& file : compared.files) {
    addRow(rows, {TextCell::text(fromUtf8(file.path), Tone::Primary), cellOf(file.left, file.leftBytes),
                  cellOf(file.right, file.rightBytes),
                  sameCell(compared, !file.left.empty(), !file.right.empty(), file.left == file.right)});
  }
  const bool none = rows.empty();
  fill(m_files, sideColumns(tr("Path")), std::move(rows),
       none ? tr("Neither has files in this workspace") : QString());
}

}  // namespace tatara::ui
