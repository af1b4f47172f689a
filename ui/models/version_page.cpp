#include "ui/models/version_page.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/model/text_grid.h"
#include "ui/models/internal/grid_cells.h"
#include "ui/models/internal/lineage_strip.h"
#include "ui/models/internal/version_text.h"
#include "ui/shell/route_pages.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr qsizetype kShortDigest = 12;
constexpr qsizetype kShortCommit = 7;

QString shapeText(const std::vector<std::int64_t>& shape) {
  QStringList parts;
  for (const std::int64_t length : shape) {
    parts << (length < 0 ? QStringLiteral("?") : QString::number(length));
  }
  return parts.isEmpty() ? QString()
                         : QLatin1Char('[') + parts.join(QStringLiteral(" × ")) + QLatin1Char(']');
}

}  // namespace

VersionPage::VersionPage(int serverPort, QWidget* parent) : QWidget(parent), m_port(serverPort) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, kPanelMargin);
  whole->setSpacing(0);
  whole->addWidget(makeHeader());
  m_tabs = new QTabBar(this);
  m_tabs->setDrawBase(false);
  for (const QString& title :
       {tr("Summary"), tr("Evidence"), tr("Signature"), tr("Files"), tr("Lineage"), tr("History")}) {
    m_tabs->addTab(title);
  }
  whole->addWidget(m_tabs);
  whole->addWidget(makeLine(Qt::Horizontal, this));
  whole->addSpacing(kCardGap);
  m_stack = new QStackedWidget(this);
  whole->addWidget(m_stack, 1);
  m_stack->addWidget(makeSummary());
  m_stack->addWidget(makeEvidence());
  m_stack->addWidget(makeSignature());
  m_filesCard = new Card(tr("Files"), this);
  m_files = new TextGrid(tr("Files"));
  m_filesCard->setContent(m_files);
  m_stack->addWidget(m_filesCard);
  auto* lineage = new QWidget(this);
  auto* lineageColumn = new QVBoxLayout(lineage);
  lineageColumn->setContentsMargins(0, 0, 0, 0);
  auto* lineageCard = new Card(tr("Lineage"), lineage);
  lineageCard->setSubtitle(tr("from the data to what uses it"));
  m_lineage = new LineageStrip;
  lineageCard->setContent(m_lineage);
  lineageColumn->addWidget(lineageCard);
  lineageColumn->addStretch(1);
  m_stack->addWidget(lineage);
  auto* historyCard = new Card(tr("History"), this);
  historyCard->setSubtitle(tr("every act on this version; entries are never changed"));
  m_history = new TextGrid(tr("History"));
  historyCard->setContent(m_history);
  m_stack->addWidget(historyCard);
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
    m_stack->setCurrentIndex(index);
    Q_EMIT tabChanged();
  });
  connect(m_lineage, &LineageStrip::opened, this, &VersionPage::routeAsked);
  connect(m_files, &TextGrid::activated, this, [this](RowId row, bool) {
    if (m_facts && row >= 0 && row < static_cast<RowId>(m_facts->files.size())) {
      Q_EMIT exportAsked(fromUtf8(m_facts->files[static_cast<std::size_t>(row)].path));
    }
  });
}

