// Activity: who did what, when, and why, and whether the record is whole; the tasks of this workspace; what
// the bell told.
//
// Route "activity" or "activity/ENTRY". Entries newest first, a page at a time as one scrolls; person, act
// and text narrow them down. Keys: / searches, [ and ] go to the tab before and after, Enter opens what the
// entry is about, Ctrl+C copies. Threads: GUI thread.
#pragma once

#include <optional>

#include <QTimer>

#include "ui/activity/activity_data.h"
#include "ui/async/latest_job.h"
#include "ui/shell/panel.h"

class QComboBox;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace tatara::ui {

class ActList;
class Badge;
class Card;
class Chip;
class DayScrubber;
class EntryCard;
class Label;
class NoticePage;
class SearchField;

class ActivityPanel final : public Panel {
  Q_OBJECT
 public:
  ActivityPanel(PanelContext& context, QWidget* parent);
  ~ActivityPanel() override;

  void open(const Route& route) override;
  Route current() const override { return m_place; }
  std::vector<Crumb> breadcrumb() const override { return {}; }
  QWidget* filterField() override;
  bool settled() const override;

 private:
  QWidget* makeHeader();
  QWidget* makeTabs();
  QWidget* makeFilters();
  QWidget* makeEntries();
  QWidget* makeTasks();
  void connectParts();
  void addActions();
  void showTaskCount();
  void stepTab(int by);
  registry::ActFilter filter() const;
  void reload();
  void loadMore();
  void take(Result<ActPagePtr> page);
  void showRows();
  void showChoices(const ActChoices& choices);
  void showChain(Result<registry::ChainReport> report);
  void showCurrent();
  // The list begins with this day; none: with the newest.
  void goTo(std::optional<Timestamp> day);
  void verify();
  void openExportMenu();
  void openEntryMenu(QPoint at);
  void exportTo(bool wholeChain);

  PanelContext& m_context;
  ActivityRoute m_place;
  Badge* m_chain = nullptr;
  Label* m_verdict = nullptr;
  QPushButton* m_export = nullptr;
  QComboBox* m_person = nullptr;
  QComboBox* m_verb = nullptr;
  QComboBox* m_period = nullptr;
  SearchField* m_search = nullptr;
  Label* m_count = nullptr;
  DayScrubber* m_days = nullptr;
  Chip* m_back = nullptr;  // from which day back the list goes
  std::optional<Timestamp> m_from;
  bool m_toNewest = false;  // the list is another: its first entry is chosen
  QTabBar* m_tabs = nullptr;
  QStackedWidget* m_pages = nullptr;
  QStackedWidget* m_stack = nullptr;
  Card* m_card = nullptr;
  ActList* m_list = nullptr;
  EntryCard* m_entry = nullptr;
  NoticePage* m_notices = nullptr;
  QWidget* m_state = nullptr;
  std::vector<registry::Act> m_acts;
  bool m_more = false;
  bool m_loaded = false;
  QTimer m_soon;
  LatestJob<ActPagePtr> m_page;
  LatestJob<ActChoicesPtr> m_choices;
  LatestJob<registry::ChainReport> m_check;
  LatestJob<std::monostate> m_exportJob;
};

PanelInfo activityPanel();

}  // namespace tatara::ui
