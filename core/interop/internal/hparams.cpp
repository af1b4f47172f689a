#include "core/interop/internal/hparams.h"

#include "core/base/number_text.h"
#include "core/interop/internal/wire.h"

namespace tatara::interop::internal {
namespace {

// google.protobuf.Value; lists and structures are no hyperparameters.
std::optional<std::string> valueText(std::string_view message) {
  WireReader reader(message);
  WireField field;
  std::optional<std::string> text;
  while (reader.next(field)) {
    if (field.number == 2) {
      text = toText(field.asDouble());
    } else if (field.number == 3 && field.isBytes()) {
      text = std::string(field.bytes);
    } else if (field.number == 4 && field.isVarint()) {
      text = field.scalar != 0 ? "true" : "false";
    }
  }
  return reader.wellFormed() ? text : std::nullopt;
}

bool readStart(std::string_view message, HparamsData& data) {
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 4 && field.isBytes()) {
      data.group = std::string(field.bytes);
    } else if (field.number == 1 && field.isBytes()) {
      WireReader entry(field.bytes);
      WireField part;
      std::string_view key;
      std::optional<std::string> value;
      while (entry.next(part)) {
        if (part.number == 1 && part.isBytes()) {
          key = part.bytes;
        } else if (part.number == 2 && part.isBytes()) {
          value = valueText(part.bytes);
        }
      }
      if (!entry.wellFormed()) {
        return false;
      }
      if (value) {
        data.params.push_back({std::string(key), std::move(*value)});
      }
    }
  }
  return reader.wellFormed();
}

bool readEnd(std::string_view message, HparamsData& data) {
  WireReader reader(message);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 1 && field.isVarint()) {
      constexpr std::uint64_t kSuccess = 1;
      constexpr std::uint64_t kFailure = 2;
      if (field.scalar == kSuccess) {
        data.status = track::RunStatus::Finished;
      } else if (field.scalar == kFailure) {
        data.status = track::RunStatus::Failed;
      }
    } else if (field.number == 2) {
      data.endSeconds = field.asDouble();
    }
  }
  return reader.wellFormed();
}

WireWriter makeValue(const std::string& text) {
  WireWriter value;
  if (text == "true" || text == "false") {
    value.varint(4, text == "true" ? 1 : 0);
  } else if (const auto number = parseDouble(text); number && toText(*number) == text) {
    value.number(2, *number);
  } else {
    value.bytes(3, text);
  }
  return value;
}

}  // namespace

std::optional<HparamsData> parseHparams(std::string_view content) {
  HparamsData data;
  WireReader reader(content);
  WireField field;
  while (reader.next(field)) {
    if (field.number == 3 && field.isBytes() && !readStart(field.bytes, data)) {
      return std::nullopt;
    }
    if (field.number == 4 && field.isBytes() && !readEnd(field.bytes, data)) {
      return std::nullopt;
    }
  }
  return reader.wellFormed() ? std::optional(std::move(data)) : std::nullopt;
}

std::string makeHparamsStart(const std::vector<track::KeyValue>& params, double startSeconds) {
  WireWriter start;
  for (const track::KeyValue& param : params) {
    WireWriter entry;
    entry.bytes(1, param.key).bytes(2, makeValue(param.value).message());
    start.bytes(1, entry.message());
  }
  start.number(5, startSeconds);
  return WireWriter().bytes(3, start.message()).message();
}

std::string makeHparamsEnd(track::RunStatus status, double endSeconds) {
  WireWriter end;
  end.varint(1, status == track::RunStatus::Finished ? 1 : 2).number(2, endSeconds);
  return WireWriter().bytes(4, end.message()).message();
}

}  // namespace tatara::interop::internal
