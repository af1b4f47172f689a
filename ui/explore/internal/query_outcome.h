// What running a statement came to. Threads: a value.
#pragma once

#include <optional>

#include "ui/explore/query_forms.h"
#include "ui/explore/query_page.h"

namespace tatara::ui {

struct QueryPage::Outcome {
  QString sql;
  std::optional<JoinCounts> counts;
  dataset::QueryAnswer<dataset::QueryResult> answer;
  QString plan;
  QStringList functions;
};

}  // namespace tatara::ui
