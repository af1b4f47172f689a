#include "core/dataset/internal/delimited.h"

#include <algorithm>
#include <cstring>

#include "core/base/number_text.h"
#include "core/dataset/internal/byte_source.h"
#include "core/dataset/internal/header_row.h"
#include "core/dataset/internal/tokenizer.h"
#include "core/text/charset.h"
#include "core/text/error_phrase.h"
#include "core/text/utf8.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kEncodingBytes = 64 << 10;
constexpr std::size_t kSampleBytes = 256 << 10;
constexpr std::size_t kMostSampleBytes = 4 << 20;
constexpr std::size_t kPadding = 16;
constexpr std::size_t kFirstSkippedBytes = 1024;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

// The bytes of a file as UTF-8 without a mark.
class Utf8Source {
 public:
  Utf8Source(std::unique_ptr<ByteSource> bytes, std::string fileName)
      : m_bytes(std::move(bytes)), m_fileName(std::move(fileName)) {}

  Status setEncoding(const std::string& name) {
    m_encoding = name;
    std::ranges::transform(m_encoding, m_encoding.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    m_encoding = m_encoding == "UTF8" ? "UTF-8" : m_encoding;
    return rewind();
  }
  // From the start on, the first lines are not given.
  Status skipLines(std::uint64_t lines) {
    m_skipped = lines;
    return rewind();
  }
  std::uint64_t skippedLines() const { return m_skipped; }
  const std::string& firstSkipped() const { return m_firstSkipped; }
  const std::string& fileName() const { return m_fileName; }
  ByteSource& bytes() { return *m_bytes; }
  const ByteSource& bytes() const { return *m_bytes; }
  const std::string& notUtf8() const { return m_notUtf8; }

  Status rewind() {
    m_ended = false;
    m_atStart = true;
    m_toSkip = m_skipped;
    m_halfEnd = false;
    m_firstSkipped.clear();
    m_tail.clear();
    if (m_encoding != "UTF-8") {
      TATARA_ASSIGN(auto decoder, text::Decoder::open(m_encoding));
      m_decoder = std::make_unique<text::Decoder>(std::move(decoder));
    }
    return m_bytes->rewind();
  }

  // Appends about `most` bytes of whole characters; nothing at the end. Corrupt where a byte is none of the
  // character set, which is said of a row ("is not …"); all other errors are whole sentences.
  Result<std::size_t> read(std::string& to, std::size_t most, const std::stop_token& stop) {
    const std::size_t before = to.size();
    while (to.size() == before && !m_ended) {
      Status status = m_encoding == "UTF-8" ? readPlain(to, most, stop) : readDecoded(to, most, stop);
      if (!status) {
        return status.error();
      }
      if (m_atStart && to.size() > before) {
        m_atStart = false;
        if (std::string_view(to).substr(before).starts_with(kMark)) {
          to.erase(before, kMark.size());
        }
      }
      dropSkipped(to, before);
    }
    return to.size() - before;
  }

 private:
  // Drops what belongs to the lines that are not given; a CR LF may be cut in half.
  void dropSkipped(std::string& to, std::size_t before) {
    std::size_t at = before;
    while (at < to.size() && (m_toSkip > 0 || m_halfEnd)) {
      if (m_halfEnd) {
        at += to[at] == '\n' ? 1 : 0;
        m_halfEnd = false;
        continue;
      }
      const std::size_t end = std::min(to.find_first_of("\r\n", at), to.size());
      if (m_toSkip == m_skipped && m_firstSkipped.size() < kFirstSkippedBytes) {
        m_firstSkipped.append(to, at, std::min(end - at, kFirstSkippedBytes));
      }
      at = end;
      if (end < to.size()) {
        m_halfEnd = to[end] == '\r';
        --m_toSkip;
        ++at;
      }
    }
    to.erase(before, at - before);
  }

  Status readPlain(std::string& to, std::size_t most, const std::stop_token& stop) {
    const std::size_t before = to.size();
    to += m_tail;
    m_tail.clear();
    TATARA_ASSIGN(const std::size_t got, m_bytes->read(to, most, stop));
    m_ended = got == 0;
    const std::string_view piece = std::string_view(to).substr(before);
    if (const auto invalid = text::findInvalidUtf8(piece)) {
      if (!m_ended && piece.size() - *invalid < 4) {
        m_tail = piece.substr(*invalid);
        to.resize(before + *invalid);
        return {};
      }
      const std::size_t from = *invalid > kEncodingBytes / 2 ? *invalid - kEncodingBytes / 2 : 0;
      m_notUtf8 = piece.substr(from, kEncodingBytes);
      to.resize(before + *invalid);
      return text::sayError(ErrorKind::Corrupt,
                            TATARA_SAYS("Phrase", "is not valid UTF-8; name its character set"));
    }
    return {};
  }

  Status readDecoded(std::string& to, std::size_t most, const std::stop_token& stop) {
    m_raw.clear();
    TATARA_ASSIGN(const std::size_t got, m_bytes->read(m_raw, most, stop));
    m_ended = got == 0;
    if (!m_decoder->decode(m_raw, m_ended, to)) {
      return text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "is not %1; name its character set"),
                            {m_encoding});
    }
    return {};
  }

  std::unique_ptr<ByteSource> m_bytes;
  std::string m_fileName;
  std::string m_encoding = "UTF-8";
  std::unique_ptr<text::Decoder> m_decoder;
  std::string m_raw;
  std::string m_tail;  // a character cut in half
  std::string m_notUtf8;
  bool m_ended = false;
  bool m_atStart = true;
  std::uint64_t m_skipped = 0;
  std::uint64_t m_toSkip = 0;  // of these
  bool m_halfEnd = false;      // a CR was dropped; an LF that follows belongs to it
  std::string m_firstSkipped;  // how the first of them begins
};