QWidget* VersionPage::makeHeader() {
  auto* header = new QWidget(this);
  header->setFixedHeight(kPanelHeaderHeight);
  auto* bar = new QHBoxLayout(header);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->setSpacing(10);
  m_name = new Label({}, TextRole::PanelTitle, &Colors::tx1, header);
  m_state = new Badge(BadgeState::Candidate, {}, header);
  m_aliases = new Label({}, TextRole::CellMedium, &Colors::acctx, header);
  m_words = new Label({}, TextRole::Cell, &Colors::tx3, header);
  m_run = makeButton({}, QStringLiteral("experiments"), ButtonKind::Normal, header);
  m_review = makeButton({}, QStringLiteral("gates"), ButtonKind::Normal, header);
  m_setChampion = makeButton(tr("Set as champion"), QStringLiteral("champion"), ButtonKind::Primary, header);
  m_more = makeIconButton(QStringLiteral("more"), tr("More"), header);
  bar->addWidget(m_name);
  bar->addWidget(m_state);
  bar->addWidget(m_aliases);
  bar->addWidget(m_words, 1);
  bar->addWidget(m_run);
  bar->addWidget(m_review);
  QPushButton* deploy = makeButton(tr("Deploy"), QStringLiteral("deployments"), ButtonKind::Normal, header);
  bar->addWidget(deploy);
  connect(deploy, &QPushButton::clicked, this, [this] {
    if (m_facts) {
      const registry::ModelVersion& version = m_facts->line.version;
      Q_EMIT routeAsked(DeploymentsRoute{{}, {}, fromUtf8(version.model), version.version});
    }
  });
  bar->addWidget(m_setChampion);
  bar->addWidget(m_more);
  connect(m_review, &QPushButton::clicked, this, [this] {
    if (!m_facts) {
      return;
    }
    if (m_facts->reviewLive) {
      Q_EMIT routeAsked(ReviewRoute{m_facts->review->id.value()});
    } else {
      Q_EMIT reviewAsked(m_facts->line.version.version);
    }
  });
  connect(m_run, &QPushButton::clicked, this, [this] {
    if (m_facts && m_facts->line.run) {
      Q_EMIT routeAsked(RunRoute{m_facts->line.run->info.id, {}});
    }
  });
  connect(m_setChampion, &QPushButton::clicked, this, [this] {
    if (m_facts) {
      Q_EMIT championAsked(m_facts->line.version.version);
    }
  });
  connect(m_more, &QToolButton::clicked, this, [this] { Q_EMIT menuAsked(m_more); });
  return header;
}

QWidget* VersionPage::makeSummary() {
  auto* page = new QWidget(this);
  auto* whole = new QVBoxLayout(page);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->setSpacing(kCardGap);
  m_scores = new KpiStrip(KpiStrip::Size::Normal, page);
  whole->addWidget(m_scores);
  auto* row = new QHBoxLayout;
  row->setSpacing(kCardGap);
  whole->addLayout(row, 1);
  auto* left = new QVBoxLayout;
  left->setSpacing(kCardGap);
  auto* about = new Card(tr("Description"), page);
  auto* aboutContent = new QWidget;
  auto* aboutColumn = new QVBoxLayout(aboutContent);
  aboutColumn->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  m_description = new Label({}, TextRole::Body, &Colors::tx2);
  m_description->setOverflow(Overflow::Wrap);
  m_description->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  aboutColumn->addWidget(m_description);
  about->setContent(aboutContent);
  left->addWidget(about);
  auto* use = new Card(tr("Load it in Python"), page);
  auto* useContent = new QWidget;
  auto* useColumn = new QVBoxLayout(useContent);
  useColumn->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  m_code = new CodeBlock({});
  useColumn->addWidget(m_code);
  use->setContent(useContent);
  left->addWidget(use);
  left->addStretch(1);
  row->addLayout(left, 1);
  auto* params = new Card(tr("Parameters of the run"), page);
  params->setFixedWidth(460);
  m_params = new TextGrid(tr("Parameters of the run"));
  params->setContent(m_params);
  row->addWidget(params);
  return page;
}

QWidget* VersionPage::makeSignature() {
  auto* card = new Card(tr("Signature"), this);
  auto* content = new QWidget;
  auto* whole = new QVBoxLayout(content);
  whole->setContentsMargins(1, 0, 1, 1);
  whole->setSpacing(8);
  auto* padded = new QHBoxLayout;
  padded->setContentsMargins(kCardPadding, 0, kCardPadding, 0);
  m_signatureNote = new Label({}, TextRole::Cell, &Colors::tx2);
  m_signatureNote->setOverflow(Overflow::Wrap);
  padded->addWidget(m_signatureNote);
  whole->addLayout(padded);
  m_signature = new TextGrid(tr("Signature"));
  whole->addWidget(m_signature, 1);
  card->setContent(content);
  return card;
}

