#include "core/deploy/prediction_log.h"

#include <zstd.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "core/base/log.h"
#include "core/base/number_text.h"
#include "core/deploy/internal/log_block.h"
#include "core/infer/tensor_json.h"
#include "core/text/error_phrase.h"

namespace tatara::deploy {
namespace {

constexpr std::size_t kLargestBlock = 256u << 20;
constexpr std::size_t kPieceBytes = 64u << 10;

void appendBatch(std::string& out, const infer::Batch& batch, const std::vector<std::string>& masked) {
  out.push_back('{');
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (i > 0) {
      out.push_back(',');
    }
    text::appendJsonString(out, batch[i].name);
    out.push_back(':');
    if (std::ranges::find(masked, batch[i].name) != masked.end()) {
      out += "\"masked\"";
    } else {
      infer::appendNested(out, batch[i]);
    }
  }
  out.push_back('}');
}

}  // namespace

namespace internal {

Result<std::string> compressBlock(std::span<const std::string> pieces, std::chrono::microseconds rest) {
  const auto failed = [] {
    return makeError(ErrorKind::Internal, "There is no memory to compress logged predictions");
  };
  std::size_t whole = 0;
  for (const std::string& piece : pieces) {
    whole += piece.size();
  }
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  std::string bytes(ZSTD_compressBound(whole), '\0');
  if (!context || ZSTD_isError(ZSTD_CCtx_setPledgedSrcSize(context.get(), whole))) {
    return failed();
  }
  ZSTD_outBuffer out{bytes.data(), bytes.size(), 0};
  for (std::size_t i = 0; i <= pieces.size(); ++i) {
    const bool last = i == pieces.size();
    ZSTD_inBuffer in{last ? nullptr : pieces[i].data(), last ? 0 : pieces[i].size(), 0};
    const std::size_t left =
        ZSTD_compressStream2(context.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left) || in.pos != in.size || (last && left != 0)) {
      return failed();  // the bound is enough for all of it
    }
    if (rest.count() > 0 && !last) {
      std::this_thread::sleep_for(rest);
    }
  }
  bytes.resize(out.pos);
  return bytes;
}

Result<std::string> expandBlock(sql::Bytes bytes) {
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size > kLargestBlock) {  // its two error values are beyond as well
    return text::sayError(ErrorKind::Corrupt,
                          TATARA_SAYS("Phrase", "A block of logged predictions is damaged"));
  }
  std::string lines(size, '\0');
  if (ZSTD_decompress(lines.data(), lines.size(), bytes.data(), bytes.size()) != size) {
    return text::sayError(ErrorKind::Corrupt,
                          TATARA_SAYS("Phrase", "A block of logged predictions is damaged"));
  }
  return lines;
}

}  // namespace internal

void PredictionLog::add(const LoggedRequest& request, const infer::Batch& inputs, const infer::Batch& outputs,
                        const std::vector<std::string>& masked) {
  std::string line = "{\"id\":";
  text::appendJsonString(line, request.id);
  line += ",\"at\":" + std::to_string(toUnixMillis(request.at)) + ",\"ms\":";
  text::appendJsonNumber(line, request.milliseconds);
  line += ",\"rows\":" + std::to_string(inputs.empty() ? 0 : inputs[0].rows()) + ",\"inputs\":";
  appendBatch(line, inputs, masked);
  line += ",\"outputs\":";
  appendBatch(line, outputs, masked);
  line += "}\n";
  const Lock lock(m_mutex);
  if (m_waiting + line.size() > kMostWaiting) {
    ++*m_lost;
    return;
  }
  m_waiting += line.size();
  Block& block = m_blocks[{request.endpoint.value(), request.version}];
  if (block.requests == 0) {
    block.firstMillis = toUnixMillis(request.at);
  }
  block.lastMillis = std::max(block.lastMillis, toUnixMillis(request.at));
  if (block.pieces.empty() || block.pieces.back().size() + line.size() > kPieceBytes) {
    block.pieces.push_back(std::move(line));
  } else {
    block.pieces.back() += line;
  }
  ++block.requests;
}

std::size_t PredictionLog::waiting() const {
  const Lock lock(m_mutex);
  return m_waiting;
}

void PredictionLog::flush(Pace pace) {
  constexpr std::size_t kMuch = 24u << 20;
  std::map<Key, Block> blocks;
  std::size_t bytes = 0;
  {
    const Lock lock(m_mutex);
    blocks.swap(m_blocks);
    bytes = std::exchange(m_waiting, 0);
  }
  const std::chrono::microseconds rest(pace == Pace::Gentle && bytes < kMuch ? 1000 : 0);
  for (auto& [key, block] : blocks) {
    auto compressed = internal::compressBlock(block.pieces, rest);
    block.pieces = {};
    if (!compressed) {
      *m_lost += block.requests;
      log::error("keeping predictions", compressed.error());
      continue;
    }
    const auto body = std::make_shared<const std::string>(std::move(*compressed));
    m_store->submit(
        [key = key, first = block.firstMillis, last = block.lastMillis, requests = block.requests,
         body](store::Writer& writer) {
          return writer.sql().run(
              "INSERT INTO prediction_block(endpoint_id, version, first_ms, last_ms, requests, body) "
              "VALUES(?, ?, ?, ?, ?, ?)",
              key.first, key.second, first, last, requests,
              sql::Bytes(reinterpret_cast<const std::byte*>(body->data()), body->size()));
        },
        [lost = m_lost, requests = block.requests](const Status& status) {
          if (!status) {
            *lost += requests;
            log::error("keeping predictions", status.error());
          }
        });
  }
}

}  // namespace tatara::deploy
