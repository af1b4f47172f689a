// Models: which version is the champion, and what each version is made of.
//
// Routes "models", "models/NAME", "models/NAME@3[/tab]", "models/NAME@3/with/2". Everything is read on
// workers and read again after a change of the registry. Whoever moves an alias here does it as the account
// of this machine, through registry::move(), which asks the policy. Keys: Enter opens a version, Backspace
// goes back to the model, [ and ] change the tab, N edits the description, F the facts of the model. Threads:
// GUI thread.
#pragma once

#include <optional>

#include "ui/async/latest_job.h"
#include "ui/models/comparison_page.h"
#include "ui/models/models_data.h"
#include "ui/shell/panel.h"

class QStackedWidget;
class QVBoxLayout;

namespace tatara::ui {

class ComparisonPage;
class FactsSheet;
class ModelList;
class ModelPage;
class SearchField;
class VersionPage;

class ModelsPanel final : public Panel {
  Q_OBJECT
 public:
  ModelsPanel(PanelContext& context, QWidget* parent);
  ~ModelsPanel() override;

  void open(const Route& route) override;
  Route current() const override { return m_place; }
  std::vector<Crumb> breadcrumb() const override;
  std::vector<SidebarItem> sidebarItems() const override;
  QWidget* filterField() override;
  bool settled() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  // A model's folder or file.
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void connectPages();
  void addActions();
  void loadList();
  void loadPlace();
  void takeList(Result<ModelLines> lines);
  void takeModel(Result<ModelFactsPtr> facts);
  void takeVersion(Result<VersionFactsPtr> facts);
  void storeChanged(const store::ChangeSet& changes);
  void showState(QWidget* state);
  void showFailure(const Error& error);
  void showEmpty();
  void setChampion(std::int64_t version);
  // Puts a version away, or brings it back; either can be undone.
  void archive(const std::string& model, std::int64_t version, bool away);
  void requestReview(std::int64_t version);
  void registerModel(const QString& model, const track::RunId& run = {});
  void askForFile(const QString& model);
  void tryFile(const QString& path, const QString& model);
  void showProtection(const Protection& protection, const registry::VersionFiles& files = {});
  void protect();
  void lookAtOverride(const registry::Override& broken);
  void moveAlias(const std::string& model, const registry::Move& move, const QString& done,
                 std::optional<registry::Move> back);
  void takeComparison(Result<ComparisonFactsPtr> facts);
  // Two side by side; of more their runs.
  void compareChosen();
  void editDescription();
  void editFacts();
  // Only where they are still as they were read. `sheet` may be gone.
  void saveFacts(const std::string& model, const registry::ModelFacts& before,
                 const registry::ModelFacts& after, FactsSheet* sheet);
  void renameModel();
  void deleteVersion(std::int64_t version);
  void addAlias(std::int64_t version);
  void openModelMenu(QWidget* under);
  void openVersionMenu(std::int64_t version, QPoint global);
  void exportFile(const QString& path);
  void saveFiles(const registry::ModelVersion& version);
  void exportCard(const registry::ModelVersion& version);
  // Moves champion against the policy, with a reason, as whom the policy names.
  void overridePolicy(std::int64_t version);
  // A failure is told by a toast, unless `failed` tells it.
  void write(const QString& doing, store::WriteTask task, std::function<void()> done = {},
             std::function<void(const Error&)> failed = {});

  PanelContext& m_context;
  ModelRoute m_place;
  SearchField* m_filter;
  ModelList* m_list;
  QVBoxLayout* m_right;
  QWidget* m_banner = nullptr;  // says that nothing is protected, or that the policy is broken
  QStackedWidget* m_stack;
  ModelPage* m_model;
  VersionPage* m_version;
  ComparisonPage* m_comparison;
  QWidget* m_state = nullptr;
  ModelLines m_lines;
  LatestJob<ModelLines> m_listJob;
  LatestJob<ModelFactsPtr> m_modelJob;
  LatestJob<VersionFactsPtr> m_versionJob;
  LatestJob<ComparisonFactsPtr> m_comparisonJob;
  LatestJob<std::monostate> m_exportJob;
};

PanelInfo modelsPanel();

}  // namespace tatara::ui
