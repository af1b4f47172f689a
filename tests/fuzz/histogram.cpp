// Rows of histograms: decoding is total, and what was decoded is written and read again to the bit.
#include <bit>

#include "core/track/internal/histogram_codec.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {
namespace {

bool sameNumbers(const std::vector<double>& left, const std::vector<double>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  });
}

}  // namespace

std::vector<std::string> seeds() {
  track::Histogram rising;
  for (int i = 0; i < 12; ++i) {
    rising.lefts.push_back(i == 0 ? -1.0 : rising.rights.back());
    rising.rights.push_back(i == 0 ? 1e-3 : rising.rights.back() * 1.1);
    rising.counts.push_back(i);
  }
  track::Histogram apart = rising;
  apart.rights[3] = 7;
  track::Histogram even;
  for (int i = 0; i < 5; ++i) {
    even.lefts.push_back(0.1 * i);
    even.rights.push_back(0.1 * (i + 1));
    even.counts.push_back(0.5 * i);
  }
  std::vector<std::string> result;
  for (const track::Histogram& one : {rising, apart, even, track::Histogram()}) {
    result.push_back(*track::internal::encodeHistogram(one));
  }
  return result;
}

void tryBytes(std::string_view bytes) {
  track::Histogram first;
  const Status read = track::internal::decodeHistogram(bytes, first);
  expectTold(read);
  if (!read) {
    return;
  }
  const auto written = track::internal::encodeHistogram(first);
  track::Histogram second;
  expect(written && track::internal::decodeHistogram(*written, second),
         "a histogram that was read is written");
  expect(sameNumbers(first.lefts, second.lefts) && sameNumbers(first.rights, second.rights) &&
             sameNumbers(first.counts, second.counts),
         "its numbers come back");
}

}  // namespace tatara::fuzz
