// fuzz_NAME [--runs N] [--seed N] [--write FOLDER] [FILE]...: tries mutations of the seeds, or the files
// given.
//
// A failure names the run; `--seed S --runs N` repeats it. --write puts the seeds into a folder, where
// libFuzzer's target takes them as its corpus.
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/base/seeded_random.h"
#include "tests/fuzz/fuzz.h"

namespace {

using tatara::SeededRandom;

constexpr std::size_t kMostBytes = 64 * 1024;
char lastWords[96];

void onCrash(int signal) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, lastWords, std::strlen(lastWords));
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void overwrite(std::string& bytes, SeededRandom& random) {
  constexpr std::uint64_t kCorners[] = {0,
                                        1,
                                        0x7f,
                                        0x80,
                                        0xff,
                                        0x7fff'ffff,
                                        0x8000'0000,
                                        0xffff'ffff,
                                        0x7fff'ffff'ffff'ffff,
                                        0xffff'ffff'ffff'ffff};
  const std::uint64_t corner = kCorners[random.below(std::size(kCorners))];
  const std::size_t width = std::size_t{1} << random.below(4);
  const std::size_t at = random.below(bytes.size());
  std::memcpy(bytes.data() + at, &corner, std::min(width, bytes.size() - at));
}

void mutateOnce(std::string& bytes, const std::vector<std::string>& seeds, SeededRandom& random) {
  if (bytes.empty()) {
    bytes.push_back(static_cast<char>(random.below(256)));
    return;
  }
  const std::size_t at = random.below(bytes.size());
  const std::size_t length = 1 + random.below(std::min<std::size_t>(bytes.size() - at, 32));
  switch (random.below(7)) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
      break;
    case 1:
      bytes[at] = static_cast<char>(random.below(256));
      break;
    case 2:
      bytes.erase(at, length);
      break;
    case 3:
      bytes.insert(at, bytes.substr(at, length));
      break;
    case 4:
      bytes.resize(at);
      break;
    case 5:
      overwrite(bytes, random);
      break;
    default: {
      const std::string& other = seeds[random.below(seeds.size())];
      if (!other.empty()) {
        const std::size_t from = random.below(other.size());
        bytes.insert(at, other.substr(from, 1 + random.below(64)));
      }
    }
  }
  bytes.resize(std::min(bytes.size(), kMostBytes));
}

std::uint64_t numberAfter(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void tryFile(const char* name) {
  std::ifstream file(name, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  std::snprintf(lastWords, sizeof lastWords, "the file %.60s\n", name);
  tatara::fuzz::tryBytes(bytes);
}

void writeSeeds(const std::vector<std::string>& seeds, const std::string& folder) {
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    std::ofstream(folder + "/seed-" + std::to_string(i), std::ios::binary) << seeds[i];
  }
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> seeds = tatara::fuzz::seeds();
  std::uint64_t runs = 20'000;
  std::uint64_t seed = 1;
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE}) {
    std::signal(signal, onCrash);
  }
  bool files = false;
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    if (name == "--runs" && i + 1 < count) {
      runs = numberAfter(arguments[++i]);
    } else if (name == "--seed" && i + 1 < count) {
      seed = numberAfter(arguments[++i]);
    } else if (name == "--write" && i + 1 < count) {
      writeSeeds(seeds, arguments[++i]);
      return 0;
    } else {
      tryFile(arguments[i]);
      files = true;
    }
  }
  if (files) {
    return 0;
  }
  std::snprintf(lastWords, sizeof lastWords, "one of the %zu seeds, as it is\n", seeds.size());
  for (const std::string& bytes : seeds) {
    tatara::fuzz::tryBytes(bytes);
  }
  SeededRandom random(seed);
  for (std::uint64_t run = 0; run < runs; ++run) {
    std::string bytes = seeds[random.below(seeds.size())];
    for (std::uint64_t left = 1 + random.below(6); left > 0; --left) {
      mutateOnce(bytes, seeds, random);
    }
    std::snprintf(lastWords, sizeof lastWords, "run %llu of seed %llu\n",
                  static_cast<unsigned long long>(run), static_cast<unsigned long long>(seed));
    tatara::fuzz::tryBytes(bytes);
  }
  std::printf("%llu mutations of %zu seeds\n", static_cast<unsigned long long>(runs), seeds.size());
  return 0;
}
