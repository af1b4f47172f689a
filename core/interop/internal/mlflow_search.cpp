#include "core/interop/internal/mlflow_search.h"

#include <utility>

#include "core/text/error_phrase.h"

namespace tatara::interop::internal {
namespace {

constexpr int kMostPages = 1'000'000;

}  // namespace

Status searchPages(const std::function<Result<text::Json>(const std::string&)>& ask,
                   const std::function<Status(const text::Json&)>& take) {
  std::string token;
  for (int page = 0; page < kMostPages; ++page) {
    TATARA_ASSIGN(const text::Json answer, ask(token));
    TATARA_TRY(take(answer));
    const std::string* next = answer["next_page_token"].asString();
    if (next == nullptr || next->empty() || *next == token) {
      return {};
    }
    token = *next;
  }
  return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "The server's list has no end"));
}

std::string filterByName(std::string_view name) {
  const bool single = name.find('\'') != std::string_view::npos;
  if (single && name.find('"') != std::string_view::npos) {
    return {};
  }
  const std::string quote(1, single ? '"' : '\'');
  return "name=" + quote + std::string(name) + quote;
}

}  // namespace tatara::interop::internal
