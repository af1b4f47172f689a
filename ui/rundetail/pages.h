// The plainer pages of the run detail: parameters, code and environment, logs.
//
// Threads: GUI thread; artifacts are read by workers.
#pragma once

#include <QScrollArea>
#include <QWidget>
#include <memory>

#include "ui/async/latest_job.h"
#include "ui/rundetail/artifact_preview.h"
#include "ui/rundetail/fact_table.h"
#include "ui/rundetail/run_facts.h"

class QPlainTextEdit;
class QComboBox;
class QVBoxLayout;

namespace tatara::ui {

class Label;
class SearchField;
class SegmentedControl;

class ParametersPage final : public QWidget {
  Q_OBJECT
 public:
  explicit ParametersPage(QWidget* parent = nullptr);
  void setRun(const RunFactsPtr& facts);
  QWidget* filterField();

 private:
  void rearrange();
  RunFactsPtr m_facts;
  SearchField* m_search;
  SegmentedControl* m_order;
  Label* m_count;
  FactView* m_table;
};

// What made the run: code, command, data, environment, tags.
class CodePage final : public QScrollArea {
  Q_OBJECT
 public:
  CodePage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);
  void setRun(const RunFactsPtr& facts);
  bool settled() const { return !m_job.running(); }

 private:
  // What the built-in trainer keeps under "reproduce/".
  struct Recorded {
    std::vector<Fact> environment;
    QString changes;  // a patch, at most 1 MB of it
  };
  static Result<Recorded> readRecorded(const artifact::ArtifactStore& artifacts, const RunFacts& facts);
  void rebuild();
  void addSection(const QString& title, std::vector<Fact> facts, const QString& otherName);

  std::shared_ptr<store::Store> m_store;
  RunFactsPtr m_facts;
  Recorded m_recorded;
  QWidget* m_content;
  QVBoxLayout* m_layout;
  LatestJob<Recorded> m_job;
};

// Scalars by their path ("git.branch"), lists as one line.
std::vector<Fact> flattenJson(std::string_view json);

// The files of a run that are logs: "logs/…", "*.log", stdout and stderr.
std::vector<RunFile> logFilesOf(const RunFacts& facts);

class LogsPage final : public QWidget {
  Q_OBJECT
 public:
  LogsPage(std::shared_ptr<store::Store> store, QWidget* parent = nullptr);
  void setRun(const RunFactsPtr& facts);
  QWidget* filterField();
  bool settled() const { return !m_job.running(); }

 private:
  void read();
  void filter();

  std::shared_ptr<store::Store> m_store;
  std::vector<RunFile> m_files;
  QString m_text;
  QComboBox* m_choice;
  SearchField* m_search;
  Label* m_remark;
  QPlainTextEdit* m_view;
  LatestJob<QString> m_job;
};

}  // namespace tatara::ui
