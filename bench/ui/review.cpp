// The review screen from stored evidence: read, filled and painted whole.
//
//   bench_ui_review WORKSPACE [REVIEW]
//
// WORKSPACE is one that `tatara example` made; its waiting review has the evidence of a real evaluation. That
// the screen holds it is asserted before anything is timed: metrics, slices, gates and files, and no part
// still loading. A round begins with a panel that shows the list and ends when the review is painted (goal
// 300 ms); the first, with nothing in any cache of the process, is told apart. Beside the times of the clock
// stands the processor time of all threads.
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QStandardPaths>
#include <QUndoStack>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "bench/data/must.h"
#include "core/registry/review.h"
#include "core/store/workspace.h"
#include "ui/base/language.h"
#include "ui/base/theme.h"
#include "ui/command/action_registry.h"
#include "ui/review/review_data.h"
#include "ui/review/review_page.h"
#include "ui/review/review_panel.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/toast.h"

using namespace tatara;
using namespace tatara::ui;
using tatara::bench::must;

namespace {

class NowhereNavigator final : public Navigator {
 public:
  void open(const Route&) override {}
  void openWindow(const Route&) override {}
  void connectTrainingCode() override {}
  void importRuns() override {}
  void openExample() override {}
  void newRun(const RunDraft&) override {}
  void registerData(const QString&) override {}
};

struct Place {
  explicit Place(std::shared_ptr<store::Store> store)
      : session(std::move(store)),
        toasts(&window),
        views(session.store(), session.changes()),
        context{session.store(), session.changes(), selection, session.runSlots(), views,
                navigator,       actions,           undo,      session.tasks(),    toasts,
                session,         preferences},
        panel(context, &window) {
    window.resize(1408, 928);
    panel.resize(1408, 928);
    window.show();
  }
  void settle() {
    while (!panel.settled()) {
      QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    QCoreApplication::processEvents();
  }
  QWidget window;
  Preferences preferences;
  Session session;
  SelectionHub selection;
  ActionRegistry actions;
  QUndoStack undo;
  ToastHost toasts;
  NowhereNavigator navigator;
  SavedViewList views;
  PanelContext context;
  ReviewPanel panel;
};

double reviewProcessorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

struct Round {
  double milliseconds = 0;
  double processor = 0;
};

Round openReview(Place& place, std::int64_t review) {
  place.panel.open(ReviewRoute{});
  place.settle();
  place.window.grab();
  const double used = reviewProcessorSeconds();
  QElapsedTimer timer;
  timer.start();
  place.panel.open(ReviewRoute{review});
  place.settle();
  const QImage picture = place.window.grab().toImage();
  const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  if (picture.isNull()) {
    std::exit(1);
  }
  return {milliseconds, (reviewProcessorSeconds() - used) * 1e3};
}

void requireThat(bool holds, const char* what) {
  if (!holds) {
    std::fprintf(stderr, "The review does not hold %s\n", what);
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QApplication app(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tatara-bench"));
  applyTheme(app, ThemeMode::Light);
  setLanguage(Language::English);
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_ui_review WORKSPACE [REVIEW]\n");
    return 2;
  }
  const std::int64_t review = argc > 2 ? std::atoll(argv[2]) : 1;
  const auto store = must(store::Store::open(must(store::openWorkspace(argv[1]))));
  const ReviewFactsPtr facts = must(loadReviewFacts(*store, registry::ReviewId(review),
                                                    registry::currentActor("bench"), std::stop_token()));
  requireThat(facts->metrics.size() >= 3, "metrics");
  requireThat(!facts->slices.empty(), "slices");
  requireThat(!facts->standing.gates.empty(), "gates");
  requireThat(!facts->files.empty(), "files");
  requireThat(!facts->verdict.empty(), "a verdict");
  Place place(store);
  const Round first = openReview(place, review);
  requireThat(place.panel.findChild<ReviewPage*>() && place.panel.findChild<ReviewPage*>()->isVisible(),
              "a page that is shown");
  std::vector<double> times;
  std::vector<double> processor;
  for (int round = 0; round < 9; ++round) {
    const Round one = openReview(place, review);
    times.push_back(one.milliseconds);
    processor.push_back(one.processor);
  }
  std::ranges::sort(times);
  std::ranges::sort(processor);
  std::printf("%zu metrics, %zu slices, %zu gates, %zu pieces of evidence\n", facts->metrics.size(),
              facts->slices.size(), facts->standing.gates.size(), facts->review.evidence.size());
  std::printf("%-28s %8s  %8s  %10s\n", "review screen", "best", "median", "processor");
  std::printf("%-28s %5.1f ms  %5.1f ms  %7.1f ms  goal 300 ms\n", "opened again", times.front(),
              times[times.size() / 2], processor.front());
  std::printf("%-28s %5.1f ms  %8s  %7.1f ms\n", "opened first", first.milliseconds, "", first.processor);
  return 0;
}
