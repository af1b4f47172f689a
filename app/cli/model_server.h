// The model server of a workspace as a child of a command that needs one: the one that runs, else one for as
// long as the object lives. Threads: one. Errors: those of exec::Child; Io when it does not come up.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "app/cli/session.h"
#include "core/exec/child.h"

namespace tatara::cli {

class BorrowedModelServer {
 public:
  static Result<BorrowedModelServer> find(Session& session, const store::Workspace& workspace);
  BorrowedModelServer(BorrowedModelServer&& other) noexcept
      : m_url(std::move(other.m_url)), m_child(std::exchange(other.m_child, std::nullopt)) {}
  BorrowedModelServer& operator=(BorrowedModelServer&&) = delete;
  ~BorrowedModelServer();

  const std::string& url() const { return m_url; }
  bool own() const { return m_child.has_value(); }

 private:
  BorrowedModelServer() = default;
  std::string m_url;
  std::optional<exec::Child> m_child;
};

}  // namespace tatara::cli
