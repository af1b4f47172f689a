#include "ui/explore/fix_sheet.h"

#include <QApplication>
#include <QClipboard>
#include <QGraphicsOpacityEffect>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "core/artifact/artifact_store.h"
#include "core/base/mutex.h"
#include "core/dataset/engine.h"
#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/explore/cell_table.h"
#include "ui/explore/column_text.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kSheetWidth = 860;
constexpr std::size_t kSamples = 40;
constexpr std::size_t kShownColumns = 6;  // of a row that is dropped

QPlainTextEdit* makeCode(const QString& name) {
  auto* code = new QPlainTextEdit;
  code->setReadOnly(true);
  code->setFont(ui::font(TextRole::Code));
  code->setLineWrapMode(QPlainTextEdit::NoWrap);
  code->setFrameShape(QFrame::NoFrame);
  code->setTabChangesFocus(true);
  code->setAccessibleName(name);
  return code;
}

TableCell valueCell(const std::optional<std::string>& value, ColorRole color) {
  if (!value) {
    return {.text = QString(kMissing), .color = &Colors::tx3};
  }
  // Blanks around a text are what many steps take off.
  const bool blanks = !value->empty() && (value->front() == ' ' || value->back() == ' ');
  const QString words = fromUtf8(*value);
  return {.text = blanks || value->empty() ? QStringLiteral("“%1”").arg(words) : words,
          .color = color,
          .tip = words,
          .full = words};
}

}  // namespace

QString fixWord(const dataset::Fix& fix) {
  QStringList names;
  for (const std::string& column : fix.columns) {
    names << fromUtf8(column);
  }
  const QString columns = names.size() > 3
                              ? FixSheet::tr("%n columns", nullptr, static_cast<int>(names.size()))
                              : names.join(QStringLiteral(", "));
  switch (fix.kind) {
    case dataset::FixKind::Exclude:
      return FixSheet::tr("Exclude %1").arg(columns);
    case dataset::FixKind::Trim:
      return FixSheet::tr("Trim %1").arg(columns);
    case dataset::FixKind::MakeMissing: {
      QStringList values;
      for (const std::string& value : fix.values) {
        values << QStringLiteral("“%1”").arg(fromUtf8(value).trimmed());
      }
      return FixSheet::tr("Make %1 missing").arg(values.mid(0, 3).join(QStringLiteral(", ")));
    }
    case dataset::FixKind::DropRows:
      return FixSheet::tr("Drop these rows");
    case dataset::FixKind::Scale:
      return FixSheet::tr("Rescale %1").arg(columns);
    case dataset::FixKind::Deduplicate:
      return FixSheet::tr("Drop the duplicates");
  }
  return {};
}

bool makesVersion(const dataset::Fix& fix) {
  return fix.kind != dataset::FixKind::Exclude;
}

// Read once for all previews; an engine runs one statement at a time.
struct FixSheet::Opened {
  Mutex mutex;
  std::unique_ptr<dataset::Engine> engine GUARDED_BY(mutex);
  std::optional<dataset::Table> table GUARDED_BY(mutex);
};

FixSheet::FixSheet(std::shared_ptr<store::Store> store, const dataset::Version& version,
                   const std::shared_ptr<const dataset::Profile>& profile,
                   const std::vector<std::size_t>& chosen, QWidget* parent)
    : Sheet(tr("Mend %1 v%2").arg(fromUtf8(version.name)).arg(version.version), kSheetWidth, parent),
      m_store(std::move(store)),
      m_version(version),
      m_opened(std::make_shared<Opened>()),
      m_applyJob([this](Result<dataset::Added> added) {
        setBusy(false);
        if (added) {
          Q_EMIT made(*added);
          accept();
        } else {
          showProblem(added.error());
        }
      }),
      m_previewJob([this](Result<Preview> preview) {
        setBusy(false);
        if (preview) {
          present(*preview);
        } else {
          showProblem(preview.error());
        }
      }) {
  build(profile, chosen);
  preview();
}

FixSheet::~FixSheet() = default;

