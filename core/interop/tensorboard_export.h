// Writes runs as folders of event files that TensorBoard opens: one folder a run, named as the run, with one
// file.
//
// Metrics are scalars (as 32-bit floats where that is exact, else as tensors of doubles), parameters and the
// run's end are hyperparameters of the plugin "hparams", histograms are histograms, and artifacts below
// `tensorboard/` become what they came from. A run that was imported keeps the tags that its files had. Times
// are exact to the millisecond, which is what a store keeps. Other artifacts have no place in event files and
// are left out.
//
// `folder` must be absent or empty. Threads: any but the GUI's and the store's writer; blocks until done.
// Errors: AlreadyExists, NotFound (a run or experiment), Cancelled, Io; what was written until then stays.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/interop/export_report.h"
#include "core/store/store.h"

namespace tatara::interop {

Result<ExportReport> exportTensorboard(const std::shared_ptr<store::Store>& store,
                                       const std::filesystem::path& folder, const ExportChoice& choice);

}  // namespace tatara::interop
