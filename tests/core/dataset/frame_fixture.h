// A frame made of CSV text in a folder that goes with it.
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "core/dataset/frame.h"
#include "tests/support/temp_folder.h"

namespace tatara::dataset {

struct FrameFixture {
  explicit FrameFixture(std::string_view csv, const OpenOptions& options = {}) {
    std::ofstream(source(), std::ios::binary) << csv;
    auto loaded = loadFrame({.folder = folder.path() / "frames", .source = source(), .options = options});
    if (!loaded) {
      throw std::runtime_error(loaded.error().message);
    }
    frame = *loaded;
  }
  std::filesystem::path source() const { return folder.path() / "data.csv"; }

  tests::TempFolder folder;
  std::shared_ptr<const Frame> frame;
};

}  // namespace tatara::dataset
