// Brings folders of TensorBoard's event files into a workspace, once or while they are being written.
//
// Every folder that holds event files (a name with "tfevents" in it) is one run, named by its path below the
// folder given; a run's parent is the run of the nearest folder above it. Kept: scalars of every encoding as
// metrics (times to the millisecond), histograms and distributions (core/track/histograms.h), hyperparameters
// as parameters; and as artifacts below `tensorboard/`: images, audio, text, PR curves (JSON), meshes and
// other tensors (NumPy's .npy), graphs and run metadata (protocol buffers as they are). A tag becomes a
// metric's key; characters that a key may not have become "_".
//
// Incremental: how far each file was read is kept with the run, in the transaction of what was read, so an
// import can be repeated and interrupted, and brings only what is new. A run is known by the absolute path of
// its folder. A run deleted here is left alone; when it is purged, another import brings it again. A file
// that ends in the middle of a record is read on from there another time.
//
// Restarts: as in TensorBoard, a session log that says START drops what was logged at that step and later; in
// files of an event version before 2, a step that goes back drops what its tags have from there on. The
// report says how many points went.
//
// Hostile input: links are not followed, sizes are bounded, nothing is executed; damaged records and what
// they may hold is left out and named. Memory is constant however large a file is. Formats:
// internal/record_file.h, internal/event.h, internal/hparams.h; rules:
// tensorboard/backend/event_processing/event_accumulator.py.
//
// Threads: any but the GUI's and the store's writer; blocks until done. Errors: NotFound, Parse (no event
// files), Conflict (another import reads the same folder, and went on doing so for seconds),
// PermissionDenied, Io; an import that ended early can be run again.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/interop/import_report.h"
#include "core/store/store.h"

namespace tatara::interop {

struct TensorboardImport {
  std::filesystem::path folder;
  std::string experiment{};                               // empty: named as the folder
  std::function<void(const ImportProgress&)> progress{};  // in bytes; may be empty
  std::stop_token stop{};
};

Result<ImportReport> importTensorboard(const std::shared_ptr<store::Store>& store,
                                       const TensorboardImport& import);

// Imports, and then whatever comes until stopped. A folder without event files is waited for. `told` hears of
// the first import and of each one that brought something. Looks several times a second, but never so often
// that looking takes more than a hundredth of a core. A run is RUNNING while its files grow, and FINISHED
// when nothing has come for five minutes or the watching ends.
Status watchTensorboard(const std::shared_ptr<store::Store>& store, const TensorboardImport& import,
                        const std::function<void(const ImportReport&)>& told);

}  // namespace tatara::interop
