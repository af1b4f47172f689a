#include "core/http/router.h"

namespace tatara::http {
namespace {

std::vector<std::string> splitPattern(std::string_view pattern) {
  std::vector<std::string> parts;
  pattern.remove_prefix(1);
  while (true) {
    const std::size_t slash = pattern.find('/');
    parts.emplace_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) {
      return parts;
    }
    pattern.remove_prefix(slash + 1);
  }
}

bool isName(std::string_view part) {
  return part.starts_with('{');
}
bool isTail(std::string_view part) {
  return part.ends_with("...}");
}

}  // namespace

Reply::~Reply() {
  if (m_deliver) {
    m_deliver(makeError(ErrorKind::Internal, "The request was dropped without an answer"));
  }
}

void Reply::send(Result<Response> response) {
  if (auto deliver = std::exchange(m_deliver, nullptr)) {
    deliver(std::move(response));
  }
}

std::string Reply::takeBody() {
  std::string* const body = std::exchange(m_body, nullptr);
  return body != nullptr ? std::exchange(*body, std::string()) : std::string();
}

void Router::add(Method method, std::string_view pattern, Handler handler) {
  insert(method, pattern, Route{std::move(handler), std::string(pattern)});
}

void Router::addAsync(Method method, std::string_view pattern, AsyncHandler handler) {
  insert(method, pattern, Route{std::move(handler), std::string(pattern)});
}

void Router::addUpload(Method method, std::string_view pattern, UploadHandler handler) {
  insert(method, pattern, Route{std::move(handler), std::string(pattern)});
}

void Router::insert(Method method, std::string_view pattern, Route route) {
  auto owned = std::make_unique<Route>(std::move(route));
  const auto index = static_cast<std::size_t>(method);
  if (pattern.find('{') == std::string_view::npos) {
    Entry& entry = m_plain.try_emplace(std::string(pattern)).first->second;
    entry.pattern = pattern;
    entry.routes[index] = std::move(owned);
    return;
  }
  for (Entry& entry : m_patterns) {
    if (entry.pattern == pattern) {
      entry.routes[index] = std::move(owned);
      return;
    }
  }
  Entry entry;
  entry.pattern = pattern;
  entry.parts = splitPattern(pattern);
  entry.routes[index] = std::move(owned);
  m_patterns.push_back(std::move(entry));
}

bool Router::matches(const Entry& entry, std::string_view path, Request& request) {
  request.params.clear();
  path.remove_prefix(1);
  for (std::size_t i = 0; i < entry.parts.size(); ++i) {
    const std::string_view part = entry.parts[i];
    const bool last = i + 1 == entry.parts.size();
    if (isTail(part)) {
      request.params.emplace_back(part.substr(1, part.size() - 5), path);
      return !path.empty();
    }
    const std::size_t slash = path.find('/');
    const std::string_view given = path.substr(0, slash);
    if ((slash == std::string_view::npos) != last) {
      return false;
    }
    if (isName(part)) {
      if (given.empty()) {
        return false;
      }
      request.params.emplace_back(part.substr(1, part.size() - 2), given);
    } else if (part != given) {
      return false;
    }
    path.remove_prefix(last ? path.size() : slash + 1);
  }
  return path.empty();
}

Router::Match Router::match(Request& request) const {
  const auto pick = [&](const Entry& entry) {
    const Route* route = entry.routes[static_cast<std::size_t>(request.method)].get();
    if (!route && request.method == Method::Head) {
      route = entry.routes[static_cast<std::size_t>(Method::Get)].get();
    }
    return Match{route, true};
  };
  request.params.clear();
  if (const auto found = m_plain.find(std::string_view(request.path)); found != m_plain.end()) {
    return pick(found->second);
  }
  for (const Entry& entry : m_patterns) {
    if (matches(entry, request.path, request)) {
      return pick(entry);
    }
  }
  return {};
}

std::vector<std::string> Router::describe() const {
  std::vector<std::string> out;
  const auto tell = [&](const Entry& entry) {
    for (std::size_t i = 0; i < kMethods; ++i) {
      if (entry.routes[i]) {
        out.push_back(std::string(toString(static_cast<Method>(i))) + " " + entry.pattern);
      }
    }
  };
  for (const auto& [path, entry] : m_plain) {
    tell(entry);
  }
  for (const Entry& entry : m_patterns) {
    tell(entry);
  }
  return out;
}

}  // namespace tatara::http
