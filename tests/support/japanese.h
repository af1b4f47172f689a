// What a person reads of an error in the Japanese window, told from resources/translations/ja without Qt: a
// pattern that has no translation there stays English.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"
#include "core/text/error_phrase.h"

namespace tatara::test {

inline const std::string& japaneseTranslations() {
  static const std::string all = [] {
    std::string read;
    const char* source = std::getenv("TATARA_SOURCE");
    for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(source ? source : ".") /
                                                                "resources/translations/ja")) {
      std::ifstream stream(file.path(), std::ios::binary);
      read.append(std::istreambuf_iterator<char>(stream), {});
    }
    return read;
  }();
  return all;
}

inline std::string withEntities(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c == '&'    ? "&amp;"
               : c == '<'  ? "&lt;"
               : c == '>'  ? "&gt;"
               : c == '"'  ? "&quot;"
               : c == '\'' ? "&apos;"
                           : std::string(1, c);
  }
  return escaped;
}

inline std::string inJapanese(const std::string& pattern) {
  constexpr std::string_view kBegin = "<translation>";
  const std::string& all = japaneseTranslations();
  const std::size_t source = all.find("<source>" + withEntities(pattern) + "</source>");
  const std::size_t begin = source == std::string::npos ? source : all.find(kBegin, source);
  if (begin == std::string::npos) {
    return pattern;
  }
  std::string told = all.substr(begin + kBegin.size(), all.find('<', begin + 1) - begin - kBegin.size());
  for (const auto& [entity, character] :
       {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""), std::pair("&apos;", "'"),
        std::pair("&amp;", "&")}) {
    for (std::size_t at = told.find(entity); at != std::string::npos; at = told.find(entity, at + 1)) {
      told.replace(at, std::string_view(entity).size(), character);
    }
  }
  return told;
}

inline std::string toldInJapanese(const Error& error) {
  return text::messageOf(error).told(inJapanese);
}

}  // namespace tatara::test
