#include "ui/rundetail/reproduction.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/text/json.h"
#include "core/track/runs.h"
#include "ui/base/error_text.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/utf8.h"
#include "ui/rundetail/fact_table.h"
#include "ui/widget/card.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kAskWidth = 520;
constexpr int kAnswerWidth = 720;
constexpr int kMostFactRows = 12;

const registry::ModelVersion* newestVersion(const RunFacts& facts) {
  const auto newest = std::ranges::max_element(facts.versions, {}, &registry::ModelVersion::created);
  return newest == facts.versions.end() ? nullptr : &*newest;
}

QString versionName(const registry::ModelVersion& version) {
  return QStringLiteral("%1/%2").arg(fromUtf8(version.model), QString::number(version.version));
}

QString jsonWord(const text::Json& json) {
  return json.asString() ? fromUtf8(*json.asString()) : QString();
}

QString numberWord(const text::Json& json) {
  const auto number = json.asNumber();
  return number ? metricText(*number) : QString(kMissing);
}

// Names, what was, and what is.
std::vector<Fact> metricFacts(const text::Json& metrics) {
  std::vector<Fact> facts;
  for (const text::Json& one : metrics.items()) {
    const auto share = one["share"].asNumber();
    Fact fact{jsonWord(one["name"]), numberWord(one["then"]), numberWord(one["now"]), false};
    fact.differs = !share || *share != 0;
    // Digits that are the same on screen do not show that there is a difference.
    if (fact.differs && fact.value == fact.other && share) {
      fact.other += QStringLiteral(" (%1)").arg(percentText(*share, 4));
    }
    facts.push_back(std::move(fact));
  }
  return facts;
}

std::vector<Fact> aroundFacts(const text::Json& environment) {
  std::vector<Fact> facts;
  for (const text::Json& one : environment.items()) {
    const auto word = [&](const char* side) {
      const QString text = jsonWord(one[side]);
      return text.isEmpty() ? QString(kMissing) : text;
    };
    facts.push_back({jsonWord(one["name"]), word("then"), word("now"), true});
  }
  return facts;
}

void addFacts(Sheet& sheet, const QString& title, std::vector<Fact> facts, const QString& otherName) {
  if (facts.empty()) {
    return;
  }
  auto* card = new Card(title);
  auto* table = new FactView;
  const int rows = static_cast<int>(facts.size());
  table->setFacts(std::move(facts), otherName);
  table->fitRows(std::min(rows, kMostFactRows));
  if (rows > kMostFactRows) {
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  }
  card->setContent(table);
  sheet.body()->addWidget(card);
}

Result<track::Run> loadWhole(sql::Connection& connection, const track::RunId& id) {
  TATARA_ASSIGN(std::optional<track::Run> run, track::findRun(connection, id));
  if (!run) {
    return makeError(ErrorKind::NotFound, "There is no run " + id.value() + " in this workspace");
  }
  return *std::move(run);
}

Result<evaluate::Reproduction> compareBoth(const std::shared_ptr<store::Store>& store,
                                           const RepeatedRuns& runs, std::stop_token stop) {
  evaluate::Repeated both{.first = {}, .again = {}, .tolerance = runs.tolerance};
  TATARA_TRY(store->read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(both.first, loadWhole(connection, runs.first));
        TATARA_ASSIGN(both.again, loadWhole(connection, runs.again));
        return {};
      },
      stop));
  return evaluate::compareRepeated(*store, artifact::ArtifactStore(store), both);
}

}  // namespace

bool canReproduce(const RunFacts& facts) {
  const std::string_view spec = "reproduce/spec.json";
  const auto at = std::ranges::lower_bound(facts.files, spec, {}, &RunFile::name);
  return at != facts.files.end() && at->name == spec;
}

QStringList reproduceArguments(const RunFacts& facts, const ReproduceWish& wish) {
  const registry::ModelVersion* version = wish.keep ? newestVersion(facts) : nullptr;
  QStringList arguments{
      QStringLiteral("reproduce"),   version ? versionName(*version) : fromUtf8(facts.run.info.id.value()),
      QStringLiteral("--format"),    QStringLiteral("json"),
      QStringLiteral("--tolerance"), wish.tolerance};
  return arguments;
}

