// Turns the token of a field into a `Field`, for filters and order keys alike.
#pragma once

#include "core/query/internal/lexer.h"
#include "core/query/query.h"
#include "core/text/phrase.h"

namespace tatara::query {

enum class FieldUse { Filter, Order };

// A problem that covers the whole token. MLflow's own sentences are texts as they stand, those of Tatara's
// grammar patterns, which a window tells in its language.
FilterProblem problemAt(const Token& token, const text::Phrase& said);

ParseResult<Field> readField(Entity entity, const Token& token, Grammar grammar, FieldUse use);

// The text within the quotes; a doubled quote is one, except in MLflow's grammar, which keeps both.
std::string unquoted(std::string_view quoted, Grammar grammar);

}  // namespace tatara::query
