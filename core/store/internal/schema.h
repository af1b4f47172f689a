// The numbered migrations, oldest first; each runs in one transaction. What a release has shipped is never
// edited.
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/sql/connection.h"

namespace tatara::store::internal {

inline constexpr int kApplicationId = 0x54415441;  // "TATA"

struct Migration {
  int version;
  const char* sql;
};

std::span<const Migration> migrations();

// registry: the chain of acts (core/registry/audit.h), what models say about themselves, policies, evidence
// and reviews.
extern const char kRegistrySchema[];
extern const char kLiveVersionSchema[];

// registry: access tokens. track: traces.
extern const char kServingSchema[];

// deploy: endpoints, rollouts, logged predictions and labels.
extern const char kDeploySchema[];

// deploy: how the versions of endpoints fared over time.
extern const char kTrafficSchema[];

// deploy: which labels are new.
extern const char kLabelOrderSchema[];

// deploy: where shadows disagree.
extern const char kDisagreementSchema[];

// track: the traces of a run.
extern const char kTraceIndexSchema[];

// Brings an empty or older store up to date; copies an older one to `<file>.v<N>` first.
Status migrate(sql::Connection& connection, const std::filesystem::path& file);

}  // namespace tatara::store::internal