std::optional<ReproduceAnswer> readReproduceAnswer(const QByteArray& json) {
  const Result<text::Json> read =
      text::parseJson(std::string_view(json.data(), static_cast<std::size_t>(json.size())));
  if (!read || !(*read)["verdict"].asString()) {
    return std::nullopt;
  }
  ReproduceAnswer answer{jsonWord((*read)["verdict"]), jsonWord((*read)["words"]), std::nullopt};
  if (const auto again = (*read)["again_run_id"].asString(); again && !again->empty()) {
    answer.again = track::RunId(*again);
  }
  return answer;
}

QString verdictSentence(const QString& run, const QString& verdict) {
  return verdict == QStringLiteral("exact")
             ? ReproductionSheet::tr("%1 trained again came out exactly the same").arg(run)
         : verdict == QStringLiteral("within tolerance")
             ? ReproductionSheet::tr("%1 trained again came out the same within tolerance").arg(run)
         : verdict == QStringLiteral("differs")
             ? ReproductionSheet::tr("%1 trained again came out different").arg(run)
             : ReproductionSheet::tr("%1 could not be trained again").arg(run);
}

std::optional<double> readTolerance(const QString& text) {
  QString number = text.trimmed();
  const bool percent = number.endsWith(QLatin1Char('%'));
  if (percent) {
    number = number.chopped(1).trimmed();
  }
  const auto value = parseDouble(number.toStdString());
  const double share = value ? *value / (percent ? 100 : 1) : -1;
  return share >= 0 && share < 1 ? std::optional(share) : std::nullopt;
}

ReproduceSheet::ReproduceSheet(const RunFacts& facts, QWidget* parent)
    : Sheet(tr("Train %1 again").arg(fromUtf8(facts.run.info.name)), kAskWidth, parent),
      m_tolerance(new QLineEdit(QStringLiteral("0.1%"))) {
  auto* words = new Label(
      tr("The same data (found by its digest), parameters, split and seed are trained once more, as a run "
         "below this one. Then metrics, predictions and model files are held against what they were."),
      TextRole::Body, &Colors::tx2, this);
  words->setOverflow(Overflow::Wrap);
  body()->addWidget(words);
  auto* field = new FormField(tr("How far metrics and predictions may differ"), m_tolerance,
                              tr("A share such as 0.001 or 0.1%; within it, it counts as the same"), this);
  body()->addWidget(field);
  if (const registry::ModelVersion* version = newestVersion(facts)) {
    m_keep = new QCheckBox(tr("Keep the verdict as evidence of %1").arg(versionName(*version)), this);
    m_keep->setToolTip(
        tr("Gates and reviews ask it; a review that was opened on other evidence has to be "
           "opened again"));
    body()->addWidget(m_keep);
  }
  addClose(tr("Cancel"));
  setSubmit(tr("Train again"), [this, field] {
    if (!readTolerance(m_tolerance->text())) {
      field->setError(tr("Write a share such as 0.001 or 0.1%"));
      m_tolerance->setFocus();
      return;
    }
    Q_EMIT submitted({m_tolerance->text().simplified().remove(QLatin1Char(' ')),
                      m_keep != nullptr && m_keep->isChecked()});
    accept();
  });
}

ReproductionSheet::ReproductionSheet(std::shared_ptr<store::Store> store, const RepeatedRuns& runs,
                                     QWidget* parent)
    : Sheet(tr("Trained again"), kAnswerWidth, parent),
      m_words(new Label(tr("Both runs are being compared…"), TextRole::Body, &Colors::tx1, this)),
      m_job([this](Result<evaluate::Reproduction> made) { take(std::move(made)); }) {
  m_words->setOverflow(Overflow::Wrap);
  body()->addWidget(m_words);
  addButton(tr("Open the first run"), [this, first = runs.first] {
    Q_EMIT runWanted(first);
    accept();
  });
  addButton(tr("Open the repetition"), [this, again = runs.again] {
    Q_EMIT runWanted(again);
    accept();
  });
  addClose(tr("Close"));
  m_job.start([store = std::move(store), runs](std::stop_token stop) {
    return compareBoth(store, runs, std::move(stop));
  });
}

void ReproductionSheet::take(Result<evaluate::Reproduction> made) {
  if (!made) {
    m_words->setText(messageText(made.error()));
    m_words->setColor(&Colors::err);
  } else {
    m_words->setText(phraseText(made->words));
    m_words->setColor(made->same() ? &Colors::ok : &Colors::warn);
    const text::Json& found = made->piece.body;
    addFacts(*this, tr("Metrics"), metricFacts(found["metrics"]), tr("Again"));
    addFacts(*this, tr("What is another around it"), aroundFacts(found["environment"]), tr("Again"));
  }
  adjustSize();
}

}  // namespace tatara::ui