QWidget* VersionPage::makeEvidence() {
  m_evidenceCard = new Card(tr("Evidence"), this);
  auto* content = new QWidget;
  auto* whole = new QVBoxLayout(content);
  whole->setContentsMargins(1, 0, 1, 1);
  whole->setSpacing(8);
  auto* padded = new QHBoxLayout;
  padded->setContentsMargins(kCardPadding, 0, kCardPadding, 0);
  m_evidenceNote = new Label({}, TextRole::Cell, &Colors::tx2);
  m_evidenceNote->setOverflow(Overflow::Wrap);
  padded->addWidget(m_evidenceNote);
  whole->addLayout(padded);
  m_evidence = new TextGrid(tr("Evidence"));
  whole->addWidget(m_evidence, 1);
  m_evidenceCard->setContent(content);
  return m_evidenceCard;
}

QString VersionPage::tab() const {
  return versionPages().value(m_tabs->currentIndex());
}

void VersionPage::setTab(const QString& tab) {
  m_tabs->setCurrentIndex(static_cast<int>(std::max<qsizetype>(versionPages().indexOf(tab), 0)));
}

void VersionPage::stepTab(int by) {
  m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + m_tabs->count()) % m_tabs->count());
}

void VersionPage::show(VersionFactsPtr facts, Timestamp now, bool readOnly) {
  m_facts = std::move(facts);
  showHeader(now, readOnly);
  showScores();
  const registry::ModelVersion& version = m_facts->line.version;
  m_description->setText(version.description.empty() ? tr("No description yet")
                                                     : fromUtf8(version.description));
  m_description->setColor(version.description.empty() ? &Colors::tx3 : &Colors::tx2);
  m_code->setCode(loadCode(version, m_port));
  m_code->setFixedHeight(m_code->sizeHint().height());
  std::vector<TextRow> rows;
  if (m_facts->line.run) {
    for (const track::KeyValue& param : m_facts->line.run->params) {
      addRow(rows,
             {TextCell::text(fromUtf8(param.key)), TextCell::text(fromUtf8(param.value), Tone::Primary)});
    }
  }
  m_params->show({gridColumn("name", tr("Name"), 200), filling(gridColumn("value", tr("Value"), 200))},
                 std::move(rows));
  showSignature();
  showEvidence(now);
  showFiles();
  showLineage();
  showHistory();
}

void VersionPage::showHeader(Timestamp now, bool readOnly) {
  const registry::ModelVersion& version = m_facts->line.version;
  m_name->setText(QStringLiteral("%1 v%2").arg(fromUtf8(version.model)).arg(version.version));
  const VersionState state = stateOf(version);
  m_state->setState(state.badge, state.word);
  QStringList aliases;
  for (const std::string& alias : version.aliases) {
    aliases << QLatin1Char('@') + fromUtf8(alias);
  }
  m_aliases->setText(aliases.join(QLatin1Char(' ')));
  QStringList words;
  if (!version.user.empty()) {
    words << fromUtf8(version.user);
  }
  words << tr("registered %1").arg(agoText(version.created, now));
  m_words->setText(words.join(QStringLiteral(" · ")));
  m_words->setToolTip(isoTimeText(version.created));
  const bool hasRun = m_facts->line.run.has_value();
  m_run->setVisible(hasRun);
  m_run->setText(hasRun ? tr("Run %1").arg(fromUtf8(m_facts->line.run->info.name)) : QString());
  const bool isChampion = version.version == m_facts->champion;
  const bool archived = version.state == registry::VersionState::Archived;
  m_review->setVisible(m_facts->reviewLive || (!isChampion && !archived));
  m_review->setText(m_facts->reviewLive ? tr("Open review %1").arg(m_facts->review->id.value())
                                        : tr("Request review…"));
  m_review->setEnabled(m_facts->reviewLive || !readOnly);
  // A protected champion is moved where its review is read; asking here would be refused without one.
  const bool shut = m_facts->protection.champion && version.state != registry::VersionState::Approved;
  m_setChampion->setVisible(!isChampion);
  m_setChampion->setEnabled(!readOnly && !shut);
  m_setChampion->setToolTip(readOnly ? tr("This workspace is read-only")
                            : shut   ? tr("The policy lets champion move only by an approved review")
                                     : QString());
}

