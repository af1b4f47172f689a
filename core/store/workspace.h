// A workspace: a folder with `tatara.yaml` (settings: text, made for version control) and `.tatara/` (what
// programs keep).
//
//   FOLDER/tatara.yaml            settings, policies, pipelines
//   FOLDER/.tatara/store.db       SQLite (see store.h)
//   FOLDER/.tatara/artifacts/     content-addressed files (core/artifact)
//   FOLDER/.tatara/logs/          logs of programs
//   FOLDER/.tatara/server.json    where the tracking server of this workspace listens, while it runs
//
// A new workspace is private: folders 0700, files 0600. One that cannot be made leaves nothing behind.
// Errors: NotFound (no workspace there), AlreadyExists, PermissionDenied, Io, Unsupported (a network file
// system, whose shared memory SQLite's write-ahead log cannot use). Threads: pure functions over the file
// system.
#pragma once

#include <filesystem>
#include <optional>

#include "core/base/result.h"

namespace tatara::store {

struct Workspace {
  std::filesystem::path root;  // absolute

  std::filesystem::path settingsFile() const { return root / "tatara.yaml"; }
  std::filesystem::path stateFolder() const { return root / ".tatara"; }
  std::filesystem::path storeFile() const { return stateFolder() / "store.db"; }
  std::filesystem::path artifactFolder() const { return stateFolder() / "artifacts"; }
  std::filesystem::path logFolder() const { return stateFolder() / "logs"; }
  std::filesystem::path serverFile() const { return stateFolder() / "server.json"; }
};

// Makes the folder (its parents too), the settings and an empty store. AlreadyExists when there is one
// already.
Result<Workspace> createWorkspace(const std::filesystem::path& folder);
// The workspace in exactly this folder; its settings are there to be read, or nowhere.
Result<Workspace> openWorkspace(const std::filesystem::path& folder);
// The one to use when none is named: the nearest folder upwards that holds `tatara.yaml`, else ~/tatara if it
// is one. Whether it can be opened is openWorkspace's to say.
std::optional<Workspace> findWorkspace(const std::filesystem::path& from);
// ~/tatara
std::filesystem::path defaultWorkspaceFolder();

}  // namespace tatara::store