class DelimitedSource : public CellSource {
 public:
  DelimitedSource(std::unique_ptr<Utf8Source> text, const Dialect& dialect)
      : m_text(std::move(text)),
        m_header(dialect.header),
        m_columns(dialect.names.size()),
        m_comment(dialect.comment),
        m_tokenizer({dialect.delimiter, dialect.quote, dialect.comment}, m_columns),
        m_blockBytes(std::clamp<std::size_t>(m_columns * 2048, 4 << 20, 32 << 20)),
        m_want(m_blockBytes) {}

  Status rewind() override {
    m_left.clear();
    m_ended = false;
    m_started = false;
    m_row = 0;
    m_readBytes = 0;
    m_want = m_blockBytes;
    m_tokenizer.startOver(m_text->skippedLines() + 1);
    return m_text->rewind();
  }
  std::optional<text::Phrase> leftOut(bool complete) const override {
    if (m_comment.empty()) {
      return std::nullopt;
    }
    return text::Phrase::say(
        complete
            ? TATARA_SAYS("Phrase",
                          "Comments: lines that begin with '%1' are left out, as told; there are %2")
            : TATARA_SAYS("Phrase",
                          "Comments: lines that begin with '%1' are left out, as told; %2 of them so far"),
        {m_comment, withThousands(static_cast<std::int64_t>(m_tokenizer.comments()))});
  }
  // Without the text that waits behind the last block.
  double progress() const override {
    const auto read = static_cast<double>(m_readBytes);
    return m_readBytes == 0 ? 0
                            : m_text->bytes().progress() * (read - static_cast<double>(m_left.size())) / read;
  }
  const std::string& notUtf8() const { return m_text->notUtf8(); }

  Result<bool> next(CellBlock& block, std::stop_token stop) override {
    if (!m_started) {
      m_started = true;
      if (m_header) {
        TATARA_ASSIGN(const bool found, take(block, 1, stop));
        if (!found) {
          return false;
        }
      }
    }
    block.firstRow = m_row;
    const std::size_t most = std::clamp<std::size_t>((4u << 20) / m_columns, 1, kMostRowsOfBlock);
    TATARA_ASSIGN(const bool found, take(block, most, stop));
    m_row += block.rows;
    return found;
  }

