#include "core/dataset/profile.h"

#include <algorithm>

namespace tatara::dataset {

const ColumnProfile* Profile::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &ColumnProfile::name);
  return found == columns.end() ? nullptr : &*found;
}

ColumnSource sourceOf(std::vector<Column> columns) {
  ColumnSource source;
  const auto shared = std::make_shared<const std::vector<Column>>(std::move(columns));
  for (const Column& column : *shared) {
    source.rows = column.rows();
    source.columns.push_back(column.info);
  }
  source.load = [shared](std::size_t column, std::stop_token) -> Result<std::shared_ptr<const Column>> {
    return std::shared_ptr<const Column>(shared, &(*shared)[column]);
  };
  return source;
}

}  // namespace tatara::dataset
