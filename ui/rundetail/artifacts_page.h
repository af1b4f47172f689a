// The files of a run: a tree at the left, what can be seen of the chosen one at the right.
//
// Save as and dragging a file out copy its bytes by a worker; a drag begins when the copy is ready.
// Threads: GUI thread; files are read and written by workers.
#pragma once

#include <QWidget>
#include <memory>

#include "ui/async/latest_job.h"
#include "ui/rundetail/artifact_preview.h"
#include "ui/rundetail/run_facts.h"

class QPushButton;
class QStandardItemModel;
class QTemporaryDir;

namespace tatara::ui {

class ArtifactTree;
class Card;
class Label;
class ToastHost;

class ArtifactsPage final : public QWidget {
  Q_OBJECT
 public:
  ArtifactsPage(std::shared_ptr<store::Store> store, ToastHost& toasts, QWidget* parent = nullptr);
  ~ArtifactsPage() override;

  void setRun(const RunFactsPtr& facts);
  void openFile(const QString& name);
  bool settled() const { return !m_preview.running(); }

 private:
  Card* makeView();
  void fillTree();
  void choose(int file);
  void saveAs();
  void dragOut();
  const RunFile* current() const;

  std::shared_ptr<store::Store> m_store;
  ToastHost& m_toasts;
  RunFactsPtr m_facts;
  int m_current = -1;
  ArtifactTree* m_tree;
  QStandardItemModel* m_model;
  Label* m_title;
  Label* m_remark;
  QPushButton* m_save;
  QPushButton* m_copyPath;
  PreviewPane* m_pane;
  std::unique_ptr<QTemporaryDir> m_dragFolder;
  LatestJob<Preview> m_preview;
  LatestJob<QString> m_export;
  LatestJob<QString> m_drag;
};

}  // namespace tatara::ui
