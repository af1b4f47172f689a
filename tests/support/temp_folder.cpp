#include "tests/support/temp_folder.h"

#include "core/base/random.h"

namespace tatara::tests {

TempFolder::TempFolder() : m_path(std::filesystem::temp_directory_path() / ("tatara-test-" + randomHex(8))) {
  std::filesystem::create_directories(m_path);
}

TempFolder::~TempFolder() {
  std::error_code ignored;  // a test that fails in its own words must not fail again here
  std::filesystem::remove_all(m_path, ignored);
}

}  // namespace tatara::tests