void VersionPage::showScores() {
  std::vector<KpiCell> cells;
  for (const ShownMetric& metric : m_facts->metrics) {
    const auto value = metricOf(m_facts->line.run, metric.key);
    if (!value) {
      continue;
    }
    KpiCell cell{
        fromUtf8(metric.key), metricText(*value), fromUtf8(metric.meaning.unit), {}, &Colors::tx3, {}};
    if (const auto base = metricOf(m_facts->championRun, metric.key); base && std::isfinite(*value - *base)) {
      const double delta = *value - *base;
      cell.note = tr("%1 %2 against v%3").arg(deltaGlyph(delta)).arg(deltaText(delta)).arg(m_facts->champion);
      if (delta != 0 && metric.meaning.direction != track::Direction::Unknown) {
        cell.noteColor =
            track::isBetter(metric.meaning.direction, *value, *base) ? &Colors::ok : &Colors::err;
      }
    }
    cells.push_back(std::move(cell));
  }
  std::int64_t bytes = 0;
  for (const artifact::FileInfo& file : m_facts->files) {
    bytes += file.size;
  }
  if (!m_facts->files.empty()) {
    cells.push_back({tr("Size"),
                     byteText(static_cast<std::uint64_t>(bytes)),
                     {},
                     tr("%n files", nullptr, static_cast<int>(m_facts->files.size())),
                     &Colors::tx3,
                     {}});
  }
  m_scores->setVisible(!cells.empty());
  m_scores->setCells(std::move(cells));
}

void VersionPage::showSignature() {
  std::vector<TextRow> rows;
  const auto add = [&rows](const QString& side, const infer::Field& field, bool tensor) {
    const QString name = field.name.empty() ? QStringLiteral("–") : fromUtf8(field.name);
    const std::string_view type = field.columnType();
    addRow(rows, {TextCell::text(side), TextCell::text(name, Tone::Primary), TextCell::text(fromUtf8(type)),
                  TextCell::text(tensor ? shapeText(field.shape) : QString()),
                  TextCell::text(field.required ? tr("required") : tr("optional"))});
  };
  QString note;
  if (m_facts->description && m_facts->description->signature) {
    const infer::Signature& signature = *m_facts->description->signature;
    for (const infer::Field& field : signature.inputs) {
      add(tr("Input"), field, signature.tensors);
    }
    for (const infer::Field& field : signature.outputs) {
      add(tr("Output"), field, signature.outputTensors);
    }
    note = tr("%n inputs", nullptr, static_cast<int>(signature.inputs.size()));
  } else if (!m_facts->descriptionProblem.empty()) {
    note = tr("The MLmodel file cannot be read: %1").arg(phraseText(m_facts->descriptionProblem));
  } else if (m_facts->description && !m_facts->description->signatureProblem.empty()) {
    const std::string& problem = m_facts->description->signatureProblem;
    note = phraseText(text::phraseOf(problem).value_or(text::Phrase(problem)));
  } else if (m_facts->description) {
    note = tr("The model was logged without a signature; log it with input_example or signature");
  } else {
    note = tr("There is no MLmodel file among this version's files");
  }
  m_signatureNote->setText(note);
  m_signature->show({gridColumn("side", tr("Side"), 90), gridColumn("name", tr("Name"), 260),
                     gridColumn("type", tr("Type"), 120), gridColumn("shape", tr("Shape"), 140),
                     filling(gridColumn("needed", tr("Needed"), 120))},
                    std::move(rows));
}

