#include "core/dataset/internal/source_file.h"

#include <fstream>

#include "core/crypto/digest.h"
#include "core/text/charset.h"
#include "core/text/utf8.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kBlock = 1 << 20;

Result<std::ifstream> openFile(const std::filesystem::path& file) {
  std::error_code failed;
  const auto status = std::filesystem::status(file, failed);
  if (status.type() == std::filesystem::file_type::not_found) {
    return makeError(ErrorKind::NotFound, "There is no file " + file.string());
  }
  if (status.type() != std::filesystem::file_type::regular) {
    return makeError(ErrorKind::InvalidArgument, file.string() + " is not a file");
  }
  std::ifstream input(file, std::ios::binary);
  if (!input) {
    return makeError(ErrorKind::Io, file.string() + " cannot be opened for reading");
  }
  return input;
}

// Reads up to a block behind what `buffer` still holds; false at the end of the file.
bool readBlock(std::ifstream& input, std::string& buffer) {
  const std::size_t kept = buffer.size();
  buffer.resize(kept + kBlock);
  input.read(buffer.data() + kept, kBlock);
  buffer.resize(kept + static_cast<std::size_t>(input.gcount()));
  return buffer.size() > kept;
}

Error cancelled() {
  return makeError(ErrorKind::Cancelled, "Reading the data was cancelled");
}

}  // namespace

Result<FileFacts> readFileFacts(const std::filesystem::path& file, std::stop_token stop) {
  TATARA_ASSIGN(std::ifstream input, openFile(file));
  FileFacts facts;
  crypto::Sha256 digest;
  std::string block;
  std::string tail;    // an unfinished UTF-8 sequence at the end of the last block
  std::string ending;  // the last four bytes
  std::uint64_t line = 1;
  while (block.clear(), readBlock(input, block)) {
    if (stop.stop_requested()) {
      return cancelled();
    }
    digest.update(block);
    if (facts.bytes == 0) {
      facts.firstBytes = block.substr(0, 4);
    }
    facts.bytes += block.size();
    ending = (ending + block.substr(block.size() - std::min<std::size_t>(4, block.size())));
    ending = ending.substr(ending.size() - std::min<std::size_t>(4, ending.size()));
    if (facts.firstBytes == "PAR1") {
      continue;
    }
    for (const char c : block) {
      line += c == '\n' ? 1 : 0;
      if (c == '\0' && !facts.nulLine) {
        facts.nulLine = line;
      }
    }
    if (facts.validUtf8) {
      const std::string joined = tail + block;
      const auto invalid = text::findInvalidUtf8(joined);
      const bool cutSequence = invalid && joined.size() - *invalid < 4;
      facts.validUtf8 = !invalid || cutSequence;
      tail = cutSequence ? joined.substr(*invalid) : std::string();
    }
  }
  if (input.bad()) {
    return makeError(ErrorKind::Io, file.string() + " cannot be read to its end");
  }
  facts.validUtf8 = facts.validUtf8 && tail.empty();
  facts.parquet = facts.firstBytes == "PAR1";
  if (facts.parquet && (ending != "PAR1" || facts.bytes < 12)) {
    return makeError(ErrorKind::Parse, file.filename().string() + " begins as a Parquet file and is cut off");
  }
  facts.digest = crypto::toHex(digest.finish());
  return facts;
}

Status copyAsUtf8(const std::filesystem::path& from, const std::filesystem::path& to, Charset charset,
                  std::stop_token stop) {
  TATARA_ASSIGN(std::ifstream input, openFile(from));
  std::ofstream output(to, std::ios::binary | std::ios::trunc);
  const bool wide = charset == Charset::Utf16Le || charset == Charset::Utf16Be;
  std::string buffer;
  std::uint64_t done = 0;
  bool more = true;
  if (wide) {
    input.seekg(2);  // the mark
    done = 2;
  }
  while (more) {
    if (stop.stop_requested()) {
      return cancelled();
    }
    more = readBlock(input, buffer);
    std::size_t take = buffer.size();
    if (wide && more) {
      take -= take % 2;
      // A high surrogate (D800–DBFF) waits for its low one in the next block.
      if (take >= 2) {
        const auto high =
            static_cast<unsigned char>(buffer[charset == Charset::Utf16Le ? take - 1 : take - 2]);
        take -= high >= 0xD8 && high <= 0xDB ? 2 : 0;
      }
    }
    auto converted = text::toUtf8(std::string_view(buffer).substr(0, take), toString(charset));
    if (!converted) {
      return makeError(ErrorKind::Parse,
                       "the characters after byte " + std::to_string(done) + " are not " +
                           std::string(toString(charset)) + "; name the character set",
                       converted.error().message);
    }
    output << *converted;
    buffer.erase(0, take);
    done += take;
  }
  output.close();
  if (!output) {
    return makeError(ErrorKind::Io, "The copy in UTF-8 cannot be written to " + to.string());
  }
  return {};
}

std::uint64_t lineOfRecord(const std::filesystem::path& file, std::uint64_t index) {
  std::ifstream input(file, std::ios::binary);
  std::string block;
  std::uint64_t line = 1;
  std::uint64_t start = 1;
  bool quoted = false;
  bool anything = false;
  while (block.clear(), readBlock(input, block)) {
    for (const char c : block) {
      if (c == '"') {
        quoted = !quoted;  // a doubled quote toggles twice
      }
      if (c == '\n') {
        ++line;
        if (!quoted) {
          if (anything && index-- == 0) {
            return start;
          }
          anything = false;
          start = line;
        }
      } else if (c != '\r') {
        anything = true;
      }
    }
  }
  return start;
}

}  // namespace tatara::dataset