 private:
  Error at(std::uint64_t line, const text::Phrase& what) const {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1, line %2: the row %3"),
                          {m_text->fileName(), std::to_string(line), what});
  }

  Result<bool> take(CellBlock& block, std::size_t mostRows, const std::stop_token& stop) {
    const std::uint64_t firstRow = block.firstRow;
    for (std::size_t want = m_want;; want *= 2) {
      block.clear();
      block.firstRow = firstRow;
      block.text = std::move(m_left);
      m_left.clear();
      TATARA_TRY(fill(block.text, want, stop));
      if (block.text.empty()) {
        return false;
      }
      const std::size_t end = block.text.size();
      block.text.append(kPadding, '\0');
      const std::size_t used = m_tokenizer.split(block, end, {.whole = m_ended, .mostRows = mostRows});
      m_left.assign(block.text, used, end - used);
      block.text.resize(used);
      if (block.rows > 0) {
        // So that little text waits behind a block of short rows and is copied again.
        m_want = std::clamp<std::size_t>(used / block.rows * mostRows + 1024, 64 << 10, m_blockBytes);
        return true;
      }
      if (m_left.empty() && m_ended) {
        return false;  // blank lines
      }
      if (m_ended && m_tokenizer.quoteOpen()) {
        return at(m_tokenizer.line(),
                  text::Phrase::say(TATARA_SAYS(
                      "Phrase", "has a quote that is never closed; close it, or name the quote character")));
      }
      if (m_left.size() >= kMostRecordBytes) {
        return at(
            m_tokenizer.line(),
            text::Phrase::say(TATARA_SAYS(
                "Phrase", "is longer than 16 MB; a quote may be left open, or it is no delimited text")));
      }
    }
  }

  Status fill(std::string& text, std::size_t want, const std::stop_token& stop) {
    while (text.size() < want && !m_ended) {
      const std::size_t before = text.size();
      auto got = m_text->read(text, want - before, stop);
      if (!got && got.error().kind == ErrorKind::Corrupt) {
        return at(lineAfter(text), got.error().message);
      }
      if (!got) {
        return got.error();
      }
      m_ended = *got == 0;
      m_readBytes += *got;
      if (*got > 0 && std::memchr(text.data() + before, 0, *got)) {
        text.resize(before + std::string_view(text).substr(before).find('\0'));
        return tatara::text::sayError(ErrorKind::Parse,
                                      TATARA_SAYS("Phrase",
                                                  "%1, line %2: the file holds NUL bytes and is no text; if "
                                                  "it is UTF-16, name it as its character set"),
                                      {m_text->fileName(), std::to_string(lineAfter(text))});
      }
    }
    return {};
  }

  std::uint64_t lineAfter(std::string_view text) const {
    return m_tokenizer.line() + static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
  }

  std::unique_ptr<Utf8Source> m_text;
  bool m_header;
  std::size_t m_columns;
  std::string m_comment;
  Tokenizer m_tokenizer;
  std::size_t m_blockBytes;
  std::size_t m_want;
  std::string m_left;             // text behind the last block
  std::uint64_t m_readBytes = 0;  // as UTF-8
  bool m_ended = false;
  bool m_started = false;
  std::uint64_t m_row = 0;
};

// The first bytes as UTF-8: enough for two records, where 4 MB are.
Result<std::string> readSample(Utf8Source& text, bool& whole, const std::stop_token& stop) {
  std::string sample;
  std::size_t want = kSampleBytes;
  whole = false;
  while (sample.size() < want && !whole) {
    const std::size_t before = sample.size();
    auto got = text.read(sample, want - sample.size(), stop);
    if (!got && got.error().kind == ErrorKind::Corrupt) {
      // What comes before the first foreign byte will do; the reading proper tells the line.
      if (sample.empty()) {
        return tatara::text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1, line %2: the row %3"),
                                      {text.fileName(), "1", tatara::text::messageOf(got.error())});
      }
      break;
    }
    if (!got) {
      return got.error();
    }
    whole = *got == 0;
    if (sample.find('\0', before) != std::string::npos) {
      break;  // no text; what is said of it needs no more
    }
    const auto lineEnds = std::ranges::count_if(sample, [](char c) { return c == '\n' || c == '\r'; });
    if (sample.size() >= want && lineEnds < 2 && want < kMostSampleBytes) {
      want *= 4;
    }
  }
  if (!whole && sample.find_first_of("\r\n") == std::string::npos && sample.size() >= kMostSampleBytes) {
    return tatara::text::sayError(ErrorKind::Parse,
                                  TATARA_SAYS("Phrase",
                                              "%1, line 1: the first row is longer than 4 MB; it is no "
                                              "delimited text, or it lacks its line ends"),
                                  {text.fileName()});
  }
  return sample;
}

}  // namespace

