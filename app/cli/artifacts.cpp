// tatara artifacts list, get, put

#include <algorithm>
#include <fstream>

#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/artifact/artifact_store.h"
#include "core/base/file_error.h"

namespace tatara::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRunHelp = "Id, first four digits of it or more, or name of the run";

// The run's folder in the artifact store and a path in it, checked.
Result<std::string> pathIn(sql::Connection& connection, const std::string& run, const std::string& path) {
  TATARA_ASSIGN(const auto info, resolveRun(connection, run));
  TATARA_ASSIGN(const std::string folder, artifactFolder(info));
  TATARA_ASSIGN(const std::string clean, withContext(artifact::cleanPath(path), "\"" + path + "\""));
  return clean.empty() ? folder : folder + "/" + clean;
}

Verb artifactsListVerb() {
  struct Options {
    std::string run;
    std::string path;
    bool recursive = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "artifacts list",
            .summary = "List the files that a run left",
            .examples = {"tatara artifacts list 4f1c", "tatara artifacts list 4f1c model --recursive"}};
  verb.positional("RUN", options->run, std::string(kRunHelp)).offers(Offer::Runs);
  verb.positional("PATH", options->path, "Below this folder").optional();
  verb.flag("-r,--recursive", options->recursive, "All files below, not only the first level");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    Listing listing;
    listing.addColumn("path", "Path");
    listing.addColumn("size", "Size", text::Align::Right);
    listing.addColumn(options->recursive ? "sha256" : "is_dir", options->recursive ? "SHA-256" : "Kind");
    TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
      TATARA_ASSIGN(const std::string path, pathIn(connection, options->run, options->path));
      if (options->recursive) {
        TATARA_ASSIGN(const auto files, artifact::ArtifactStore::listAll(connection, path));
        for (const artifact::FileInfo& file : files) {
          const std::string hex = file.digest.hex();
          listing.addRow({textCell(file.path.substr(std::min(path.size() + 1, file.path.size()))),
                          sizeCell(file.size),
                          {hex.substr(0, 12), hex}});
        }
        return {};
      }
      TATARA_ASSIGN(const auto entries, artifact::ArtifactStore::list(connection, path));
      for (const artifact::Entry& entry : entries) {
        listing.addRow({textCell(entry.name + (entry.folder ? "/" : "")),
                        entry.folder ? Cell{} : sizeCell(entry.size),
                        {entry.folder ? "folder" : "file", entry.folder}});
      }
      return {};
    }));
    if (listing.empty() && !options->path.empty()) {
      return makeError(ErrorKind::NotFound, "The run has no artifact folder \"" + options->path + "\"");
    }
    listing.print(session, "The run has no artifacts");

    return kDone;
  };
  return verb;
}

struct GetOptions {
  std::string run;
  std::string path;
  std::string target;
};

Status copyToOutput(Session& session, const fs::path& blob) {
  std::ifstream in(blob, std::ios::binary);
  std::string buffer(1u << 16, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    session.print(std::string_view(buffer).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad() || !in.eof()) {
    return fileError("The artifact cannot be read", blob, errno);
  }
  return {};
}

Result<int> get(Session& session, const GetOptions& options) {
  TATARA_ASSIGN(const auto store, session.store());
  const artifact::ArtifactStore artifacts(store);
  std::string path;
  std::optional<artifact::FileInfo> file;
  std::vector<artifact::FileInfo> below;
  TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(path, pathIn(connection, options.run, options.path));
    TATARA_ASSIGN(file, artifact::ArtifactStore::find(connection, path));
    if (!file) {
      TATARA_ASSIGN(below, artifact::ArtifactStore::listAll(connection, path));
    }
    return {};
  }));
  if (!file && below.empty()) {
    return makeError(ErrorKind::NotFound, "The run has no artifact \"" + options.path + "\"");
  }
  if (options.target == "-") {
    if (!file) {
      return makeError(ErrorKind::InvalidArgument,
                       "\"" + options.path + "\" is a folder; only a file can go to standard output");
    }
    TATARA_TRY(copyToOutput(session, artifacts.blobFile(file->digest)));
    return kDone;
  }
  fs::path target = options.target.empty() ? fs::path(path).filename() : fs::path(options.target);
  if (!options.target.empty() && file && fs::is_directory(target)) {
    target /= fs::path(path).filename();
  }
  if (file) {
    TATARA_TRY(artifacts.exportFile(path, target));
    session.remark("Wrote " + target.string());
    return kDone;
  }
  std::int64_t done = 0;
  for (const artifact::FileInfo& one : below) {
    if (session.stop().stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped after " + counted(done, "file"));
    }
    // Names in the store are clean paths: none leads out of `target`.
    const fs::path to = target / one.path.substr(path.size() + 1);
    std::error_code code;
    fs::create_directories(to.parent_path(), code);
    if (code) {
      return fileError("The folder " + to.parent_path().string() + " cannot be made", to.parent_path(),
                       code.value());
    }
    TATARA_TRY(artifacts.exportFile(one.path, to));
    session.progress("Writing files", ++done, static_cast<std::int64_t>(below.size()));
  }
  session.remark("Wrote " + counted(done, "file") + " to " + target.string());
  return kDone;
}

