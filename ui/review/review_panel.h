// Reviews: what is asked to become champion, on what evidence, and who says what.
//
// Routes "reviews" (a list) and "review/23". Everything is read on workers and read again after a change of
// the registry; what a person does goes to the core as the account of this machine, which asks the policy in
// the transaction of the act. That the person has looked is kept once a visit. Keys on a review: A, C, R, X
// choose, Ctrl+Enter submits, N and P walk the evidence, Backspace goes to the list. Threads: GUI thread.
#pragma once

#include <optional>

#include "ui/async/latest_job.h"
#include "ui/review/review_data.h"
#include "ui/shell/panel.h"

class QStackedWidget;

namespace tatara::ui {

class ReviewList;
class ReviewPage;

class ReviewPanel final : public Panel {
  Q_OBJECT
 public:
  ReviewPanel(PanelContext& context, QWidget* parent);
  ~ReviewPanel() override;

  void open(const Route& route) override;
  Route current() const override { return m_place; }
  std::vector<Crumb> breadcrumb() const override;
  std::vector<SidebarItem> sidebarItems() const override;
  bool settled() const override;

 private:
  void addActions();
  void load();
  void takeReview(Result<ReviewFactsPtr> facts);
  void takeList(Result<ReviewLines> lines);
  void showState(QWidget* state);
  void rememberVisit();
  void decide(registry::Verdict verdict, const QString& words);
  void comment(const QString& evidence, const QString& body);
  void acknowledge(const QString& gate);
  void askMove();
  void move();
  void askReason(const QString& title, const QString& hint, const QString& act, bool needed,
                 std::function<void(const std::string&)> done);
  void reopen();
  void withdraw();
  void askPerson();
  void askDue();
  void openMenu(QWidget* under);
  void askMeasure();
  void measure();
  void exportDossier();
  void write(const QString& doing, store::WriteTask task, std::function<void()> done = {});

  PanelContext& m_context;
  ReviewRoute m_place;
  QStackedWidget* m_stack;
  ReviewList* m_list;
  ReviewPage* m_page;
  QWidget* m_state = nullptr;
  std::optional<std::int64_t> m_visited;  // whose visit was kept
  std::optional<Timestamp> m_seen;        // when the person had looked before this visit
  News m_news;
  LatestJob<ReviewFactsPtr> m_job;
  LatestJob<ReviewLines> m_listJob;
  LatestJob<std::monostate> m_exportJob;
};

PanelInfo reviewPanel();

}  // namespace tatara::ui
