// What leaves the comparison: its cards for pictures, and the report.
#include <algorithm>

#include "ui/runs/comparison_area.h"
#include "ui/shell/panel.h"

namespace tatara::ui {
namespace {

constexpr QSize kUnseenChart{720, 320};  // of cards that stand behind another in a low window

}  // namespace

std::vector<ChartCard*> ComparisonArea::cards() const {
  std::vector<ChartCard*> cards;
  for (const Item& item : m_items) {
    if (item.card->isVisibleTo(this)) {
      cards.push_back(item.card);
    }
  }
  std::ranges::stable_sort(cards, {}, [](const ChartCard* card) {
    return std::pair(card->geometry().top(), card->geometry().left());
  });
  return cards;
}

void ComparisonArea::makeReport(ReportInput input, std::function<void(Result<QByteArray>)> done) {
  StudyRequest request{m_context.store, m_input.listing, m_shown, {{RunChartKind::Differences, {}, {}, {}}}};
  input.listing = m_input.listing;
  m_reportDone = [this, input = std::move(input),
                  done = std::move(done)](Result<std::vector<StudyPtr>> studies) mutable {
    if (!studies) {
      done(studies.error());
      return;
    }
    input.differences = std::static_pointer_cast<const DifferenceStudy>(studies->front());
    for (const Item& item : m_items) {
      const QSize size = item.card->isVisibleTo(this) ? item.view->size() : kUnseenChart;
      input.charts.push_back(
          {item.card->title(), item.card->subtitle(), item.card->message(), item.view, size});
    }
    done(reportHtml(input));
  };
  m_reportJob.start(
      [request = std::move(request)](std::stop_token stop) { return makeStudies(request, stop); });
}

}  // namespace tatara::ui
