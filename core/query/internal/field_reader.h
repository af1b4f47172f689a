// Turns the token of a field into a `Field`, for filters and order keys alike.
#pragma once

#include "core/query/internal/lexer.h"
#include "core/query/query.h"

namespace tatara::query {

enum class FieldUse { Filter, Order };

// A problem that covers the whole token.
FilterProblem problemAt(const Token& token, std::string message);

ParseResult<Field> readField(Entity entity, const Token& token, Grammar grammar, FieldUse use);

// The text within the quotes; a doubled quote is one, except in MLflow's grammar, which keeps both.
std::string unquoted(std::string_view quoted, Grammar grammar);

}  // namespace tatara::query
