// What assistive technology is told of a chart: its title, axes and number of series, the value under the
// cross-hair, and an action that opens its numbers as a table. Threads: GUI thread.
#pragma once

namespace tatara::ui {

// For every ChartView; once is enough.
void installChartInterface();

}  // namespace tatara::ui
