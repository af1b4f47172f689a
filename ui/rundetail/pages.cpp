#include "ui/rundetail/pages.h"

#include <QComboBox>
#include <QFile>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "core/text/json.h"

#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/rundetail/run_lineage.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr std::int64_t kMostLog = 4 << 20;

}  // namespace

ParametersPage::ParametersPage(QWidget* parent) : QWidget(parent) {
  m_search = new SearchField(tr("Search parameters"), this);
  m_search->setFixedWidth(260);
  m_count = new Label(QString(), TextRole::Cell, &Colors::tx3, this);
  m_order = new SegmentedControl(this);
  m_order->addSegment(tr("Changed first"));
  m_order->addSegment(tr("A–Z"));
  auto* strip = new QHBoxLayout;
  strip->setContentsMargins(kPanelMargin, 6, kPanelMargin, 6);
  strip->setSpacing(10);
  strip->addWidget(m_search);
  strip->addWidget(m_count);
  strip->addStretch();
  strip->addWidget(m_order);
  m_table = new FactView;
  auto* card = new Card;
  card->setContent(m_table);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, kCardGap);
  layout->setSpacing(0);
  layout->addLayout(strip);
  auto* inset = new QHBoxLayout;
  inset->setContentsMargins(kPanelMargin, 0, kPanelMargin, 0);
  inset->addWidget(card);
  layout->addLayout(inset, 1);
  connect(m_search, &QLineEdit::textChanged, this, [this] { rearrange(); });
  connect(m_order, &SegmentedControl::currentChanged, this, [this] { rearrange(); });
}

QWidget* ParametersPage::filterField() {
  return m_search;
}

void ParametersPage::setRun(const RunFactsPtr& facts) {
  m_facts = facts;
  rearrange();
}

void ParametersPage::rearrange() {
  if (!m_facts) {
    return;
  }
  const bool compared = m_facts->baseline.has_value();
  m_order->setVisible(compared);
  const FactOrder order = compared && m_order->current() == 0 ? FactOrder::ChangedFirst : FactOrder::ByName;
  std::vector<Fact> facts = parameterFacts(*m_facts);
  const auto differing = std::ranges::count_if(facts, &Fact::differs);
  m_count->setText(compared ? tr("%1 of %2 differ from the baseline").arg(differing).arg(facts.size())
                            : tr("%n parameter(s)", nullptr, static_cast<int>(facts.size())));
  m_table->setFacts(arrangeFacts(std::move(facts), order, m_search->text().trimmed()),
                    compared ? fromUtf8(m_facts->baseline->info.name) : QString());
}

CodePage::CodePage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QScrollArea(parent), m_store(std::move(store)), m_job([this](Result<Recorded> recorded) {
        // A file that cannot be read is told on the artifacts page.
        m_recorded = recorded ? std::move(*recorded) : Recorded();
        rebuild();
      }) {
  setFrameShape(QFrame::NoFrame);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  viewport()->setAutoFillBackground(false);
  m_content = new QWidget;
  m_content->setAutoFillBackground(false);
  m_layout = new QVBoxLayout(m_content);
  m_layout->setContentsMargins(kPanelMargin, kCardGap, kPanelMargin, kCardGap);
  m_layout->setSpacing(kCardGap);
  setWidget(m_content);
}

void CodePage::addSection(const QString& title, std::vector<Fact> facts, const QString& otherName) {
  if (facts.empty()) {
    return;
  }
  auto* card = new Card(title);
  auto* table = new FactView;
  const int rows = static_cast<int>(facts.size());
  table->setFacts(std::move(facts), otherName);
  table->fitRows(rows);
  card->setContent(table);
  m_layout->addWidget(card);
}

void CodePage::setRun(const RunFactsPtr& facts) {
  if (m_facts && m_facts->run.info.key != facts->run.info.key) {
    m_recorded = {};
  }
  m_facts = facts;
  rebuild();
  m_job.start([store = m_store, facts](std::stop_token) {
    return readRecorded(artifact::ArtifactStore(store), *facts);
  });
}

Result<CodePage::Recorded> CodePage::readRecorded(const artifact::ArtifactStore& artifacts,
                                                  const RunFacts& facts) {
  constexpr std::int64_t kMost = 1 << 20;
  Recorded recorded;
  for (const RunFile& file : facts.files) {
    const bool environment = file.name == "reproduce/environment.json";
    if ((environment || file.name == "reproduce/changes.patch") && file.info.size <= kMost) {
      TATARA_ASSIGN(const std::string bytes, artifacts.readAll(file.info.path, kMost));
      if (environment) {
        recorded.environment = flattenJson(bytes);
      } else {
        recorded.changes = fromUtf8(bytes);
      }
    }
  }
  return recorded;
}