void FixSheet::build(const std::shared_ptr<const dataset::Profile>& profile,
                     const std::vector<std::size_t>& chosen) {
  m_list = new QListWidget;
  m_list->setAccessibleName(tr("Steps, in their order"));
  m_list->setFixedHeight(112);
  m_list->setWordWrap(false);
  m_filling = true;
  if (profile) {
    for (std::size_t i = 0; i < profile->alerts.size(); ++i) {
      const dataset::Alert& alert = profile->alerts[i];
      const auto steps = alert.fix && makesVersion(*alert.fix) ? dataset::stepsOf(*alert.fix)
                                                               : Result<std::vector<dataset::FixStep>>();
      for (const dataset::FixStep& step : steps ? *steps : std::vector<dataset::FixStep>()) {
        appendStep(step, phraseText(alert.sentence), std::ranges::find(chosen, i) != chosen.end());
      }
    }
  }
  m_filling = false;
  body()->addWidget(new FormField(tr("Steps"), m_list, {}, this));
  m_line = new QLineEdit;
  m_line->setPlaceholderText(QStringLiteral("drop rows where cnt = 0"));
  m_lineField = new FormField(tr("Another step"), m_line,
                              tr("trim, missing … in …, drop columns, drop rows where …, drop duplicates, "
                                 "times … as …, rename … to …, "
                                 "type … to …, fill … with …, scale … by …"),
                              this);
  body()->addWidget(m_lineField);
  auto* head = new QHBoxLayout;
  head->setSpacing(8);
  m_figures = new Label({}, TextRole::Body, &Colors::tx1);
  m_figures->setTabular(true);
  m_figures->setOverflow(Overflow::Wrap);
  head->addWidget(m_figures, 1);
  m_ways = new SegmentedControl;
  m_ways->setSmall(true);
  m_ways->addSegment(tr("Before and after"));
  m_ways->addSegment(tr("Columns"));
  m_ways->addSegment(QStringLiteral("SQL"));
  m_ways->addSegment(QStringLiteral("pandas"));
  m_ways->setAccessibleName(tr("How the change is shown"));
  head->addWidget(m_ways);
  m_copy = makeButton(tr("Copy"), QStringLiteral("copy"));
  setControlSize(*m_copy, ControlSize::Small);
  head->addWidget(m_copy);
  body()->addLayout(head);
  m_stack = new QStackedWidget;
  m_stack->setMinimumHeight(10 * kRowHeight);
  m_samples = new CellTable(tr("Cells and rows that change"));
  m_columns = new CellTable(tr("Columns that change"));
  m_sql = makeCode(QStringLiteral("SQL"));
  m_pandas = makeCode(QStringLiteral("pandas"));
  for (QWidget* page : {static_cast<QWidget*>(m_samples), static_cast<QWidget*>(m_columns),
                        static_cast<QWidget*>(m_sql), static_cast<QWidget*>(m_pandas)}) {
    m_stack->addWidget(page);
  }
  body()->addWidget(m_stack, 1);
  addClose(tr("Cancel"));
  m_submit = setSubmit(tr("Make a new version"), [this] { submit(); });
  connectParts();
}

void FixSheet::connectParts() {
  connect(m_list, &QListWidget::itemChanged, this, [this] {
    if (!m_filling) {
      preview();
    }
  });
  connect(m_line, &QLineEdit::returnPressed, this, [this] {
    if (addStep(m_line->text().trimmed())) {
      m_line->clear();
    }
  });
  connect(m_line, &QLineEdit::textEdited, this, [this] { m_lineField->setError({}); });
  connect(m_ways, &SegmentedControl::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);
  connect(m_copy, &QPushButton::clicked, this, [this] {
    const int way = m_ways->current();
    QApplication::clipboard()->setText(way == 0   ? m_samples->tsv()
                                       : way == 1 ? m_columns->tsv()
                                                  : code(way == 3));
    Q_EMIT copied(tr("Copied"));
  });
}

void FixSheet::appendStep(const dataset::FixStep& step, const QString& tip, bool checked) {
  m_steps.push_back(step);
  auto* item = new QListWidgetItem(fromUtf8(dataset::stepText(step)), m_list);
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
  item->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
  item->setToolTip(tipText(tip));
  item->setSizeHint({0, kRowHeight});
}

bool FixSheet::addStep(const QString& words) {
  if (words.isEmpty()) {
    return false;
  }
  const auto step = dataset::parseStep(words.toStdString());
  if (!step) {
    m_lineField->setError(messageText(step.error()));
    return false;
  }
  m_filling = true;
  appendStep(*step, {}, true);
  m_filling = false;
  m_list->scrollToBottom();
  preview();
  return true;
}

