#include "core/interop/internal/event_collector.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

#include "core/base/number_text.h"
#include "core/interop/internal/hparams.h"
#include "core/interop/internal/media_event.h"
#include "core/interop/internal/npy.h"
#include "core/text/json.h"
#include "core/text/utf8.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kMostTags = 200'000;
constexpr std::size_t kTagBytes = 4096;
constexpr std::size_t kContentBytes = 4096;

std::int64_t toMillis(double seconds) {
  constexpr double kMost = 253'402'300'800.0;  // the year 10000
  if (!(seconds > 0 && seconds < kMost)) {
    return 0;
  }
  const double millis = seconds * 1000;
  const auto whole = static_cast<std::int64_t>(millis);
  return whole + (millis - static_cast<double>(whole) >= 0.5 ? 1 : 0);
}

std::string_view pictureExtension(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x89PNG"sv)) {
    return "png";
  }
  if (bytes.starts_with("\xff\xd8\xff"sv)) {
    return "jpg";
  }
  return bytes.starts_with("GIF8"sv) ? "gif" : bytes.starts_with("RIFF"sv) ? "webp" : "bin";
}

std::string prCurveJson(const Tensor& tensor, const std::vector<double>& numbers) {
  const auto thresholds = static_cast<std::size_t>(tensor.shape[1]);
  text::Json json;
  for (std::size_t row = 0; row < kCurveRows.size(); ++row) {
    text::Json values = text::Json::array();
    for (std::size_t i = 0; i < thresholds; ++i) {
      values.append(numbers[row * thresholds + i]);
    }
    json.set(kCurveRows[row], std::move(values));
  }
  return text::toJson(json) + "\n";
}

}  // namespace

namespace {

// "*" summary "\n" value "\n" tag "\x15": with the lengths of each, for one value and one number.
std::string scalarFrame(std::string_view tag) {
  constexpr std::size_t kLongest = 8000;  // lengths of two bytes
  constexpr std::size_t kNumberBytes = 5;
  const auto withLength = [](char key, std::size_t length) {
    std::string head(1, key);
    if (length >= 0x80) {
      head += static_cast<char>(length | 0x80);
      head += static_cast<char>(length >> 7);
    } else {
      head += static_cast<char>(length);
    }
    return head;
  };
  if (tag.empty() || tag.size() > kLongest) {
    return {};
  }
  std::string frame = withLength('\x0a', tag.size()).append(tag);
  frame.insert(0, withLength('\x0a', frame.size() + kNumberBytes));
  frame.insert(0, withLength('\x2a', frame.size() + kNumberBytes));
  return frame += '\x15';
}

}  // namespace

#if defined(__x86_64__)

