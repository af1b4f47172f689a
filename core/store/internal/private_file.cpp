#include "core/store/internal/private_file.h"
#include "core/base/new_file.h"
#include "core/base/whole_write.h"
#include "core/text/error_phrase.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace tatara::store::internal {

Status makePrivateFile(const std::filesystem::path& file, std::string_view text) {
  const int descriptor = openNewFile(file, O_WRONLY);
  if (descriptor < 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be made"), {file.string()}, file,
                              errno);
  }
  int code = 0;
  if (!writeWhole(descriptor, text) || ::fsync(descriptor) != 0) {
    code = errno;
  }
  ::close(descriptor);
  if (code != 0) {
    ::unlink(file.c_str());
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be written"), {file.string()}, file,
                              code);
  }
  return {};
}

}  // namespace tatara::store::internal