dataset::Recipe FixSheet::recipe() const {
  dataset::Recipe recipe;
  for (int i = 0; i < m_list->count(); ++i) {
    if (m_list->item(i)->checkState() == Qt::Checked) {
      recipe.steps.push_back(m_steps[static_cast<std::size_t>(i)]);
    }
  }
  return recipe;
}

QString FixSheet::code(bool pandas) const {
  return (pandas ? m_pandas : m_sql)->toPlainText();
}

void FixSheet::preview() {
  const dataset::Recipe steps = recipe();
  if (steps.steps.empty()) {
    m_previewJob.cancel();
    m_figures->setColor(&Colors::tx3);
    m_figures->setText(tr("Tick a step or add one to see what it would change"));
    m_samples->setContent({}, {});
    m_columns->setContent({}, {});
    m_sql->clear();
    m_pandas->clear();
    setBusy(false);
    return;
  }
  m_previewJob.start([store = m_store, opened = m_opened, version = m_version,
                      steps](std::stop_token stop) -> Result<Preview> {
    const Lock lock(opened->mutex);
    if (!opened->engine) {
      TATARA_ASSIGN(opened->engine, dataset::Engine::open());
    }
    if (!opened->table) {
      TATARA_ASSIGN(auto table, dataset::openVersion(*store, artifact::ArtifactStore(store), *opened->engine,
                                                     version, stop));
      opened->table.emplace(std::move(table));
    }
    const dataset::Table& table = *opened->table;
    Preview preview;
    TATARA_ASSIGN(preview.changes, dataset::previewRecipe(*opened->engine, table, steps, kSamples, stop));
    TATARA_ASSIGN(const std::string sql, dataset::recipeSql(steps, table.columns(), "data"));
    preview.sql = fromUtf8(sql);
    const auto pandas = dataset::recipePandas(steps, table, version.source);
    if (pandas) {
      preview.pandas = fromUtf8(*pandas);
    } else {
      preview.inPandas = pandas.error();
    }
    return preview;
  });
  setBusy(true);
}

void FixSheet::setBusy(bool busy) {
  m_submit->setEnabled(!busy && m_samples && !recipe().steps.empty() && !m_store->readOnly());
  m_copy->setEnabled(!busy && !recipe().steps.empty());
  m_stack->setEnabled(!busy);
  if (busy) {
    m_figures->setColor(&Colors::tx3);
    m_figures->setText(m_applyJob.running() ? tr("Writing the new version…") : tr("Counting what changes…"));
  }
}

void FixSheet::showProblem(const Error& error) {
  m_figures->setColor(&Colors::err);
  m_figures->setText(messageText(error));
  m_submit->setEnabled(false);
}

void FixSheet::present(const Preview& preview) {
  const dataset::RecipePreview& changes = preview.changes;
  std::size_t concerned = 0;
  std::size_t droppedColumns = 0;
  for (const auto& column : changes.columns) {
    concerned += column.changed > 0 ? 1 : 0;
    droppedColumns += column.after.empty() ? 1 : 0;
  }
  QStringList words;
  const std::uint64_t dropped = changes.rowsBefore - changes.rowsAfter;
  words << (dropped == 0
                ? tr("%1 rows stay").arg(counted(changes.rowsAfter))
                : tr("%1 of %2 rows are dropped").arg(counted(dropped), counted(changes.rowsBefore)));
  if (const std::uint64_t cells = changes.changedCells()) {
    words << tr("%1 cells change in %n columns", nullptr, static_cast<int>(concerned)).arg(counted(cells));
  }
  if (droppedColumns > 0) {
    words << tr("%n columns are dropped", nullptr, static_cast<int>(droppedColumns));
  }
  bool nothing = dropped == 0 && changes.changedCells() == 0 && droppedColumns == 0;
  for (const auto& column : changes.columns) {
    nothing = nothing && (column.after.empty() ||
                          (column.before == column.after && column.typeBefore == column.typeAfter));
  }
  m_figures->setColor(nothing ? &Colors::tx3 : &Colors::tx1);
  m_figures->setText(nothing ? tr("These steps change nothing") : words.join(QStringLiteral(" · ")));
  m_submit->setEnabled(!nothing && !m_store->readOnly());
  m_sql->setPlainText(preview.sql + QStringLiteral(";\n"));
  m_pandas->setPlainText(preview.inPandas
                             ? preview.pandas
                             : QStringLiteral("# %1\n").arg(messageText(preview.inPandas.error())));
  fillSamples(changes);
  fillColumns(changes);
}