Verb getVerb() {
  auto options = std::make_shared<GetOptions>();
  Verb verb{.path = "artifacts get",
            .summary = "Copy a file or folder of a run out of the workspace",
            .details = "Existing files are never overwritten.",
            .examples = {"tatara artifacts get 4f1c model",
                         "tatara artifacts get 4f1c report.html --output /tmp/report.html",
                         "tatara artifacts get 4f1c params.json --output - | jq ."}};
  verb.takesFormat = false;
  verb.positional("RUN", options->run, std::string(kRunHelp)).offers(Offer::Runs);
  verb.positional("PATH", options->path, "The file or folder, as \"tatara artifacts list\" names it");
  verb.option("-o,--output", options->target, "TARGET",
              "Where to; - is standard output; by default the same name here")
      .offers(Offer::Files);
  verb.run = [options](Session& session) { return get(session, *options); };
  return verb;
}

struct PutOptions {
  std::string run;
  std::string file;
  std::string path;
};

// The files below a folder, symbolic links left out and counted.
Result<std::vector<fs::path>> filesBelow(const fs::path& folder, std::int64_t& links) {
  std::vector<fs::path> files;
  std::error_code code;
  fs::recursive_directory_iterator at(folder, code);
  for (const fs::recursive_directory_iterator end; !code && at != end; at.increment(code)) {
    if (at->is_symlink()) {
      ++links;
      at.disable_recursion_pending();
    } else if (at->is_regular_file()) {
      files.push_back(at->path());
    }
  }
  if (code) {
    return fileError("The folder " + folder.string() + " cannot be read", folder, code.value());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<int> put(Session& session, const PutOptions& options) {
  TATARA_ASSIGN(const auto store, session.store());
  const artifact::ArtifactStore artifacts(store);
  const fs::path source =
      fs::path(options.file).has_filename() ? fs::path(options.file) : fs::path(options.file).parent_path();
  const std::string name = options.path.empty() ? source.filename().string() : options.path;
  TATARA_ASSIGN(const std::string path, store->read([&](sql::Connection& connection) {
    return pathIn(connection, options.run, name);
  }));
  std::error_code code;
  if (!fs::is_directory(source, code)) {
    TATARA_TRY(artifacts.putFile(path, source, session.stop()));
    session.remark("Stored " + name);
    return kDone;
  }
  std::int64_t links = 0;
  TATARA_ASSIGN(const auto files, filesBelow(source, links));
  std::int64_t done = 0;
  for (const fs::path& file : files) {
    TATARA_TRY(artifacts.putFile(path + "/" + file.lexically_relative(source).generic_string(), file,
                                 session.stop()));
    session.progress("Storing files", ++done, static_cast<std::int64_t>(files.size()));
  }
  session.remark("Stored " + counted(done, "file") + " in " + name +
                 (links > 0 ? "; left out " + counted(links, "symbolic link") : ""));
  return kDone;
}

Verb putVerb() {
  auto options = std::make_shared<PutOptions>();
  Verb verb{.path = "artifacts put",
            .summary = "Add a file or folder to the artifacts of a run",
            .details = "What has the same path is replaced. Symbolic links in a folder are not followed.",
            .examples = {"tatara artifacts put 4f1c report.html",
                         "tatara artifacts put 4f1c ./plots reports/plots"}};
  verb.takesFormat = false;
  verb.positional("RUN", options->run, std::string(kRunHelp)).offers(Offer::Runs);
  verb.positional("FILE", options->file, "The file or folder to add").offers(Offer::Files);
  verb.positional("PATH", options->path, "Its path among the artifacts; by default its own name").optional();
  verb.run = [options](Session& session) { return put(session, *options); };
  return verb;
}

}  // namespace

std::vector<Verb> artifactsVerbs() {
  return {artifactsListVerb(), getVerb(), putVerb()};
}

}  // namespace tatara::cli
