// Which run of a table was started by which: MLflow's nested runs, by their tag mlflow.parentRunId.
//
// An immutable value of one table, made on a worker by a look at every run; a table without the tag has none
// and costs nothing. A parent that is not in the table (deleted, or of another experiment) is no row, its
// children are children nevertheless. Threads: values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/track/run_table.h"

namespace tatara::ui {

class Nesting {
 public:
  // Nothing where no run has a parent. `before` is given back where it is of this table.
  static std::shared_ptr<const Nesting> of(const std::shared_ptr<const track::RunTable>& table,
                                           std::shared_ptr<const Nesting> before);

  bool isChild(std::uint32_t row) const { return m_parents->codes[row] >= 0; }
  std::optional<std::uint32_t> parentOf(std::uint32_t row) const;
  std::int64_t childrenOf(std::uint32_t row) const;
  // The row of a run that has children; among many runs quicker than to ask the table.
  std::optional<std::uint32_t> findParent(const track::RunId& id) const;

 private:
  std::shared_ptr<const track::RunTable> m_table;
  const track::TextColumn* m_parents = nullptr;      // of the table
  std::vector<std::optional<std::uint32_t>> m_rows;  // of the parents, by code
  std::unordered_map<std::uint32_t, std::int64_t> m_children;
};

// The condition that only the children of a run satisfy, and whose children one asks for.
std::string childCondition(const track::RunId& parent);
std::optional<track::RunId> parentAsked(std::string_view condition);

}  // namespace tatara::ui
