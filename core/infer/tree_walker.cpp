#include "core/infer/internal/tree_walker.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "core/base/number_text.h"
#include "core/text/json.h"

namespace tatara::infer {
namespace {

using text::Json;

constexpr std::size_t kLargestModel = 64u << 20;  // of JSON; larger ones are left to the library
constexpr std::size_t kMostGroups = 1000;

// Numbers stand as texts in parameters: "[5E-1]", "1".
std::vector<float> numbersOf(std::string_view words) {
  std::vector<float> numbers;
  while (!words.empty()) {
    const std::size_t begin = words.find_first_not_of("[], ");
    if (begin == std::string_view::npos) {
      break;
    }
    words.remove_prefix(begin);
    const std::string_view one = words.substr(0, words.find_first_of("[], "));
    const auto number = parseDouble(one);
    if (!number) {
      return {};
    }
    numbers.push_back(static_cast<float>(*number));
    words.remove_prefix(one.size());
  }
  return numbers;
}

std::int64_t integerOf(const Json& parameter) {
  const std::string* words = parameter.asString();
  return words ? parseInt(*words).value_or(-1) : -1;
}

std::string nameOf(const Json& item) {
  const std::string* name = item.asString();
  return name ? *name : std::string();
}

}  // namespace

// Reads the JSON form of a model; every member function gives false for what the walker does not know.
class TreeReader {
 public:
  explicit TreeReader(std::size_t features) { m_walker.m_features = features; }

  bool read(const Json& model, int rounds) {
    const Json& learner = model["learner"];
    const Json& booster = learner["gradient_booster"];
    if (nameOf(booster["name"]) != "gbtree" || !readObjective(learner)) {
      return false;
    }
    const Json& trees = booster["model"]["trees"];
    const Json& groups = booster["model"]["tree_info"];
    std::size_t count = trees.items().size();
    if (rounds > 0) {
      const auto& ends = booster["model"]["iteration_indptr"].items();
      const auto end = static_cast<std::size_t>(rounds) < ends.size()
                           ? ends[static_cast<std::size_t>(rounds)].asInt()
                           : std::nullopt;
      if (!end || *end < 0 || static_cast<std::size_t>(*end) > count) {
        return false;
      }
      count = static_cast<std::size_t>(*end);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const auto group = i < groups.items().size() ? groups.items()[i].asInt() : std::nullopt;
      if (!group || *group < 0 || static_cast<std::size_t>(*group) >= m_walker.m_groups ||
          !readTree(trees.items()[i], static_cast<std::uint32_t>(*group))) {
        return false;
      }
    }
    return count > 0;
  }

  TreeWalker& walker() { return m_walker; }

 private:
  bool readObjective(const Json& learner) {
    const std::string name = nameOf(learner["objective"]["name"]);
    const Json& parameters = learner["learner_model_param"];
    const std::int64_t classes = std::max<std::int64_t>(1, integerOf(parameters["num_class"]));
    if (std::max<std::int64_t>(1, integerOf(parameters["num_target"])) != 1 ||
        static_cast<std::size_t>(classes) > kMostGroups) {
      return false;
    }
    m_walker.m_groups = static_cast<std::size_t>(classes);
    using Transform = TreeWalker::Transform;
    float (*toMargin)(float) = [](float score) { return score; };
    if (name == "binary:logistic" || name == "reg:logistic") {
      m_walker.m_transform = Transform::Sigmoid;
      toMargin = [](float score) { return -std::log(1.0f / score - 1.0f); };
    } else if (name == "count:poisson" || name == "reg:gamma" || name == "reg:tweedie") {
      m_walker.m_transform = Transform::Exponential;
      toMargin = [](float score) { return std::log(score); };
    } else if (name == "multi:softprob") {
      m_walker.m_transform = Transform::Softmax;
    } else if (name != "reg:squarederror" && name != "reg:absoluteerror" && name != "reg:pseudohubererror" &&
               name != "binary:logitraw") {
      return false;
    }
    std::vector<float> base = numbersOf(nameOf(parameters["base_score"]));
    if (base.size() == 1) {
      base.resize(m_walker.m_groups, base[0]);
    }
    std::ranges::transform(base, base.begin(), toMargin);
    m_walker.m_base = std::move(base);
    return m_walker.m_base.size() == m_walker.m_groups;
  }

