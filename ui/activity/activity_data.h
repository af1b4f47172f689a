// What the Activity panel reads on workers. Threads: any but the GUI's.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/registry/audit.h"
#include "core/store/store.h"

namespace tatara::ui {

inline constexpr std::int64_t kActPage = 500;

struct ActPage {
  std::vector<registry::Act> acts;  // newest first
  bool more = false;                // older ones
  bool fresh = true;                // the first page; else what follows the last one
};
using ActPagePtr = std::shared_ptr<const ActPage>;
// `before` 0: the newest.
Result<ActPagePtr> loadActPage(const store::Store& store, const registry::ActFilter& filter,
                               std::int64_t before, std::stop_token stop);

struct ActChoices {
  std::vector<std::string> people;
  std::vector<std::string> verbs;
  std::vector<registry::ActDay> days;  // of what the filter lets through at any time, oldest first
};
using ActChoicesPtr = std::shared_ptr<const ActChoices>;
Result<ActChoicesPtr> loadActChoices(const store::Store& store, registry::ActFilter filter,
                                     std::stop_token stop);

// Recomputes the whole chain.
Result<registry::ChainReport> checkChain(const store::Store& store, std::stop_token stop);

// RFC 4180, the columns of registry::Act, all that the filter lets through.
Status writeActs(const store::Store& store, const registry::ActFilter& filter, const std::string& file,
                 std::stop_token stop);
// The whole chain as an outsider can verify it.
Status writeChain(const store::Store& store, const std::string& file, std::stop_token stop);

}  // namespace tatara::ui
