// What a recipe would do, counted and shown before anything is written.
#include <algorithm>

#include "core/dataset/fix.h"
#include "core/dataset/internal/fix_sql.h"

namespace tatara::dataset {
namespace {

using PreviewColumn = RecipePreview::Column;

bool numeric(ColumnType type) {
  return type == ColumnType::Integer || type == ColumnType::Real || type == ColumnType::Boolean;
}

// Follows names through the steps.
std::vector<PreviewColumn> columnsOf(const Recipe& recipe, const std::vector<ColumnInfo>& columns,
                                     const RecipeChain& chain) {
  std::vector<PreviewColumn> all;
  for (const ColumnInfo& column : columns) {
    if (column.type != ColumnType::Unsupported) {
      all.push_back({.before = column.name, .after = column.name, .typeBefore = column.type});
    }
  }
  for (const FixStep& step : recipe.steps) {
    for (PreviewColumn& column : all) {
      const bool named = std::ranges::find(step.columns, column.after) != step.columns.end();
      if (column.after.empty() || !named) {
        continue;
      }
      if (step.kind == FixStep::Kind::DropColumns) {
        column.after.clear();
      } else if (step.kind == FixStep::Kind::Rename) {
        column.after = step.value;
      }
    }
  }
  for (PreviewColumn& column : all) {
    for (const auto& [name, type] : chain.columns) {
      if (name == column.after) {
        column.typeAfter = type;
      }
    }
  }
  return all;
}

std::string changedCondition(const PreviewColumn& column) {
  const std::string before = "b." + quotedName(column.before);
  const std::string after = "a." + quotedName(column.after);
  if (column.typeBefore == column.typeAfter) {
    return before + " IS DISTINCT FROM " + after;
  }
  if (numeric(column.typeBefore) && numeric(column.typeAfter)) {
    return "CAST(" + before + " AS DOUBLE) IS DISTINCT FROM CAST(" + after + " AS DOUBLE)";
  }
  return "(" + before + " IS NULL) <> (" + after + " IS NULL)";
}

// Times as the rest of the program writes them.
std::string cellText(const std::string& alias, const std::string& name, ColumnType type) {
  const std::string column = alias + "." + quotedName(name);
  return type == ColumnType::Time
             ? "replace(regexp_replace(CAST(" + column + " AS VARCHAR), ' 00:00:00$', ''), ' ', 'T')"
             : "CAST(" + column + " AS VARCHAR)";
}

std::string joined(const RecipeChain& chain, const char* kind) {
  return " FROM step0 AS b " + std::string(kind) + " " + chain.last + " AS a ON b." + chain.order + " = a." +
         chain.order;
}

Status count(Engine& engine, const RecipeChain& chain, RecipePreview& preview, const std::stop_token& stop) {
  std::string list = "count(*)";
  std::vector<PreviewColumn*> counted;
  for (PreviewColumn& column : preview.columns) {
    if (!column.after.empty()) {
      const std::string changed = changedCondition(column);
      list += ", count(*) FILTER (" + changed + "), count(*) FILTER (" + changed + " AND a." +
              quotedName(column.after) + " IS NULL)";
      counted.push_back(&column);
    }
  }
  return engine.run(
      chain.with + "\nSELECT " + list + joined(chain, "JOIN"),
      [&](const Chunk& chunk) -> Status {
        preview.rowsAfter = static_cast<std::uint64_t>(chunk.integer(0, 0));
        for (std::size_t i = 0; i < counted.size(); ++i) {
          counted[i]->changed = static_cast<std::uint64_t>(chunk.integer(2 * i + 1, 0));
          counted[i]->emptied = static_cast<std::uint64_t>(chunk.integer(2 * i + 2, 0));
        }
        return {};
      },
      stop);
}

Status sample(Engine& engine, const RecipeChain& chain, std::size_t most, bool dropped,
              RecipePreview& preview, const std::stop_token& stop) {
  std::string before;
  std::string after;
  std::string condition;
  std::size_t width = 0;
  for (const PreviewColumn& column : preview.columns) {
    if (column.after.empty()) {
      continue;
    }
    ++width;
    before += ", " + cellText("b", column.before, column.typeBefore);
    after += ", " + cellText("a", column.after, column.typeAfter);
    if (column.changed > 0) {
      condition += (condition.empty() ? "" : " OR ") + changedCondition(column);
    }
  }
  if (!dropped && condition.empty()) {
    return {};
  }
  const std::string sql = chain.with + "\nSELECT b." + chain.order + before + (dropped ? "" : after) +
                          joined(chain, dropped ? "ANTI JOIN" : "JOIN") +
                          (dropped ? "" : " WHERE " + condition) + " ORDER BY b." + chain.order + " LIMIT " +
                          std::to_string(most);
  return engine.run(
      sql,
      [&](const Chunk& chunk) -> Status {
        for (std::size_t row = 0; row < chunk.rows(); ++row) {
          RecipePreview::Sample one;
          one.row = static_cast<std::uint64_t>(chunk.integer(0, row) - 1);
          one.dropped = dropped;
          const auto cell = [&](std::size_t column) {
            return chunk.missing(column, row) ? std::optional<std::string>()
                                              : std::optional<std::string>(chunk.text(column, row));
          };
          for (std::size_t i = 0; i < width; ++i) {
            one.before.push_back(cell(1 + i));
            if (!dropped) {
              one.after.push_back(cell(1 + width + i));
            }
          }
          preview.samples.push_back(std::move(one));
        }
        return {};
      },
      stop);
}

}  // namespace

std::uint64_t RecipePreview::changedCells() const {
  std::uint64_t cells = 0;
  for (const PreviewColumn& column : columns) {
    cells += column.changed;
  }
  return cells;
}

Result<RecipePreview> previewRecipe(Engine& engine, const Table& table, const Recipe& recipe,
                                    std::size_t samples, std::stop_token stop) {
  TATARA_ASSIGN(const RecipeChain chain,
                recipeChain(recipe, table.columns(), table.relation(Table::Order::OfFile)));
  RecipePreview preview;
  preview.rowsBefore = table.rows();
  preview.columns = columnsOf(recipe, table.columns(), chain);
  for (const auto& [name, type] : chain.columns) {
    preview.columnsAfter.push_back(name);
  }
  TATARA_TRY(count(engine, chain, preview, stop));
  if (samples > 0) {
    TATARA_TRY(sample(engine, chain, samples, false, preview, stop));
    if (preview.rowsAfter < preview.rowsBefore) {
      TATARA_TRY(sample(engine, chain, samples, true, preview, stop));
    }
  }
  return preview;
}

}  // namespace tatara::dataset
