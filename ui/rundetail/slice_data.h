// The worst slices of a run that Tatara trained: its predictions of the rows it held out, cut by the columns
// of the data it learned from.
//
// The data is found again by its digest (train/again.h) and read whole, so that of a large file is done only
// when a person asks. Threads: loadSlices() on a worker. Errors: NotFound and Conflict where the data is gone
// or is another by now; those of reading it.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "core/evaluate/run_slices.h"
#include "core/store/store.h"
#include "ui/rundetail/run_facts.h"

namespace tatara::ui {

// Whether the run kept what slices are made of.
bool hasSlices(const RunFacts& facts);

// From so many bytes on data is read only when asked for.
inline constexpr std::int64_t kSlicesUnasked = 64 << 20;
enum class SliceCause { Opened, Asked };

struct SliceAnswer {
  std::optional<std::int64_t> left;  // bytes of the data, where they were not read for being many
  evaluate::RunSlices slices;
};
Result<SliceAnswer> loadSlices(const std::shared_ptr<store::Store>& store, const RunFactsPtr& facts,
                               SliceCause cause, std::stop_token stop);

}  // namespace tatara::ui
