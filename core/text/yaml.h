// YAML as a `Json` value, and back.
//
// Reading: one document, anchors and aliases resolved, merge keys (`<<`) applied. What a plain word means
// depends on the dialect; a quoted or block scalar is always a string. Mapping keys are the text of their
// scalar. An integer that does not fit into 64 bits stays the string it was written as. Errors: Parse, with
// line and column. Size, depth and the number of values after resolving aliases are bounded, so that a text
// of a kilobyte cannot become gigabytes. Writing: block style, keys in their order, strings plain where every
// dialect reads them back as the same string. Threads: pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/text/json.h"
#include "core/text/utf8.h"

namespace tatara::text {

enum class YamlDialect {
  Core,    // YAML 1.2 core schema, what people mean in tatara.yaml: true, false, null, 1e-3 is a number
  Python,  // YAML 1.1 as PyYAML's safe_load resolves it: yes and off are booleans, 1e-3 is a string, 010 is
           // eight
};

struct YamlLimits {
  std::size_t maxBytes = 16u << 20;
  std::size_t maxValues = 1'000'000;
  int maxDepth = 100;
};

// An empty document is null.
Result<Json> parseYaml(std::string_view text, YamlDialect dialect = YamlDialect::Core,
                       const YamlLimits& limits = {});

// With the place of every member (where its key stands) and item, by paths such as "/columns/3/name"; for
// those who check what was read and name the line of what is wrong.
struct YamlDocument {
  Json value;
  std::map<std::string, TextPlace> places;

  // Of the path, else of the nearest above it: what an alias brought in stands where the alias does.
  TextPlace placeOf(std::string_view path) const;
};
Result<YamlDocument> parseYamlDocument(std::string_view text, YamlDialect dialect = YamlDialect::Core,
                                       const YamlLimits& limits = {});

// Ends with a line break.
std::string toYaml(const Json& value);

}  // namespace tatara::text