namespace {

template <typename T>
inline __attribute__((always_inline)) T loadLittle(const char* bytes) {
  T value{};
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

// As maskedCrc of record_file.h, inside the loop that asks for it.
__attribute__((target("sse4.2"), always_inline)) inline std::uint32_t quickMaskedCrc(const char* bytes,
                                                                                     std::size_t size) {
  std::uint64_t wide = 0xffffffffU;
  for (; size >= 8; size -= 8, bytes += 8) {
    wide = _mm_crc32_u64(wide, loadLittle<std::uint64_t>(bytes));
  }
  auto crc = static_cast<std::uint32_t>(wide);
  if ((size & 4) != 0) {
    crc = _mm_crc32_u32(crc, loadLittle<std::uint32_t>(bytes));
    bytes += 4;
  }
  if ((size & 2) != 0) {
    crc = _mm_crc32_u16(crc, loadLittle<std::uint16_t>(bytes));
    bytes += 2;
  }
  if ((size & 1) != 0) {
    crc = _mm_crc32_u8(crc, static_cast<unsigned char>(*bytes));
  }
  crc = ~crc;
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

// Two texts of the same length.
inline __attribute__((always_inline)) bool sameBytes(const char* left, const char* right, std::size_t size) {
  constexpr std::size_t kHalf = sizeof(__m128i);
  if (size < kHalf || size > 2 * kHalf) {
    return std::memcmp(left, right, size) == 0;
  }
  const auto load = [](const char* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  };
  const __m128i first = _mm_cmpeq_epi8(load(left), load(right));
  const __m128i last = _mm_cmpeq_epi8(load(left + size - kHalf), load(right + size - kHalf));
  return _mm_movemask_epi8(_mm_and_si128(first, last)) == 0xffff;
}

// The step field before a frame: absent (0), or its key and a varint of up to nine bytes that ends with it.
inline __attribute__((always_inline)) bool readStep(const char* bytes, std::size_t size, std::int64_t& step) {
  constexpr char kStepKey = 0x10;
  step = 0;
  if (size == 0) {
    return true;
  }
  if (size < 2 || size > 10 || bytes[0] != kStepKey || (bytes[size - 1] & 0x80) != 0) {
    return false;
  }
  std::uint64_t value = static_cast<unsigned char>(bytes[size - 1]);
  for (std::size_t i = size - 2; i > 0; --i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte < 0x80) {
      return false;
    }
    value = value << 7 | (byte & 0x7f);
  }
  step = static_cast<std::int64_t>(value);
  return true;
}

}  // namespace

// Flattened, because a call for each point to be kept is a tenth of the loop.
__attribute__((target("sse4.2"), flatten)) std::size_t EventCollector::scanPlainScalars(
    std::string_view bytes) {
  constexpr std::size_t kHead = 12;
  constexpr std::size_t kTail = 4;
  constexpr std::size_t kTime = 9;
  constexpr std::size_t kNumber = 4;
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  std::int64_t points = 0;
  while (static_cast<std::size_t>(end - at) >= kHead + kTail) {
    const auto length = loadLittle<std::uint64_t>(at);
    m_next = m_next < m_order.size() ? m_next : 0;
    Tag& tag = *m_order[m_next];
    const std::size_t fixed = kTime + tag.frame.size() + kNumber;
    const char* const data = at + kHead;
    if (length > static_cast<std::size_t>(end - at) - kHead - kTail || length < fixed || tag.frame.empty() ||
        data[0] != 0x09) {
      break;
    }
    const std::size_t stepBytes = length - fixed;
    const char* const frame = data + kTime + stepBytes;
    Moment moment;
    if (!sameBytes(frame, tag.frame.data(), tag.frame.size()) ||
        !readStep(data + kTime, stepBytes, moment.step) ||
        quickMaskedCrc(at, sizeof(length)) != loadLittle<std::uint32_t>(at + sizeof(length)) ||
        quickMaskedCrc(data, length) != loadLittle<std::uint32_t>(data + length)) {
      break;
    }
    moment.millis = toMillis(loadLittle<double>(data + 1));
    m_state.lastMillis = std::max(m_state.lastMillis, moment.millis);
    m_mostStep = std::max(m_mostStep, moment.step);
    if (!tag.listed) {
      tag.listed = true;
      m_filled.push_back(&tag);
    }
    tag.points.push_back({moment.step, moment.millis, loadLittle<float>(frame + tag.frame.size())});
    ++points;
    ++m_next;
    at = data + length + kTail;
  }
  m_batch.points += points;
  m_weight += static_cast<std::size_t>(points) * sizeof(series::Point);
  return static_cast<std::size_t>(at - bytes.data());
}

#endif

std::size_t EventCollector::addPlainScalars(std::string_view bytes) {
#if defined(__x86_64__)
  static const bool hasInstruction = __builtin_cpu_supports("sse4.2") != 0;
  if (hasInstruction && m_state.fileVersion >= 2 && m_state.lastMillis != 0 && !m_order.empty()) {
    return scanPlainScalars(bytes);
  }
#endif
  return 0;
}

// Nearly all there is in most files: one number of a tag that is known to hold numbers, in the one order in
// which every writer puts it.
bool EventCollector::addPlainScalar(std::string_view record) {
  const auto scalar = parsePlainScalar(record);
  if (!scalar || m_state.fileVersion < 2 || m_state.lastMillis == 0) {
    return false;
  }
  Tag* tag = findTag(scalar->tag);
  if (tag == nullptr) {
    return false;
  }
  const Moment at{scalar->step, toMillis(scalar->wallTime)};
  m_state.lastMillis = std::max(m_state.lastMillis, at.millis);
  m_mostStep = std::max(m_mostStep, at.step);
  addPoint(*tag, at, scalar->value);
  return true;
}

void EventCollector::add(std::string_view record, const RecordPlace& place) {
  if (addPlainScalar(record)) {
    return;
  }
  const auto event = parseEvent(record);
  if (!event) {
    m_problems.skip(place.text(), "It is no event");
    return;
  }
  const Moment at{event->step, toMillis(event->wallTime)};
  if (m_state.lastMillis == 0) {
    m_batch.firstMillis = at.millis;
  }
  m_state.lastMillis = std::max(m_state.lastMillis, at.millis);
  if (event->fileVersion) {
    addVersion(*event->fileVersion);
  }
  watchRestart(*event);
  const auto keep = [&](std::string_view bytes, const std::string& name) {
    m_weight += bytes.size();
    m_batch.files.push_back({"tensorboard/" + name, "", event->step, std::string(bytes)});
  };
  if (event->graph) {
    keep(*event->graph, "graph.pb");
  }
  if (event->metaGraph) {
    keep(*event->metaGraph, "meta_graph.pb");
  }
  if (event->runMetadata) {
    keep(*event->runMetadata, "run_metadata/" + std::to_string(event->step) + ".pb");
  }
  if (!event->summary) {
    return;
  }
  m_mostStep = std::max(m_mostStep, at.step);
  SummaryReader values(*event->summary);
  SummaryValue value;
  while (values.next(value)) {
    addValue(value, at, place);
  }
  if (!values.wellFormed()) {
    m_problems.skip(place.text(), "Its summary is malformed; what stood before that was taken");
  }
}

// "brain.Event:2"
void EventCollector::addVersion(std::string_view version) {
  const std::size_t colon = version.rfind(':');
  const auto number = colon == std::string_view::npos ? std::nullopt : parseDouble(version.substr(colon + 1));
  m_state.fileVersion = number.value_or(m_state.fileVersion);
}

void EventCollector::watchRestart(const Event& event) {
  if (m_state.fileVersion >= 2) {
    if (event.restart) {
      cut(std::nullopt, event.step);
    }
    return;
  }
  if (event.step >= m_state.newestStep || !event.summary) {
    m_state.newestStep = event.step;
    return;
  }
  SummaryReader values(*event.summary);
  SummaryValue value;
  while (values.next(value)) {
    if (const auto known = m_state.tags.find(value.tag); known != m_state.tags.end()) {
      cut(known->second.key, event.step);
    }
  }
}

void EventCollector::cut(const std::optional<std::string>& key, std::int64_t step) {
  const auto [place, isNew] = m_batch.cuts.try_emplace(key, step);
  place->second = std::min(place->second, step);
  if (step > m_mostStep) {
    return;
  }
  std::size_t gone = 0;
  for (Tag* tag : m_filled) {
    if (!key || tag->known->key == *key) {
      gone += std::erase_if(tag->points, [&](const series::Point& point) { return point.step >= step; });
    }
  }
  m_batch.points -= static_cast<std::int64_t>(gone);
  gone += std::erase_if(m_batch.histograms, [&](const track::KeyedHistogram& one) {
    return (!key || one.key == *key) && one.histogram.step >= step;
  });
  gone += std::erase_if(m_batch.files, [&](const EventBatch::File& file) {
    return !file.key.empty() && (!key || file.key == *key) && file.step >= step;
  });
  m_batch.dropped += static_cast<std::int64_t>(gone);
}

EventCollector::Tag* EventCollector::findTag(std::string_view name) {
  if (m_next >= m_order.size()) {
    m_next = 0;
  }
  if (!m_order.empty() && m_order[m_next]->name == name) {
    return m_order[m_next++];
  }
  const auto open = m_tags.find(name);
  if (open == m_tags.end()) {
    return nullptr;
  }
  m_next = open->second.order + 1;
  return &open->second;
}

EventCollector::Tag* EventCollector::tagOf(std::string_view name, const RecordPlace& place) {
  if (Tag* open = findTag(name)) {
    return open;
  }
  auto known = m_state.tags.find(name);
  if (known == m_state.tags.end()) {
    if (name.size() > kTagBytes || !text::isValidUtf8(name)) {
      m_problems.skip(place.text(), "A tag is longer than 4,096 bytes or no UTF-8");
      return nullptr;
    }
    if (m_state.tags.size() >= kMostTags) {
      if (!m_toldTags) {
        m_problems.skip(place.text(), "There are more than 200,000 tags; those beyond are left out");
      }
      m_toldTags = true;
      return nullptr;
    }
    if (m_tagByKey.empty()) {
      for (const auto& [tag, one] : m_state.tags) {
        m_tagByKey.emplace(one.key, tag);
      }
    }
    const std::string wanted = keyOfTag(name);
    std::string key = wanted;
    for (int number = 2; !m_tagByKey.try_emplace(key, name).second; ++number) {
      key = wanted + "_" + std::to_string(number);
    }
    known = m_state.tags.emplace(std::string(name), EventTag{"", false, std::move(key), ""}).first;
  }
  Tag& made = m_tags[std::string(name)];
  made.name = known->first;
  made.known = &known->second;
  made.order = m_order.size();
  made.frame = scalarFrame(made.name);
  m_order.push_back(&made);
  m_next = m_order.size();
  return &made;
}

void EventCollector::malformed(const RecordPlace& place, const SummaryValue& value) {
  m_problems.skip(place.text(), "The value of tag “" + text::replaceInvalidUtf8(value.tag.substr(0, 200)) +
                                    "” is not what its kind demands");
}

void EventCollector::addValue(const SummaryValue& value, const Moment& at, const RecordPlace& place) {
  Tag* tag = tagOf(value.tag.empty() ? value.nodeName : value.tag, place);
  if (tag == nullptr) {
    return;
  }
  if (value.hasMetadata && !tag->known->described) {
    tag->known->described = true;
    tag->known->plugin = text::replaceInvalidUtf8(value.plugin.substr(0, 200));
    tag->known->content = value.plugin == "hparams" || value.pluginContent.size() > kContentBytes
                              ? std::string()
                              : std::string(value.pluginContent);
  }
  if (value.hasMetadata && value.plugin == "hparams") {
    addHparams(value.pluginContent, place);
    return;
  }
  using Kind = SummaryValue::Kind;
  switch (value.kind) {
    case Kind::None:
      break;
    case Kind::Simple:
      addPoint(*tag, at, value.simple);
      break;
    case Kind::Histogram:
      addHistogram(*tag, at, parseHistogram(value.body), place);
      break;
    case Kind::Image:
      if (const auto image = parseImage(value.body)) {
        addFile("images", *tag, at, pictureExtension(image->bytes), std::string(image->bytes));
      } else {
        malformed(place, value);
      }
      break;
    case Kind::Audio:
      if (const auto audio = parseAudio(value.body)) {
        addFile("audio", *tag, at, "wav", std::string(*audio));
      } else {
        malformed(place, value);
      }
      break;
    case Kind::Tensor:
      addTensor(value, *tag, at, place);
      break;
  }
}

void EventCollector::addTensor(const SummaryValue& value, Tag& tag, const Moment& at,
                               const RecordPlace& place) {
  const std::string_view plugin = tag.known->plugin;
  if (plugin == "hparams") {
    return;
  }
  if (plugin == "scalars") {
    if (const auto number = scalarOf(value.body)) {
      addPoint(tag, at, *number);
    } else {
      malformed(place, value);
    }
    return;
  }
  const auto tensor = parseTensor(value.body);
  if (!tensor) {
    malformed(place, value);
    return;
  }
  addFromTensor(plugin, *tensor, tag, at, place);
}

void EventCollector::addFromTensor(std::string_view plugin, const Tensor& tensor, Tag& tag, const Moment& at,
                                   const RecordPlace& place) {
  if (plugin == "histograms") {
    addHistogram(tag, at, bucketsOf(tensor), place);
    return;
  }
  if (tensor.type == TensorType::String) {
    if (plugin == "images" || plugin == "audio") {
      addMedia(plugin == "images", tensor, tag, at, place);
    } else {
      addTexts(tensor, tag, at, place);
    }
    return;
  }
  if (plugin == "pr_curves" && tensor.shape.size() == 2 && tensor.shape[0] == 6) {
    if (const auto numbers = numbersOf(tensor)) {
      addFile("pr_curves", tag, at, "json", prCurveJson(tensor, *numbers));
      return;
    }
  } else if (plugin.empty() && tensor.elements == 1) {
    if (const auto number = scalarOf(tensor.bytes)) {
      addPoint(tag, at, *number);
      return;
    }
  } else if (auto npy = toNpy(tensor)) {
    addFile(plugin == "mesh" ? "mesh" : "tensors", tag, at, "npy", std::move(*npy));
    return;
  }
  m_problems.skip(place.text(), "The tensor of tag “" + tag.known->key + "” cannot be read");
}

void EventCollector::addPoint(Tag& tag, const Moment& at, double value) {
  if (!tag.listed) {
    tag.listed = true;
    m_filled.push_back(&tag);
  }
  tag.points.push_back({at.step, at.millis, value});
  ++m_batch.points;
  m_weight += sizeof(series::Point);
}

void EventCollector::addHistogram(Tag& tag, const Moment& at, std::optional<Buckets> buckets,
                                  const RecordPlace& place) {
  if (!buckets || buckets->counts.size() > track::kHistogramBuckets) {
    m_problems.skip(place.text(), "The histogram of tag “" + tag.known->key +
                                      "” is malformed or has more than 65,536 buckets");
    return;
  }
  m_weight += 3 * sizeof(double) * buckets->counts.size() + sizeof(track::KeyedHistogram);
  m_batch.histograms.push_back({tag.known->key,
                                {at.step, at.millis, std::move(buckets->lefts), std::move(buckets->rights),
                                 std::move(buckets->counts)}});
}

void EventCollector::addFile(std::string_view kind, Tag& tag, const Moment& at, std::string_view extension,
                             std::string bytes, int number) {
  const MediaPath path{std::string(kind), tag.known->key, at.step, at.millis, number, std::string(extension)};
  m_weight += sizeof(EventBatch::File) + bytes.size() + path.key.size();
  m_batch.files.push_back({toMediaPath(path, number >= 0), tag.known->key, at.step, std::move(bytes)});
}

void EventCollector::addTexts(const Tensor& tensor, Tag& tag, const Moment& at, const RecordPlace& place) {
  const auto texts = textsOf(tensor);
  if (!texts) {
    m_problems.skip(place.text(), "The text of tag “" + tag.known->key + "” is malformed");
    return;
  }
  if (texts->size() == 1) {
    addFile("text", tag, at, "md", std::string(texts->front()));
    return;
  }
  text::Json values = text::Json::array();
  for (const std::string_view one : *texts) {
    values.append(one);
  }
  text::Json shape = text::Json::array();
  for (const std::int64_t size : tensor.shape) {
    shape.append(size);
  }
  text::Json json;
  json.set("shape", std::move(shape)).set("texts", std::move(values));
  addFile("text", tag, at, "json", text::toJson(json) + "\n");
}

// Images are width, height and then files; audio is files, each with a label beside it.
void EventCollector::addMedia(bool images, const Tensor& tensor, Tag& tag, const Moment& at,
                              const RecordPlace& place) {
  const auto texts = textsOf(tensor);
  if (!texts || (images && texts->size() < 2)) {
    m_problems.skip(place.text(), "The media of tag “" + tag.known->key + "” are malformed");
    return;
  }
  const std::size_t first = images ? 2 : 0;
  const std::size_t stride = !images && tensor.shape.size() == 2 ? 2 : 1;
  const bool several = texts->size() > first + stride;
  int number = 0;
  for (std::size_t i = first; i < texts->size(); i += stride) {
    const std::string_view bytes = (*texts)[i];
    addFile(images ? "images" : "audio", tag, at, images ? pictureExtension(bytes) : "wav",
            std::string(bytes), several ? number++ : -1);
  }
}

void EventCollector::addHparams(std::string_view content, const RecordPlace& place) {
  auto data = parseHparams(content);
  if (!data) {
    m_problems.skip(place.text(), "The hyperparameters are malformed");
    return;
  }
  for (const track::KeyValue& param : data->params) {
    m_weight += sizeof(param) + param.key.size() + param.value.size();
  }
  m_batch.params.insert(m_batch.params.end(), std::make_move_iterator(data->params.begin()),
                        std::make_move_iterator(data->params.end()));
  if (!data->group.empty()) {
    m_batch.group = std::move(data->group);
  }
  if (data->status) {
    m_batch.status = data->status;
  }
}

EventBatch EventCollector::take() {
  for (Tag* tag : m_filled) {
    if (!tag->points.empty()) {
      m_batch.series.push_back({tag->known->key, std::move(tag->points)});
    }
    tag->points = {};
    tag->listed = false;
  }
  m_filled.clear();
  m_weight = 0;
  m_mostStep = std::numeric_limits<std::int64_t>::min();
  m_batch.lastMillis = m_state.lastMillis;
  return std::exchange(m_batch, {});
}

}  // namespace tatara::interop::internal
