// Training a run again, and what came of it: the sheet that asks, the command it comes to, and the sheet that
// sets both runs side by side.
//
// Threads: GUI thread; the comparison is made on a worker.
#pragma once

#include <memory>
#include <optional>

#include <QByteArray>
#include <QStringList>

#include "core/evaluate/reproduction.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/rundetail/run_facts.h"
#include "ui/widget/sheet.h"

class QCheckBox;
class QLineEdit;

namespace tatara::ui {

class Label;

// Whether the run recorded how it was trained.
bool canReproduce(const RunFacts& facts);

struct ReproduceWish {
  QString tolerance;  // "0.1%"
  bool keep = false;  // the verdict, as evidence of the newest version registered from the run
};
// Of `tatara`, without a workspace.
QStringList reproduceArguments(const RunFacts& facts, const ReproduceWish& wish);

// What the command answered.
struct ReproduceAnswer {
  QString verdict;  // as it stands in its JSON: "exact", "within tolerance", "differs", "not possible"
  QString words;    // in English
  std::optional<track::RunId> again;
};
std::optional<ReproduceAnswer> readReproduceAnswer(const QByteArray& json);
// "copper-heron-231 trained again came out exactly the same"
QString verdictSentence(const QString& run, const QString& verdict);

class ReproduceSheet final : public Sheet {
  Q_OBJECT
 public:
  ReproduceSheet(const RunFacts& facts, QWidget* parent);

 Q_SIGNALS:
  void submitted(const tatara::ui::ReproduceWish& wish);

 private:
  QLineEdit* m_tolerance;
  QCheckBox* m_keep = nullptr;  // of a run that has a version
};

// Two runs of which one repeats the other.
struct RepeatedRuns {
  track::RunId first;
  track::RunId again;
  double tolerance = evaluate::Repeated{}.tolerance;
};

class ReproductionSheet final : public Sheet {
  Q_OBJECT
 public:
  ReproductionSheet(std::shared_ptr<store::Store> store, const RepeatedRuns& runs, QWidget* parent);
  bool settled() const { return !m_job.running(); }

 Q_SIGNALS:
  void runWanted(const tatara::track::RunId& run);

 private:
  void take(Result<evaluate::Reproduction> made);

  Label* m_words;
  LatestJob<evaluate::Reproduction> m_job;
};

// "0.1%" or "0.001" as a share; nothing for what is none.
std::optional<double> readTolerance(const QString& text);

}  // namespace tatara::ui
