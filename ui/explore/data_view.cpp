#include "ui/explore/data_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::ui {
namespace {

using text::Json;
using text::Phrase;

constexpr std::string_view kMark = "data view";
constexpr std::int64_t kFormat = 1;
constexpr std::size_t kMostParts = 10'000;  // of a list: columns, corners, values

constexpr std::array<std::string_view, 10> kFields{"column", "distribution", "missing", "distinct", "min",
                                                   "median", "max",          "mean",    "sd",       "alerts"};
constexpr std::array<std::string_view, 3> kOrders{"file", "ascending", "descending"};
constexpr std::array<std::string_view, 8> kKinds{"histogram", "scatter", "box",     "violin",
                                                 "line",      "bar",     "heatmap", "pairs"};

Error wrong(const Phrase& what) {
  return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "This is no Data view that can be read: %1"),
                        {what});
}

Result<std::string> textOf(const Json& json, std::string_view key, std::string_view fallback = {}) {
  const Json* found = json.find(key);
  if (!found) {
    return std::string(fallback);
  }
  const std::string* value = found->asString();
  return value ? Result<std::string>(*value)
               : wrong(Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be a text"), {key}));
}

Result<bool> flagOf(const Json& json, std::string_view key) {
  const Json* found = json.find(key);
  if (!found) {
    return false;
  }
  const auto value = found->asBool();
  return value ? Result<bool>(*value)
               : wrong(Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be true or false"), {key}));
}

Result<double> numberOf(const Json& json, std::string_view key, double fallback) {
  const Json* found = json.find(key);
  if (!found) {
    return fallback;
  }
  const auto value = found->asNumber();
  return value ? Result<double>(*value)
               : wrong(Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be a number"), {key}));
}

Result<const Json::Array*> listOf(const Json& json, std::string_view key) {
  static const Json::Array none;
  const Json* found = json.find(key);
  if (!found) {
    return &none;
  }
  if (!found->isArray() || found->items().size() > kMostParts) {
    return wrong(Phrase::say(TATARA_SAYS("Phrase", "'%1' has to be a list of at most ten thousand"), {key}));
  }
  return &found->items();
}

template <std::size_t N>
Result<std::size_t> wordOf(const Json& json, std::string_view key,
                           const std::array<std::string_view, N>& words) {
  TATARA_ASSIGN(const std::string word, textOf(json, key, words.front()));
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) {
    return wrong(Phrase::say(TATARA_SAYS("Phrase", "'%1' does not know '%2'"), {key, word}));
  }
  return static_cast<std::size_t>(found - words.begin());
}

Json numberJson(double value) {
  return std::isfinite(value) ? Json(value) : Json(value > 0 ? "Infinity" : "-Infinity");
}

// --- filters

Json filterJson(const dataset::Filter& filter);

struct ConditionJson {
  Json operator()(const std::monostate&) const { return Json::object(); }
  Json operator()(const dataset::RangeCondition& range) const {
    Json json = Json::object();
    json.set("range", range.column);
    json.set("least", numberJson(range.least));
    json.set("greatest", numberJson(range.greatest));
    json.set("open_below", range.openBelow);
    json.set("open_above", range.openAbove);
    return json;
  }
  Json operator()(const dataset::SetCondition& set) const {
    Json json = Json::object();
    json.set("set", set.column);
    Json values = Json::array();
    for (const std::string& value : set.values) {
      values.append(value);
    }
    json.set("values", std::move(values));
    return json;
  }
  Json operator()(const dataset::MissingCondition& missing) const {
    Json json = Json::object();
    json.set("missing", missing.column);
    return json;
  }
  Json operator()(const dataset::ContainsCondition& contains) const {
    Json json = Json::object();
    json.set("contains", contains.column);
    json.set("text", contains.text);
    return json;
  }
  Json operator()(const dataset::PolygonCondition& polygon) const {
    Json json = Json::object();
    json.set("polygon", polygon.x);
    json.set("y", polygon.y);
    Json corners = Json::array();
    for (const auto& [x, y] : polygon.corners) {
      Json corner = Json::array();
      corner.append(x);
      corner.append(y);
      corners.append(std::move(corner));
    }
    json.set("corners", std::move(corners));
    json.set("log_x", polygon.logX);
    json.set("log_y", polygon.logY);
    return json;
  }
};

Json filterJson(const dataset::Filter& filter) {
  if (filter.kind == dataset::Filter::Kind::Leaf) {
    return std::visit(ConditionJson{}, filter.condition);
  }
  constexpr std::array<const char*, 3> kWords{"all", "any", "not"};
  Json parts = Json::array();
  for (const dataset::Filter& part : filter.parts) {
    parts.append(filterJson(part));
  }
  Json json = Json::object();
  json.set(kWords[static_cast<std::size_t>(filter.kind)], std::move(parts));
  return json;
}

Result<dataset::Filter> filterFrom(const Json& json);

Result<dataset::Filter> leafFrom(const Json& json) {
  if (json.find("range")) {
    dataset::RangeCondition range;
    TATARA_ASSIGN(range.column, textOf(json, "range"));
    TATARA_ASSIGN(range.least, numberOf(json, "least", range.least));
    TATARA_ASSIGN(range.greatest, numberOf(json, "greatest", range.greatest));
    TATARA_ASSIGN(range.openBelow, flagOf(json, "open_below"));
    TATARA_ASSIGN(range.openAbove, flagOf(json, "open_above"));
    return dataset::Filter(range);
  }
  if (json.find("set")) {
    dataset::SetCondition set;
    TATARA_ASSIGN(set.column, textOf(json, "set"));
    TATARA_ASSIGN(const Json::Array* values, listOf(json, "values"));
    for (const Json& value : *values) {
      if (!value.isString()) {
        return wrong(Phrase::say(TATARA_SAYS("Phrase", "a value of a filter has to be a text")));
      }
      set.values.push_back(*value.asString());
    }
    return dataset::Filter(set);
  }
  if (json.find("missing")) {
    dataset::MissingCondition missing;
    TATARA_ASSIGN(missing.column, textOf(json, "missing"));
    return dataset::Filter(missing);
  }
  if (json.find("contains")) {
    dataset::ContainsCondition contains;
    TATARA_ASSIGN(contains.column, textOf(json, "contains"));
    TATARA_ASSIGN(contains.text, textOf(json, "text"));
    return dataset::Filter(contains);
  }
  if (json.find("polygon")) {
    dataset::PolygonCondition polygon;
    TATARA_ASSIGN(polygon.x, textOf(json, "polygon"));
    TATARA_ASSIGN(polygon.y, textOf(json, "y"));
    TATARA_ASSIGN(polygon.logX, flagOf(json, "log_x"));
    TATARA_ASSIGN(polygon.logY, flagOf(json, "log_y"));
    TATARA_ASSIGN(const Json::Array* corners, listOf(json, "corners"));
    for (const Json& corner : *corners) {
      const auto x = corner.items().size() == 2 ? corner.items()[0].asNumber() : std::nullopt;
      const auto y = corner.items().size() == 2 ? corner.items()[1].asNumber() : std::nullopt;
      if (!x || !y) {
        return wrong(Phrase::say(TATARA_SAYS("Phrase", "a corner of a lasso has to be two numbers")));
      }
      polygon.corners.emplace_back(*x, *y);
    }
    return dataset::Filter(polygon);
  }
  return wrong(Phrase::say(
      TATARA_SAYS("Phrase", "a filter is none of all, any, not, range, set, missing, contains and polygon")));
}

Result<dataset::Filter> filterFrom(const Json& json) {
  constexpr std::array<const char*, 3> kWords{"all", "any", "not"};
  for (std::size_t kind = 0; kind < kWords.size(); ++kind) {
    if (!json.find(kWords[kind])) {
      continue;
    }
    TATARA_ASSIGN(const Json::Array* list, listOf(json, kWords[kind]));
    std::vector<dataset::Filter> parts;
    for (const Json& part : *list) {
      TATARA_ASSIGN(auto one, filterFrom(part));
      parts.push_back(std::move(one));
    }
    if (kind == 2 && parts.size() != 1) {
      return wrong(Phrase::say(TATARA_SAYS("Phrase", "'not' has to have one part")));
    }
    return dataset::Filter(static_cast<dataset::Filter::Kind>(kind), std::move(parts));
  }
  return leafFrom(json);
}

void appendColumns(const dataset::Filter& filter, std::set<std::string>& names) {
  for (const dataset::Filter& part : filter.parts) {
    appendColumns(part, names);
  }
  std::visit(
      [&](const auto& condition) {
        using T = std::decay_t<decltype(condition)>;
        if constexpr (std::is_same_v<T, dataset::PolygonCondition>) {
          names.insert(condition.x);
          names.insert(condition.y);
        } else if constexpr (!std::is_same_v<T, std::monostate>) {
          names.insert(condition.column);
        }
      },
      filter.condition);
}

Json rowsJson(const RowsLook& look) {
  Json columns = Json::array();
  for (const RowsLook::Column& column : look.columns) {
    Json one = Json::object();
    one.set("name", column.name);
    one.set("width", column.width);
    one.set("pinned", column.pinned);
    one.set("scaled", column.scaled);
    one.set("hidden", column.hidden);
    columns.append(std::move(one));
  }
  Json order = Json::array();
  for (const RowsLook::Key& key : look.order) {
    Json one = Json::object();
    one.set("name", key.name);
    one.set("descending", key.descending);
    order.append(std::move(one));
  }
  Json json = Json::object();
  json.set("columns", std::move(columns));
  json.set("order", std::move(order));
  return json;
}

Result<RowsLook> rowsFrom(const Json& json) {
  constexpr double kWidest = 2'000;
  RowsLook look;
  TATARA_ASSIGN(const Json::Array* columns, listOf(json, "columns"));
  for (const Json& one : *columns) {
    RowsLook::Column column;
    TATARA_ASSIGN(column.name, textOf(one, "name"));
    TATARA_ASSIGN(const double width, numberOf(one, "width", 96));
    column.width = static_cast<int>(std::clamp(width, 20.0, kWidest));
    TATARA_ASSIGN(column.pinned, flagOf(one, "pinned"));
    TATARA_ASSIGN(column.scaled, flagOf(one, "scaled"));
    TATARA_ASSIGN(column.hidden, flagOf(one, "hidden"));
    look.columns.push_back(std::move(column));
  }
  TATARA_ASSIGN(const Json::Array* order, listOf(json, "order"));
  for (const Json& one : *order) {
    RowsLook::Key key;
    TATARA_ASSIGN(key.name, textOf(one, "name"));
    TATARA_ASSIGN(key.descending, flagOf(one, "descending"));
    look.order.push_back(std::move(key));
  }
  return look;
}

}  // namespace

std::vector<std::string> columnsOf(const dataset::Filter& filter) {
  std::set<std::string> names;
  appendColumns(filter, names);
  return {names.begin(), names.end()};
}

std::string toJsonText(const DataView& view) {
  Json json = Json::object();
  json.set("tatara", kMark);
  json.set("format", kFormat);
  json.set("name", view.name);
  json.set("dataset", view.dataset);
  json.set("tab", view.tab.toStdString());
  Json brushes = Json::array();
  for (const DataBrush& brush : view.brushes) {
    Json one = Json::object();
    one.set("key", brush.key);
    one.set("label", brush.label.toStdString());
    one.set("typed", brush.typed.toStdString());
    one.set("filter", filterJson(brush.filter));
    brushes.append(std::move(one));
  }
  json.set("filters", std::move(brushes));
  json.set("column", view.column);
  json.set("sort", kFields[static_cast<std::size_t>(view.sort)]);
  json.set("order", kOrders[static_cast<std::size_t>(view.order)]);
  Json plot = Json::object();
  plot.set("kind", kKinds[static_cast<std::size_t>(view.plot.kind)]);
  plot.set("x", view.plot.x);
  plot.set("y", view.plot.y);
  plot.set("colour", view.plot.colour);
  plot.set("facet", view.plot.facet);
  plot.set("log_x", view.plot.logX);
  plot.set("log_y", view.plot.logY);
  json.set("plot", std::move(plot));
  json.set("rows", rowsJson(view.rows));
  return text::toPrettyJson(json);
}

Result<DataView> dataViewFromJson(std::string_view bytes) {
  auto parsed = text::parseJson(bytes, {.maxBytes = 1u << 20, .maxValues = 200'000, .maxDepth = 32});
  if (!parsed) {
    return wrong(text::messageOf(parsed.error()));
  }
  const Json& json = *parsed;
  TATARA_ASSIGN(const std::string mark, textOf(json, "tatara"));
  if (!json.isObject() || mark != kMark) {
    return wrong(Phrase::say(TATARA_SAYS("Phrase", "it does not say \"tatara\": \"data view\"")));
  }
  TATARA_ASSIGN(const double format, numberOf(json, "format", 0));
  if (format != static_cast<double>(kFormat)) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase", "This Data view was written by another version of the program"));
  }
  DataView view;
  TATARA_ASSIGN(view.name, textOf(json, "name"));
  TATARA_ASSIGN(view.dataset, textOf(json, "dataset"));
  TATARA_ASSIGN(const std::string tab, textOf(json, "tab"));
  view.tab = QString::fromStdString(tab);
  TATARA_ASSIGN(const Json::Array* brushes, listOf(json, "filters"));
  for (const Json& one : *brushes) {
    DataBrush brush;
    TATARA_ASSIGN(brush.key, textOf(one, "key"));
    TATARA_ASSIGN(const std::string label, textOf(one, "label"));
    TATARA_ASSIGN(const std::string typed, textOf(one, "typed"));
    brush.label = QString::fromStdString(label);
    brush.typed = QString::fromStdString(typed);
    TATARA_ASSIGN(brush.filter, filterFrom(one["filter"]));
    view.brushes.push_back(std::move(brush));
  }
  TATARA_ASSIGN(view.column, textOf(json, "column"));
  TATARA_ASSIGN(const std::size_t sort, wordOf(json, "sort", kFields));
  TATARA_ASSIGN(const std::size_t order, wordOf(json, "order", kOrders));
  view.sort = static_cast<ProfileTable::Field>(sort);
  view.order = static_cast<ProfileTable::Order>(order);
  const Json& plot = json["plot"];
  TATARA_ASSIGN(const std::size_t kind, wordOf(plot, "kind", kKinds));
  view.plot.kind = static_cast<PlotKind>(kind);
  TATARA_ASSIGN(view.plot.x, textOf(plot, "x"));
  TATARA_ASSIGN(view.plot.y, textOf(plot, "y"));
  TATARA_ASSIGN(view.plot.colour, textOf(plot, "colour"));
  TATARA_ASSIGN(view.plot.facet, textOf(plot, "facet"));
  TATARA_ASSIGN(view.plot.logX, flagOf(plot, "log_x"));
  TATARA_ASSIGN(view.plot.logY, flagOf(plot, "log_y"));
  TATARA_ASSIGN(view.rows, rowsFrom(json["rows"]));
  return view;
}

std::vector<std::string> fitTo(DataView& view, const std::vector<dataset::ColumnInfo>& columns) {
  std::set<std::string> known;
  for (const dataset::ColumnInfo& column : columns) {
    known.insert(column.name);
  }
  std::set<std::string> gone;
  const auto lacks = [&](const std::string& name) {
    const bool missing = !name.empty() && !known.contains(name);
    if (missing) {
      gone.insert(name);
    }
    return missing;
  };
  std::erase_if(view.brushes, [&](const DataBrush& brush) {
    const std::vector<std::string> names = columnsOf(brush.filter);
    return std::ranges::count_if(names, lacks) > 0;
  });
  for (std::string* name : {&view.plot.x, &view.plot.y, &view.plot.colour, &view.plot.facet, &view.column}) {
    if (lacks(*name)) {
      name->clear();
    }
  }
  std::erase_if(view.rows.columns, [&](const RowsLook::Column& column) { return lacks(column.name); });
  std::erase_if(view.rows.order, [&](const RowsLook::Key& key) { return lacks(key.name); });
  return {gone.begin(), gone.end()};
}

}  // namespace tatara::ui