  bool readTree(const Json& tree, std::uint32_t group) {
    const auto& left = tree["left_children"].items();
    const auto& right = tree["right_children"].items();
    const auto& feature = tree["split_indices"].items();
    const auto& value = tree["split_conditions"].items();
    const auto& missing = tree["default_left"].items();
    const std::size_t count = left.size();
    if (count == 0 || right.size() != count || feature.size() != count || value.size() != count ||
        missing.size() != count || !tree["categories_nodes"].items().empty() ||
        integerOf(tree["tree_param"]["size_leaf_vector"]) > 1) {
      return false;
    }
    auto& nodes = m_walker.m_nodes;
    m_walker.m_trees.push_back({static_cast<std::uint32_t>(nodes.size()), group});
    // Laid out anew from the root, so that two children stand side by side; what hangs nowhere is left out.
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, nodes.size()}};  // its number here and there
    nodes.emplace_back();
    std::size_t seen = 0;
    while (!open.empty()) {
      const auto [from, to] = open.back();
      open.pop_back();
      const auto number = value[from].asNumber();
      const auto split = feature[from].asInt();
      const auto leftChild = left[from].asInt();
      const auto rightChild = right[from].asInt();
      if (++seen > count || !number || !split || !leftChild || !rightChild) {
        return false;
      }
      nodes[to].value = static_cast<float>(*number);
      if (*leftChild < 0) {
        continue;
      }
      const auto flag = missing[from].asBool();
      const bool sound = *split >= 0 && static_cast<std::size_t>(*split) < m_walker.m_features &&
                         static_cast<std::size_t>(*leftChild) < count && *rightChild >= 0 &&
                         static_cast<std::size_t>(*rightChild) < count;
      if (!sound || nodes.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()) - 2) {
        return false;
      }
      nodes[to].feature = static_cast<std::uint32_t>(*split);
      nodes[to].missingLeft = flag ? *flag : missing[from].asInt().value_or(0) != 0;
      nodes[to].left = static_cast<std::int32_t>(nodes.size());
      open.emplace_back(static_cast<std::size_t>(*leftChild), nodes.size());
      open.emplace_back(static_cast<std::size_t>(*rightChild), nodes.size() + 1);
      nodes.resize(nodes.size() + 2);
    }
    return true;
  }

  TreeWalker m_walker;
};

std::optional<TreeWalker> TreeWalker::make(const Booster& booster, std::size_t features, int rounds) {
  const auto json = booster.save(ModelFormat::Json);
  if (!json || json->size() > kLargestModel || features == 0) {
    return std::nullopt;
  }
  const auto model =
      text::parseJson(*json, {.maxBytes = kLargestModel, .maxValues = kLargestModel, .maxDepth = 64});
  TreeReader reader(features);
  if (!model || !reader.read(*model, rounds)) {
    return std::nullopt;
  }
  TreeWalker& walker = reader.walker();
  for (const bool first : {true, false}) {
    walker.m_baseFirst = first;
    if (walker.agrees(booster, rounds)) {
      return std::move(walker);
    }
  }
  return std::nullopt;
}

Predictions TreeWalker::predict(std::span<const float> values) const {
  Predictions result;
  result.rows = values.size() / m_features;
  result.columns = m_groups;
  result.values.resize(result.rows * m_groups, 0.0f);
  for (std::size_t row = 0; row < result.rows; ++row) {
    const float* const own = values.data() + row * m_features;
    const std::span<float> out(result.values.data() + row * m_groups, m_groups);
    if (m_baseFirst) {
      std::ranges::copy(m_base, out.begin());
    }
    for (const Tree& tree : m_trees) {
      const Node* node = &m_nodes[tree.root];
      while (node->left >= 0) {
        const float value = own[node->feature];
        const bool goesLeft = std::isnan(value) ? node->missingLeft : value < node->value;
        node = &m_nodes[static_cast<std::size_t>(node->left) + (goesLeft ? 0 : 1)];
      }
      out[tree.group] += node->value;
    }
    if (!m_baseFirst) {
      std::ranges::transform(out, m_base, out.begin(), std::plus<>());
    }
    transform(out);
  }
  return result;
}

void TreeWalker::transform(std::span<float> row) const {
  switch (m_transform) {
    case Transform::Identity:
      return;
    case Transform::Sigmoid:
      for (float& value : row) {
        constexpr float kTiny = 1e-16f;
        const float power = std::min(-value, 88.7f);
        value = 1.0f / (std::exp(power) + 1.0f + kTiny);
      }
      return;
    case Transform::Exponential:
      for (float& value : row) {
        value = std::exp(value);
      }
      return;
    case Transform::Softmax: {
      const float most = *std::ranges::max_element(row);
      double sum = 0;
      for (float& value : row) {
        value = std::exp(value - most);
        sum += value;
      }
      for (float& value : row) {
        value /= static_cast<float>(sum);
      }
      return;
    }
  }
}

// Missing values, values at the splits, just beside them, and anywhere.
std::vector<float> TreeWalker::trialRows() const {
  constexpr std::size_t kRows = 256;
  std::vector<std::vector<float>> splits(m_features);
  for (const Node& node : m_nodes) {
    if (node.left >= 0) {
      splits[node.feature].push_back(node.value);
    }
  }
  std::mt19937_64 random(3);
  std::normal_distribution<float> anywhere(0, 10);
  std::vector<float> rows(kRows * m_features);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::vector<float>& own = splits[i % m_features];
    const std::uint64_t kind = random() % 8;
    if (kind == 0) {
      rows[i] = std::numeric_limits<float>::quiet_NaN();
    } else if (kind < 6 && !own.empty()) {
      const float split = own[random() % own.size()];
      rows[i] = kind < 4 ? split : std::nextafter(split, kind == 4 ? -HUGE_VALF : HUGE_VALF);
    } else {
      rows[i] = anywhere(random);
    }
  }
  return rows;
}

bool TreeWalker::agrees(const Booster& booster, int rounds) const {
  const std::vector<float> rows = trialRows();
  const auto theirs = booster.predictRows(rows, m_features, rounds);
  const Predictions ours = predict(rows);
  return theirs && theirs->columns == ours.columns &&
         std::ranges::equal(theirs->values, ours.values, [](float left, float right) {
           return std::bit_cast<std::uint32_t>(left) == std::bit_cast<std::uint32_t>(right);
         });
}

}  // namespace tatara::infer
