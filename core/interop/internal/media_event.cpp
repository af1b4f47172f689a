#include "core/interop/internal/media_event.h"

#include <cstdio>
#include <cstring>

#include "core/base/number_text.h"
#include "core/interop/internal/event_writer.h"
#include "core/interop/internal/npy.h"
#include "core/text/json.h"

namespace tatara::interop::internal {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kFolder = "tensorboard/";
constexpr int kFloat = 1;
constexpr int kString = 7;

struct Size {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

std::uint32_t bigEndian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) {
    value = value << 8 | static_cast<unsigned char>(byte);
  }
  return value;
}

// Of PNG and GIF; TensorBoard shows other pictures without it as well.
Size sizeOf(std::string_view picture) {
  if (picture.starts_with("\x89PNG\r\n\x1a\n"sv) && picture.size() >= 24) {
    return {bigEndian(picture.substr(16, 4)), bigEndian(picture.substr(20, 4))};
  }
  if (picture.starts_with("GIF8"sv) && picture.size() >= 10) {
    const auto at = [&](std::size_t i) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(picture[i]));
    };
    return {at(6) | at(7) << 8, at(8) | at(9) << 8};
  }
  return {};
}

std::string shapeOf(const std::vector<std::int64_t>& sizes) {
  WireWriter shape;
  for (const std::int64_t size : sizes) {
    shape.bytes(2, WireWriter().varint(1, static_cast<std::uint64_t>(size)).message());
  }
  return shape.message();
}

WireWriter stringTensor(const std::vector<std::int64_t>& sizes, const std::vector<std::string>& texts) {
  WireWriter tensor;
  tensor.varint(1, kString).bytes(2, shapeOf(sizes));
  for (const std::string& text : texts) {
    tensor.bytes(8, text);
  }
  return tensor;
}

WireWriter imageTensor(const std::vector<std::string>& files) {
  const Size size = sizeOf(files.front());
  std::vector<std::string> texts = {std::to_string(size.width), std::to_string(size.height)};
  texts.insert(texts.end(), files.begin(), files.end());
  const auto count = static_cast<std::int64_t>(texts.size());
  return stringTensor({count}, texts);
}

WireWriter audioTensor(const std::vector<std::string>& files) {
  std::vector<std::string> texts;
  for (const std::string& file : files) {
    texts.push_back(file);
    texts.emplace_back();  // the label
  }
  return stringTensor({static_cast<std::int64_t>(files.size()), 2}, texts);
}

Result<WireWriter> textTensor(const MediaPath& path, const std::string& file) {
  if (path.extension != "json") {
    return stringTensor({}, {file});
  }
  TATARA_ASSIGN(const auto json, text::parseJson(file));
  std::vector<std::int64_t> sizes;
  std::vector<std::string> texts;
  for (const text::Json& size : json["shape"].items()) {
    sizes.push_back(size.asInt().value_or(0));
  }
  for (const text::Json& one : json["texts"].items()) {
    texts.push_back(one.asString() == nullptr ? std::string() : *one.asString());
  }
  return stringTensor(sizes, texts);
}

Result<WireWriter> curveTensor(const std::string& file) {
  TATARA_ASSIGN(const auto json, text::parseJson(file));
  std::string numbers;
  std::int64_t thresholds = -1;
  for (const auto& name : kCurveRows) {
    const auto& values = json[name].items();
    const auto count = static_cast<std::int64_t>(values.size());
    thresholds = thresholds < 0 ? count : thresholds;
    if (count != thresholds) {
      return makeError(ErrorKind::Parse, "The curve's lists differ in length");
    }
    for (const text::Json& value : values) {
      const auto number = static_cast<float>(value.asNumber().value_or(0));
      numbers.append(reinterpret_cast<const char*>(&number), sizeof(number));
    }
  }
  WireWriter tensor;
  tensor.varint(1, kFloat).bytes(2, shapeOf({static_cast<std::int64_t>(kCurveRows.size()), thresholds}));
  tensor.bytes(4, numbers);
  return tensor;
}

Result<WireWriter> tensorOf(const MediaPath& path, const std::vector<std::string>& files) {
  if (path.kind == "images") {
    return imageTensor(files);
  }
  if (path.kind == "audio") {
    return audioTensor(files);
  }
  if (path.kind == "text") {
    return textTensor(path, files.front());
  }
  if (path.kind == "pr_curves") {
    return curveTensor(files.front());
  }
  return fromNpy(files.front());
}

}  // namespace

std::string toMediaPath(const MediaPath& path, bool numbered) {
  char step[32];
  std::snprintf(step, sizeof(step), "%010lld", static_cast<long long>(path.step));
  return std::string(kFolder) + path.kind + "/" + path.key + "/" + step + "-" + std::to_string(path.millis) +
         (numbered ? "-" + std::to_string(path.number) : "") + "." + path.extension;
}

std::optional<MediaPath> parseMediaPath(std::string_view path) {
  if (!path.starts_with(kFolder)) {
    return std::nullopt;
  }
  path.remove_prefix(kFolder.size());
  MediaPath result;
  const std::size_t kindEnd = path.find('/');
  const std::size_t nameAt = path.rfind('/');
  std::string_view name = path.substr(nameAt == std::string_view::npos ? 0 : nameAt + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) {
    return std::nullopt;
  }
  result.extension = name.substr(dot + 1);
  name = name.substr(0, dot);
  if (result.extension == "pb") {
    result.kind = nameAt == std::string_view::npos ? name : path.substr(0, kindEnd);
    result.step = parseInt(name).value_or(0);
    return result;
  }
  if (kindEnd == std::string_view::npos || nameAt <= kindEnd) {
    return std::nullopt;
  }
  result.kind = path.substr(0, kindEnd);
  result.key = path.substr(kindEnd + 1, nameAt - kindEnd - 1);
  const std::size_t first = name.find('-', 1);
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t second = name.find('-', first + 1);
  const auto step = parseInt(name.substr(0, first));
  const auto millis =
      parseInt(name.substr(first + 1, second == std::string_view::npos ? second : second - first - 1));
  const auto number =
      second == std::string_view::npos ? std::optional<std::int64_t>(0) : parseInt(name.substr(second + 1));
  if (!step || !millis || !number) {
    return std::nullopt;
  }
  result.step = *step;
  result.millis = *millis;
  result.number = *number;
  return result;
}

Result<std::string> mediaEvent(const MediaPath& path, const std::string& name, const EventTag& tag,
                               const std::vector<std::string>& files, std::int64_t millis) {
  if (path.extension == "pb") {
    WireWriter event;
    event.number(1, static_cast<double>(millis) / 1000).varint(2, static_cast<std::uint64_t>(path.step));
    event.bytes(path.kind == "graph" ? 4 : path.kind == "meta_graph" ? 9 : 8, files.front());
    return event.message();
  }
  TATARA_ASSIGN(const WireWriter tensor, tensorOf(path, files));
  // What another plugin needs to show its tensors stands in its tag's metadata.
  std::string content = tag.content;
  if (content.empty() && path.kind == "pr_curves") {
    content = WireWriter()
                  .varint(2, text::parseJson(files.front()).value()[kCurveRows[0]].items().size())
                  .message();
  }
  const std::string plugin = !tag.plugin.empty() ? tag.plugin : path.kind == "tensors" ? "" : path.kind;
  WireWriter value;
  value.bytes(1, name);
  if (!plugin.empty()) {
    value.bytes(9, summaryMetadata(plugin, content));
  }
  value.bytes(8, tensor.message());
  return summaryEvent(path.millis, path.step, value);
}

}  // namespace tatara::interop::internal
