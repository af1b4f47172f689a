// What a pickle would import, without running it.
#include "core/registry/pickle_scan.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  using std::string_literals::operator""s;
  return {"cos\nsystem\n(S'true'\ntR."s,
          "\x80\x04\x95\x10\0\0\0\0\0\0\0\x8c\x02os\x94\x8c\x06system\x94\x93\x94."s,
          "\x80\x02]q\0(K\x01K\x02M\xE8\x03"
          "e."s,
          "\x80\x03"
          "cnumpy.core.multiarray\n_reconstruct\nq\0."s,
          "\x80\x05\x95\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F."s};
}

void tryBytes(std::string_view bytes) {
  const auto report = registry::scanPickle(bytes);
  expect(report.complete || !report.pickle || !report.problem.empty(), "what ends a scan early is said");
  expect(!report.sentence().empty(), "a scan is told in a sentence");
}

}  // namespace tatara::fuzz