void FixSheet::fillSamples(const dataset::RecipePreview& preview) {
  std::vector<const dataset::RecipePreview::Column*> left;
  for (const auto& column : preview.columns) {
    if (!column.after.empty()) {
      left.push_back(&column);
    }
  }
  std::vector<std::vector<TableCell>> rows;
  for (const auto& sample : preview.samples) {
    TableCell place{
        .text = counted(sample.row + 1), .color = &Colors::tx3, .order = static_cast<double>(sample.row)};
    if (sample.dropped) {
      QStringList cells;
      for (std::size_t i = 0; i < std::min(left.size(), kShownColumns); ++i) {
        cells << (sample.before[i] ? fromUtf8(*sample.before[i]) : QString(kMissing));
      }
      rows.push_back({place, TableCell{.text = tr("whole row"), .color = &Colors::tx3},
                      TableCell{.text = cells.join(QStringLiteral(" · ")), .color = &Colors::tx2},
                      TableCell{.text = tr("dropped"), .badge = BadgeState::Alert}});
      continue;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i]->changed > 0 && sample.before[i] != sample.after[i]) {
        rows.push_back({place, TableCell{.text = fromUtf8(left[i]->after), .strong = true},
                        valueCell(sample.before[i], &Colors::tx2), valueCell(sample.after[i], &Colors::tx1)});
      }
    }
  }
  m_samples->setContent({{.title = tr("Row"), .right = true},
                         {.title = tr("Column"), .most = 200, .sortsByText = true},
                         {.title = tr("Before"), .most = 320, .sortsByText = true},
                         {.title = tr("After"), .sortsByText = true}},
                        std::move(rows), 3);
}

void FixSheet::fillColumns(const dataset::RecipePreview& preview) {
  std::vector<std::vector<TableCell>> rows;
  for (const auto& column : preview.columns) {
    const bool dropped = column.after.empty();
    const bool renamed = !dropped && column.before != column.after;
    const bool retyped = !dropped && column.typeBefore != column.typeAfter;
    if (!dropped && !renamed && !retyped && column.changed == 0) {
      continue;
    }
    TableCell cells{.text = dropped ? QString(kMissing) : counted(column.changed),
                    .color = column.changed > 0 ? &Colors::tx1 : &Colors::tx3,
                    .order = static_cast<double>(column.changed)};
    if (column.changed > 0 && preview.rowsAfter > 0) {
      cells.bar = static_cast<double>(column.changed) / static_cast<double>(preview.rowsAfter);
    }
    rows.push_back(
        {TableCell{.text = renamed ? fromUtf8(column.before) + QStringLiteral(" → ") + fromUtf8(column.after)
                                   : fromUtf8(column.before),
                   .strong = true,
                   .icon = typeIcon(column.typeBefore)},
         std::move(cells),
         TableCell{.text = counted(column.emptied),
                   .color = column.emptied > 0 ? &Colors::tx1 : &Colors::tx3,
                   .order = static_cast<double>(column.emptied)},
         dropped ? TableCell{.text = tr("dropped"), .badge = BadgeState::Alert}
                 : TableCell{.text = retyped ? typeWord(column.typeBefore) + QStringLiteral(" → ") +
                                                   typeWord(column.typeAfter)
                                             : typeWord(column.typeAfter),
                             .color = retyped ? &Colors::tx1 : &Colors::tx3}});
  }
  m_columns->setContent({{.title = tr("Column"), .most = 260, .sortsByText = true},
                         {.title = tr("Cells that change"), .right = true},
                         {.title = tr("Of them to missing"), .right = true},
                         {.title = tr("Type"), .sortsByText = true}},
                        std::move(rows), 0);
}

void FixSheet::submit() {
  const dataset::Recipe steps = recipe();
  if (!m_submit->isEnabled() || steps.steps.empty()) {
    return;
  }
  m_previewJob.cancel();
  m_applyJob.start(
      [store = m_store, version = m_version, steps](std::stop_token stop) -> Result<dataset::Added> {
        TATARA_ASSIGN(const auto engine, dataset::Engine::open());
        return dataset::applyRecipe(*store, artifact::ArtifactStore(store), *engine, version, steps, stop);
      });
  setBusy(true);
}

}  // namespace tatara::ui