namespace {

Card* makeChanges(const QString& changes) {
  auto* card = new Card(CodePage::tr("Uncommitted changes"));
  auto* patch = new QPlainTextEdit(changes);
  patch->setReadOnly(true);
  patch->setFrameShape(QFrame::NoFrame);
  patch->setLineWrapMode(QPlainTextEdit::NoWrap);
  patch->setFont(ui::font(TextRole::Code));
  patch->setFixedHeight(320);
  patch->document()->setDocumentMargin(kCardPadding);
  card->setContent(patch);
  return card;
}

}  // namespace

void CodePage::rebuild() {
  const RunFactsPtr facts = m_facts;
  const int at = verticalScrollBar()->value();
  while (QLayoutItem* item = m_layout->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const track::Run& run = facts->run;
  const QString other = facts->baseline ? fromUtf8(facts->baseline->info.name) : QString();
  std::vector<Fact> code;
  std::vector<Fact> environment;
  std::vector<Fact> tags;
  for (const track::KeyValue& tag : run.tags) {
    Fact fact{fromUtf8(tag.key), fromUtf8(tag.value), QString(kMissing), false};
    if (facts->baseline) {
      const std::string* before = findTag(*facts->baseline, tag.key);
      fact.differs = !before || *before != tag.value;
      fact.other = before ? fromUtf8(*before) : QString(kMissing);
    }
    if (tag.key.starts_with("mlflow.source.") || tag.key.starts_with("tatara.git.") ||
        tag.key == "tatara.command" || tag.key == "mlflow.project.entryPoint") {
      code.push_back(fact);
    } else if (tag.key.starts_with("tatara.env") || tag.key.starts_with("tatara.host") ||
               tag.key.starts_with("tatara.version") || tag.key == "mlflow.user") {
      environment.push_back(fact);
    } else if (tag.key != track::tag::kNote && tag.key != track::tag::kRunName) {
      tags.push_back(fact);
    }
  }
  std::vector<Fact> identity{{tr("Run id"), fromUtf8(run.info.id.value()), {}, false},
                             {tr("Experiment"), fromUtf8(facts->experiment.name), {}, false},
                             {tr("Started"), isoTimeText(run.info.started), {}, false}};
  if (run.info.ended) {
    identity.push_back({tr("Ended"), isoTimeText(*run.info.ended), {}, false});
  }
  identity.push_back({tr("User"), fromUtf8(run.info.user), {}, false});
  identity.push_back({tr("Artifacts"), fromUtf8(run.info.artifactUri), {}, false});
  std::vector<Fact> inputs;
  for (const track::DatasetInput& input : run.datasets) {
    const track::DatasetRecord& set = input.dataset;
    inputs.push_back({fromUtf8(set.name),
                      fromUtf8(set.digest) + QStringLiteral(" · ") + fromUtf8(set.sourceType) +
                          QStringLiteral(" · ") + fromUtf8(set.source),
                      {},
                      false});
  }
  addSection(tr("Run"), std::move(identity), {});
  addSection(tr("Code"), std::move(code), other);
  environment.insert(environment.end(), m_recorded.environment.begin(), m_recorded.environment.end());
  addSection(tr("Environment"), std::move(environment), m_recorded.environment.empty() ? other : QString());
  addSection(tr("Data"), std::move(inputs), {});
  addSection(tr("Tags"), std::move(tags), other);
  if (!m_recorded.changes.isEmpty()) {
    m_layout->addWidget(makeChanges(m_recorded.changes));
  }
  m_layout->addStretch(1);
  verticalScrollBar()->setValue(at);
}

namespace {

void flatten(const QString& path, const text::Json& value, std::vector<Fact>& facts) {
  if (value.isObject()) {
    for (const text::JsonMember& member : value.members()) {
      const QString name = QString::fromStdString(member.key);
      flatten(path.isEmpty() ? name : path + QLatin1Char('.') + name, member.value, facts);
    }
    return;
  }
  QString words;
  if (value.isArray()) {
    QStringList parts;
    for (const text::Json& item : value.items()) {
      const std::string* word = item.asString();
      parts << QString::fromStdString(word ? *word : text::toJson(item));
    }
    words = parts.join(QLatin1Char(' '));
  } else if (const std::string* word = value.asString()) {
    words = QString::fromStdString(*word);
  } else if (!value.isNull()) {
    words = QString::fromStdString(text::toJson(value));
  }
  if (!words.isEmpty()) {
    facts.push_back({path, words, {}, false});
  }
}

}  // namespace

std::vector<Fact> flattenJson(std::string_view json) {
  std::vector<Fact> facts;
  if (const Result<text::Json> value = text::parseJson(json)) {
    flatten({}, *value, facts);
  }
  return facts;
}

std::vector<RunFile> logFilesOf(const RunFacts& facts) {
  std::vector<RunFile> files;
  for (const RunFile& file : facts.files) {
    const QString name = fromUtf8(file.name).toLower();
    const QString last = name.section(QLatin1Char('/'), -1);
    if (last.endsWith(QLatin1String(".log")) || name.startsWith(QLatin1String("logs/")) ||
        last == QLatin1String("stdout.txt") || last == QLatin1String("stderr.txt") ||
        last == QLatin1String("log.txt")) {
      files.push_back(file);
    }
  }
  return files;
}

LogsPage::LogsPage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QWidget(parent), m_store(std::move(store)), m_job([this](Result<QString> log) {
        if (log) {
          m_text = *log;
          filter();
        } else {
          m_view->setPlainText(messageText(log.error()));
        }
      }) {
  m_choice = new QComboBox;
  m_choice->setAccessibleName(tr("Log file"));
  m_search = new SearchField(tr("Only lines that contain"), this);
  m_search->setFixedWidth(260);
  m_remark = new Label(QString(), TextRole::Cell, &Colors::tx3);
  auto* strip = new QHBoxLayout;
  strip->setContentsMargins(kPanelMargin, 6, kPanelMargin, 6);
  strip->setSpacing(10);
  strip->addWidget(m_search);
  strip->addWidget(m_choice);
  strip->addWidget(m_remark);
  strip->addStretch();
  m_view = new QPlainTextEdit;
  m_view->setReadOnly(true);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_view->setFont(ui::font(TextRole::Code));
  m_view->setMaximumBlockCount(100'000);
  m_view->document()->setDocumentMargin(kCardPadding);
  auto* card = new Card;
  card->setContent(m_view);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, kCardGap);
  layout->setSpacing(0);
  layout->addLayout(strip);
  auto* inset = new QHBoxLayout;
  inset->setContentsMargins(kPanelMargin, 0, kPanelMargin, 0);
  inset->addWidget(card);
  layout->addLayout(inset, 1);
  connect(m_choice, &QComboBox::currentIndexChanged, this, [this] { read(); });
  connect(m_search, &QLineEdit::textChanged, this, [this] { filter(); });
}

QWidget* LogsPage::filterField() {
  return m_search;
}

void LogsPage::setRun(const RunFactsPtr& facts) {
  std::vector<RunFile> files = logFilesOf(*facts);
  const auto same = [](const RunFile& a, const RunFile& b) {
    return a.name == b.name && a.info.digest == b.info.digest;
  };
  if (std::ranges::equal(files, m_files, same)) {
    return;
  }
  const QString before = m_choice->currentText();
  m_files = std::move(files);
  const QSignalBlocker quiet(m_choice);
  m_choice->clear();
  for (const RunFile& file : m_files) {
    m_choice->addItem(fromUtf8(file.name));
  }
  m_choice->setCurrentIndex(std::max(m_choice->findText(before), 0));
  m_choice->setVisible(m_files.size() > 1);
  read();
}

// The end of a log tells most, so of a long one the end is read.
void LogsPage::read() {
  const int index = m_choice->currentIndex();
  if (index < 0 || index >= static_cast<int>(m_files.size())) {
    m_text.clear();
    filter();
    return;
  }
  const RunFile& file = m_files[static_cast<std::size_t>(index)];
  m_remark->setText(file.info.size > kMostLog ? tr("last %1 of %2")
                                                    .arg(byteText(static_cast<std::uint64_t>(kMostLog)),
                                                         byteText(static_cast<std::uint64_t>(file.info.size)))
                                              : byteText(static_cast<std::uint64_t>(file.info.size)));
  m_job.start([store = m_store, file](std::stop_token) -> Result<QString> {
    QFile source(fromUtf8(artifact::ArtifactStore(store).blobFile(file.info.digest).string()));
    if (!source.open(QIODevice::ReadOnly)) {
      return makeError(ErrorKind::Io, "The bytes of " + file.name + " cannot be read; run tatara verify",
                       source.errorString().toStdString());
    }
    source.seek(std::max<qint64>(source.size() - kMostLog, 0));
    return QString::fromUtf8(source.read(kMostLog));
  });
}

void LogsPage::filter() {
  const QString words = m_search->text();
  const QScrollBar* bar = m_view->verticalScrollBar();
  const bool follow = bar->value() >= bar->maximum() - 2;
  if (words.isEmpty()) {
    m_view->setPlainText(m_text);
  } else {
    QStringList lines = m_text.split(QLatin1Char('\n'));
    lines.removeIf([&words](const QString& line) { return !line.contains(words, Qt::CaseInsensitive); });
    m_view->setPlainText(lines.join(QLatin1Char('\n')));
  }
  if (follow) {
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
  }
}

}  // namespace tatara::ui
