// What the makers of studies share. Threads: pure functions.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ui/runs/study.h"

namespace tatara::ui {

// The metric that a chart is of: its own, else the experiment's primary one.
std::string metricOf(const StudyRequest& request, const RunChart& chart);
// Rows of the listing whose last value of the metric is finite.
std::vector<std::uint32_t> rowsWith(const Listing& listing, const std::string& metric);
QString nothingLogged(const std::string& metric);

std::shared_ptr<DecidingStudy> makeDeciding(const StudyRequest& request, const RunChart& chart,
                                            std::stop_token stop);
// Of the two parameters that decide most, unless the chart names them.
StudyPtr makeContour(const StudyRequest& request, const RunChart& chart, std::stop_token stop);

}  // namespace tatara::ui