// Whether a file is as it was when the version was registered; nothing where nothing was kept then.
TextCell VersionPage::sinceRegistered(const artifact::FileInfo& file) const {
  const auto& registered = m_facts->registered.registered;
  if (registered.empty()) {
    return TextCell::none();
  }
  const auto at = std::ranges::find(registered, file.path, &registry::VersionFile::path);
  return at == registered.end()            ? TextCell::text(tr("added"), Tone::Warning)
         : at->digest == file.digest.hex() ? TextCell::text(tr("as registered"), Tone::Caption)
                                           : TextCell::text(tr("altered"), Tone::Worse);
}

void VersionPage::showFiles() {
  std::vector<TextRow> rows;
  for (const artifact::FileInfo& file : m_facts->files) {
    addRow(rows, {TextCell::text(fromUtf8(file.path), Tone::Primary),
                  TextCell::value(byteText(static_cast<std::uint64_t>(file.size)),
                                  static_cast<double>(file.size), QString::number(file.size)),
                  sinceRegistered(file), wordsCell(file.digest.hex(), kShortDigest)});
  }
  for (const registry::VersionFile& file : m_facts->registered.registered) {
    if (std::ranges::find(m_facts->files, file.path, &artifact::FileInfo::path) == m_facts->files.end()) {
      addRow(rows, {TextCell::text(fromUtf8(file.path), Tone::Primary),
                    TextCell::value(byteText(static_cast<std::uint64_t>(file.size)),
                                    static_cast<double>(file.size), QString::number(file.size)),
                    TextCell::text(tr("missing"), Tone::Worse), wordsCell(file.digest, kShortDigest)});
    }
  }
  const registry::ModelVersion& version = m_facts->line.version;
  m_filesCard->setSubtitle(!m_facts->files.empty() ? tr("Enter saves a copy")
                           : version.source.empty()
                               ? tr("this version has no files")
                               : tr("its files are not in this workspace: %1").arg(fromUtf8(version.source)));
  m_files->show(
      {gridColumn("path", tr("Path"), 420), gridColumn("size", tr("Size"), 100, ColumnKind::Number),
       gridColumn("since", tr("Since registered"), 130), filling(gridColumn("digest", tr("SHA-256"), 140))},
      std::move(rows));
}

// What gates see: a value a line, with where it is from.
void VersionPage::showEvidence(Timestamp now) {
  std::vector<TextRow> rows;
  const auto add = [&](const std::string& name, const text::Json& value, const registry::Evidence& from) {
    addRow(rows,
           {TextCell::text(fromUtf8(name), Tone::Primary), jsonCell(value, Tone::Primary),
            TextCell::text(fromUtf8(from.source)), timeOrder(agoText(from.computed, now), from.computed),
            wordsCell(from.digest, kShortDigest)});
  };
  bool measured = false;
  for (const registry::Evidence& piece : m_facts->evidence) {
    if (!piece.body.isObject()) {
      add(piece.name, piece.body, piece);
      continue;
    }
    measured = true;
    for (const text::JsonMember& member : piece.body["values"].members()) {
      add(member.key, member.value, piece);
    }
  }
  m_evidenceCard->setSubtitle(
      m_facts->measuredAgainst > 0 ? tr("measured beside v%1").arg(m_facts->measuredAgainst) : QString());
  m_evidenceNote->setText(
      measured ? QString() : tr("This version was not measured yet: asking for a review measures it"));
  m_evidenceNote->setVisible(!measured);
  m_evidence->show(
      {gridColumn("name", tr("Value"), 320), gridColumn("value", tr("Measured"), 130, ColumnKind::Number),
       gridColumn("from", tr("From"), 200), gridColumn("at", tr("When"), 120),
       filling(gridColumn("digest", tr("SHA-256"), 130))},
      std::move(rows));
}

