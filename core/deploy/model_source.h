// Where a model's files are, from what a person or a client writes, and what they hash to.
//
//   models:/bikes/3   models:/bikes@champion   models:/bikes/latest     a registered version
//   models:/m-0123…                                                     a logged model
//   runs:/ID/model                                                      the artifacts of a run
//   a folder or a model file
//
// The digest of a model is the SHA-256 over its files' paths and digests, each "path\0digest\n" in the order
// of the paths, as 64 hexadecimal digits. Every file's bytes are hashed again when they are read, so that
// what is loaded is what was approved. Threads: any but the GUI's. Errors: NotFound, Corrupt (bytes that are
// not those of their digest), InvalidArgument, Unsupported (files that are not in this workspace).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/base/result.h"
#include "core/infer/runner.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::deploy {

struct ModelReference {
  std::string title;  // "bikes version 3"
  std::string model;  // registered name; empty for others
  std::int64_t version = 0;
  std::string folder;  // relative to the artifact root
};

// Whether the text names a model of a workspace rather than a path.
bool namesModel(std::string_view text);
Result<ModelReference> resolveModel(sql::Connection& connection, std::string_view text);
Result<ModelReference> resolveVersion(sql::Connection& connection, std::string_view model,
                                      std::int64_t version);

// Of the files as the store names them, without reading any.
Result<std::string> modelDigest(sql::Connection& connection, const ModelReference& reference);

struct SourcedModel {
  infer::ModelFiles files;
  std::string digest;
};
Result<SourcedModel> readModel(store::Store& store, const artifact::ArtifactStore& artifacts,
                               const ModelReference& reference);

}  // namespace tatara::deploy
