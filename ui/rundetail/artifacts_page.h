// The files of a run: a tree at the left, what can be seen of the chosen one at the right.
//
// Save as, an editor and dragging a file out get a copy of its bytes, made by a worker; a drag begins when
// the copy is ready. Threads: GUI thread; files are read and written by workers.
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
class Preferences;
class ToastHost;

class ArtifactsPage final : public QWidget {
  Q_OBJECT
 public:
  ArtifactsPage(std::shared_ptr<store::Store> store, ToastHost& toasts, const Preferences& preferences,
                QWidget* parent = nullptr);
  ~ArtifactsPage() override;

  void setRun(const RunFactsPtr& facts);
  void openFile(const QString& name);
  bool settled() const { return !m_preview.running(); }

 private:
  Card* makeView();
  void fillTree();
  void choose(int file);
  void showPreview(const Result<Preview>& preview);
  void saveAs();
  void openInEditor();
  void dragOut();
  const RunFile* current() const;

  std::shared_ptr<store::Store> m_store;
  ToastHost& m_toasts;
  const Preferences& m_preferences;
  RunFactsPtr m_facts;
  int m_current = -1;
  ArtifactTree* m_tree;
  QStandardItemModel* m_model;
  Label* m_title;
  Label* m_remark;
  QPushButton* m_save;
  QPushButton* m_copyPath;
  QPushButton* m_edit;
  PreviewPane* m_pane;
  std::unique_ptr<QTemporaryDir> m_dragFolder;
  std::unique_ptr<QTemporaryDir> m_copies;  // that editors read
  int m_copyCount = 0;
  LatestJob<Preview> m_preview;
  LatestJob<QString> m_export;
  LatestJob<QString> m_drag;
  LatestJob<QString> m_copy;
};

}  // namespace tatara::ui
