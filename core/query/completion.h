// What may follow at the cursor of an expression field, so that it can offer it.
//
// The language tells the kind of word; whoever knows the data supplies the words (metric names, values of a
// tag). Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/query.h"

namespace tatara::query {

struct Completion {
  enum class Kind {
    Field,  // an attribute, or a prefix with its key: `candidates` holds attributes and "metrics." and so on
    Key,    // a key of the user's for `field.kind`; for datasets `candidates` holds the keys
    Operator,  // `candidates` holds those that go with `field`
    Value,     // a value of `field`; quoted unless it is a number
    Joint,     // AND, OR
    Nothing,   // within a value or a number that is being typed freely
  };
  Kind kind = Kind::Field;
  Field field;                          // for Key (kind only), Operator and Value
  std::vector<std::string> candidates;  // those that begin with what is typed, in a useful order
  std::string typed;                    // what stands before the cursor of the word that would be replaced
  std::size_t begin = 0;                // the bytes [begin, end) that a choice replaces
  std::size_t end = 0;
};

Completion completionAt(Entity entity, std::string_view text, std::size_t cursor,
                        Grammar grammar = Grammar::Tatara);

}  // namespace tatara::query
