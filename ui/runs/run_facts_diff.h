// What differs between runs beside their parameters, metrics and tags: dataset, code, packages and text
// files; and what changed between two of them, in sentences.
//
// Facts come from what a run left: its dataset inputs, the tags of its commit, the libraries of
// reproduce/environment.json or the lines of a requirements.txt, and the digests of its text files. Between
// two commits the difference is read from the repository around the workspace's folder, where there is one.
// Files are hostile: at most 256 KB of each are read, 2,000 a run are looked at, packages are at most 2,000.
//
// Threads: reading runs on workers; the rest is pure. Errors: those of the store.
#pragma once

#include <stop_token>

#include "core/store/store.h"
#include "ui/runs/insight.h"

namespace tatara::ui {

struct RunFactsOf {
  std::string dataset;  // "bike_hour@3f2a (training)"
  std::string commit;
  bool dirty = false;
  std::map<std::string, std::string> packages;
  std::map<std::string, std::string> files;  // path to digest, of text files
  std::map<std::string, std::string> texts;  // path to content, of those that differ and are small
};

struct DifferenceFacts {
  std::vector<RunFactsOf> runs;      // by place
  std::vector<QString> codeChanges;  // against the first: "3 files, +10 −2"; empty where not known
};

Result<DifferenceFacts> loadDifferenceFacts(const std::shared_ptr<store::Store>& store,
                                            const track::RunTable& table,
                                            const std::vector<std::uint32_t>& rows, std::stop_token stop);

// Adds rows for dataset, code, packages and files to what differencesOf() found.
void addFacts(Differences& differences, const DifferenceFacts& facts, DifferenceScope scope);

// "max_depth went from 6 to 9", … between the first run and the one at `to`: what explains most first.
QStringList changeSentences(const Listing& listing, const Differences& differences,
                            const std::vector<Importance>& importance, const std::vector<std::uint32_t>& rows,
                            std::size_t to);

// Lines only the second text has, and only the first, each as often as it comes.
std::pair<std::size_t, std::size_t> lineDifference(std::string_view before, std::string_view after);

}  // namespace tatara::ui