std::vector<LineageNode> VersionPage::originNodes() const {
  std::vector<LineageNode> nodes;
  for (const dataset::LineageNode& node : m_facts->lineage.nodes) {
    const std::size_t at = std::min(node.name.rfind('@'), node.name.size());
    if (node.kind == dataset::LineageKind::DatasetVersion && node.distance < 0) {
      const auto number = parseInt(std::string_view(node.name).substr(std::min(at + 1, node.name.size())));
      nodes.push_back({QStringLiteral("data"), tr("Data"), fromUtf8(node.name), isoTimeText(node.at), false,
                       DataRoute{fromUtf8(node.name.substr(0, at)), number, {}}});
    } else if (node.kind == dataset::LineageKind::Dataset && node.distance < 0) {
      nodes.push_back({QStringLiteral("data"), tr("Data"), fromUtf8(node.name),
                       tr("digest %1").arg(fromUtf8(node.id.substr(node.name.size() + 1)).left(kShortDigest)),
                       false, std::nullopt});
    }
  }
  std::ranges::reverse(nodes);  // the farthest first
  const VersionLine& line = m_facts->line;
  if (line.run && !line.commit.empty()) {
    nodes.push_back({QStringLiteral("commit"), tr("Commit"), fromUtf8(line.commit).left(kShortCommit),
                     line.dirty ? tr("with uncommitted changes") : tr("clean tree"), false, std::nullopt});
  }
  if (line.run) {
    nodes.push_back({QStringLiteral("experiments"), tr("Run"), fromUtf8(line.run->info.name),
                     isoTimeText(line.run->info.started), false, RunRoute{line.run->info.id, {}}});
  }
  if (m_facts->loggedModel) {
    nodes.push_back({QStringLiteral("models"), tr("Logged model"), fromUtf8(m_facts->loggedModel->name),
                     fromUtf8(m_facts->loggedModel->type), false, std::nullopt});
  }
  return nodes;
}

std::vector<LineageNode> VersionPage::useNodes() const {
  std::vector<LineageNode> nodes;
  for (const dataset::LineageNode& node : m_facts->lineage.nodes) {
    if (node.kind == dataset::LineageKind::Review) {
      const auto number = parseInt(node.id);
      nodes.push_back({QStringLiteral("gates"), tr("Review"), tr("Review %1").arg(fromUtf8(node.id)),
                       isoTimeText(node.at), false, ReviewRoute{number}});
    } else if (node.kind == dataset::LineageKind::Endpoint) {
      DeploymentsRoute to;
      to.endpoint = fromUtf8(node.id);
      nodes.push_back({QStringLiteral("deployments"), tr("Endpoint"), fromUtf8(node.name),
                       isoTimeText(node.at), false, to});
    }
  }
  return nodes;
}

void VersionPage::showLineage() {
  std::vector<LineageNode> nodes = originNodes();
  const VersionLine& line = m_facts->line;
  nodes.push_back({QStringLiteral("models"), tr("Version"),
                   QStringLiteral("%1 v%2").arg(fromUtf8(line.version.model)).arg(line.version.version),
                   isoTimeText(line.version.created), true, std::nullopt});
  for (const std::string& alias : line.version.aliases) {
    nodes.push_back({QStringLiteral("champion"), tr("Alias"), QLatin1Char('@') + fromUtf8(alias),
                     QStringLiteral("models:/%1@%2").arg(fromUtf8(line.version.model), fromUtf8(alias)),
                     false, std::nullopt});
  }
  for (LineageNode& node : useNodes()) {
    nodes.push_back(std::move(node));
  }
  m_lineage->setNodes(std::move(nodes));
}

void VersionPage::showHistory() {
  std::vector<TextRow> rows;
  for (const registry::Act& act : m_facts->acts) {
    rows.push_back(
        {act.id,
         {timeOrder(isoTimeText(act.at), act.at), TextCell::text(fromUtf8(act.actor), Tone::Primary),
          TextCell::text(actText(act), Tone::Primary), TextCell::text(fromUtf8(act.program)),
          TextCell::text(fromUtf8(act.reason))}});
  }
  m_history->show({gridColumn("at", tr("Time"), 160), gridColumn("person", tr("Person"), 130),
                   gridColumn("act", tr("Act"), 300), gridColumn("program", tr("Program"), 140),
                   filling(gridColumn("reason", tr("Reason"), 200))},
                  std::move(rows));
}

}  // namespace tatara::ui