Result<OpenedCells> openDelimited(const std::filesystem::path& file, const DialectChoice& choice,
                                  std::stop_token stop) {
  const std::string name = file.filename().string();
  TATARA_ASSIGN(auto bytes, ByteSource::open(file));
  std::string first;
  TATARA_ASSIGN(const std::size_t got, bytes->read(first, kEncodingBytes, stop));
  if (got == 0) {
    return text::sayError(ErrorKind::Parse, TATARA_SAYS("Phrase", "%1 is empty"), {name});
  }
  OpenedCells opened;
  opened.format = "csv";
  if (bytes->packing() != Packing::None) {
    opened.reasons.push_back(packedReason(bytes->packing()));
  }
  const Encoding encoding = choice.encoding ? Encoding{*choice.encoding, asTold()} : guessEncoding(first);
  opened.reasons.push_back(charactersReason(encoding.name, encoding.reason));
  auto text = std::make_unique<Utf8Source>(std::move(bytes), name);
  TATARA_TRY(text->setEncoding(encoding.name));
  TATARA_TRY(text->skipLines(choice.skipLines.value_or(0)));
  bool whole = false;
  TATARA_ASSIGN(const std::string sample, readSample(*text, whole, stop));
  if (const auto zero = sample.find('\0'); zero != std::string::npos) {
    return tatara::text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase", "%1, line %2: the file holds NUL bytes and is no text in UTF-8"),
        {name, std::to_string(1 + std::count(sample.begin(),
                                             sample.begin() + static_cast<std::ptrdiff_t>(zero), '\n'))});
  }
  if (text->skippedLines() > 0 && sample.empty()) {
    return tatara::text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase", "%1 has no line behind the first %2, which are to be skipped; skip fewer"),
        {name, withThousands(static_cast<std::int64_t>(text->skippedLines()))});
  }
  TATARA_ASSIGN(Dialect dialect, withContext(guessDialect(sample, whole, choice), name));
  if (dialect.names.size() > kMostColumns) {
    return tatara::text::sayError(ErrorKind::Unsupported,
                                  TATARA_SAYS("Phrase",
                                              "%1 has more than 10,000 columns, the most that are read; it "
                                              "may be turned on its side, or name the delimiter"),
                                  {name});
  }
  if (text->skippedLines() > 0) {
    opened.reasons.push_back(skippedReason(text->skippedLines(), text->firstSkipped(), asTold()));
  }
  opened.reasons.insert(opened.reasons.end(), dialect.reasons.begin(), dialect.reasons.end());
  opened.names = dialect.names;
  opened.header = dialect.header;
  dialect.skipLines += text->skippedLines();
  dialect.encoding = encoding.name;
  opened.dialect = dialect;
  TATARA_TRY(text->skipLines(dialect.skipLines));
  auto source = std::make_unique<DelimitedSource>(std::move(text), dialect);
  TATARA_TRY(source->rewind());
  opened.source = std::move(source);
  return opened;
}

std::optional<std::string> betterEncoding(const CellSource& source) {
  const auto* delimited = dynamic_cast<const DelimitedSource*>(&source);
  if (!delimited || delimited->notUtf8().empty()) {
    return std::nullopt;
  }
  return guessLegacyEncoding(delimited->notUtf8()).name;
}

}  // namespace tatara::dataset
