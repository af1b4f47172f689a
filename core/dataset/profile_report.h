// A profile as one file of HTML for people without Tatara: pictures, tables, alerts, where the data came
// from.
//
// The file refers to nothing outside itself and holds no script; every text from the data is escaped. Of
// columns marked personal it holds counts only: no value, no extreme, no quantile, no picture and no sentence
// that quotes one.
//
// Sentences are told in English, or as `tell` gives them; words of the data stay as they are.
//
// Threads: pure function; `tell` is called on the same thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/dataset/profile.h"

namespace tatara::dataset {

struct ReportFacts {
  std::string title;   // "bikes@3"
  std::string query;   // what was profiled, as SQL
  std::string digest;  // SHA-256 of the source; may be empty
  Timestamp made{};
  std::vector<std::string> personal;  // columns
  std::string language = "en";        // of `tell`
  std::function<std::string(const text::Phrase&)> tell = {};
};

std::string reportHtml(const Profile& profile, const ReportFacts& facts);

}  // namespace tatara::dataset
