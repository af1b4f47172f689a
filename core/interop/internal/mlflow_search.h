// What the searches of MLflow's API have in common: pages, and a filter that asks for one name.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/text/json.h"

namespace tatara::interop::internal {

// `ask` gets the token of the page to ask for, at first an empty one; `take` gets each answer. Errors:
// theirs; Parse for a list without an end.
Status searchPages(const std::function<Result<text::Json>(const std::string& token)>& ask,
                   const std::function<Status(const text::Json& answer)>& take);

// "name='a'". MLflow's grammar has no way to write a quote inside of itself: a name with one is put in the
// other, and with both there is no filter but the empty one. Whoever asks looks at the names that come.
std::string filterByName(std::string_view name);

}  // namespace tatara::interop::internal
