#include "core/query/schema.h"

#include <algorithm>
#include <array>

#include "core/text/phrase.h"

namespace tatara::query {
namespace {

using Lists = Attribute::Lists;
using Origin = Attribute::Origin;
using Use = Attribute::Use;

constexpr std::array kRunAttributes = {
    Attribute{.name = "run_id", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "run_name", .type = FieldType::Text},
    Attribute{.name = "status", .type = FieldType::Text},
    Attribute{.name = "user_id", .type = FieldType::Text},
    Attribute{.name = "artifact_uri", .type = FieldType::Text},
    Attribute{.name = "start_time", .type = FieldType::Time},
    Attribute{.name = "end_time", .type = FieldType::Time},
    Attribute{.name = "duration", .type = FieldType::Number, .origin = Origin::Tatara},
    Attribute{.name = "experiment_id", .type = FieldType::Text, .origin = Origin::Tatara},
};

constexpr std::array kExperimentAttributes = {
    Attribute{.name = "name", .type = FieldType::Text},
    Attribute{.name = "experiment_id", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "creation_time", .type = FieldType::Time},
    Attribute{.name = "last_update_time", .type = FieldType::Time},
};

constexpr std::array kRegisteredModelAttributes = {
    Attribute{.name = "name", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "creation_timestamp", .type = FieldType::Time, .use = Use::Order},
    Attribute{.name = "last_updated_timestamp", .type = FieldType::Time, .use = Use::Order},
};

constexpr std::array kModelVersionAttributes = {
    Attribute{.name = "name", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "version_number", .type = FieldType::Number},
    Attribute{.name = "run_id", .type = FieldType::Text, .use = Use::Filter, .lists = Lists::Yes},
    Attribute{.name = "source_path", .type = FieldType::Text, .use = Use::Filter},
    Attribute{.name = "creation_timestamp", .type = FieldType::Time, .use = Use::Order},
    Attribute{.name = "last_updated_timestamp", .type = FieldType::Time, .use = Use::Order},
};

constexpr std::array kLoggedModelAttributes = {
    Attribute{.name = "name", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "model_id", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "model_type", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "status", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "source_run_id", .type = FieldType::Text, .lists = Lists::Yes},
    Attribute{.name = "creation_timestamp", .type = FieldType::Time},
    Attribute{.name = "last_updated_timestamp", .type = FieldType::Time},
};

struct Alias {
  std::string_view written;
  std::string_view meant;
};

constexpr std::array kRunAliases = {Alias{"created", "start_time"}, Alias{"Created", "start_time"},
                                    Alias{"run name", "run_name"}, Alias{"Run name", "run_name"},
                                    Alias{"Run Name", "run_name"}};
constexpr std::array kRegistryAliases = {Alias{"timestamp", "last_updated_timestamp"}};
constexpr std::array kLoggedModelAliases = {Alias{"creation_time", "creation_timestamp"},
                                            Alias{"last_updated_time", "last_updated_timestamp"}};

std::span<const Alias> aliasesOf(Entity entity) {
  switch (entity) {
    case Entity::Run:
      return kRunAliases;
    case Entity::RegisteredModel:
    case Entity::ModelVersion:
      return kRegistryAliases;
    case Entity::LoggedModel:
      return kLoggedModelAliases;
    case Entity::Experiment:
      break;
  }
  return {};
}

}  // namespace

const EntitySchema& schemaOf(Entity entity) {
  static const EntitySchema kRun{TATARA_SAYS("Phrase", "run"),
                                 kRunAttributes,
                                 {FieldKind::Metric, FieldKind::Param, FieldKind::Tag, FieldKind::Dataset}};
  static const EntitySchema kExperiment{
      TATARA_SAYS("Phrase", "experiment"), kExperimentAttributes, {FieldKind::Tag}};
  static const EntitySchema kRegisteredModel{
      TATARA_SAYS("Phrase", "registered model"), kRegisteredModelAttributes, {FieldKind::Tag}};
  static const EntitySchema kModelVersion{
      TATARA_SAYS("Phrase", "model version"), kModelVersionAttributes, {FieldKind::Tag}};
  static const EntitySchema kLoggedModel{TATARA_SAYS("Phrase", "logged model"),
                                         kLoggedModelAttributes,
                                         {FieldKind::Metric, FieldKind::Param, FieldKind::Tag}};
  switch (entity) {
    case Entity::Run:
      return kRun;
    case Entity::Experiment:
      return kExperiment;
    case Entity::RegisteredModel:
      return kRegisteredModel;
    case Entity::ModelVersion:
      return kModelVersion;
    case Entity::LoggedModel:
      break;
  }
  return kLoggedModel;
}

std::string_view prefixOf(FieldKind kind) {
  switch (kind) {
    case FieldKind::Attribute:
      return "";
    case FieldKind::Metric:
      return "metrics";
    case FieldKind::Param:
      return "params";
    case FieldKind::Tag:
      return "tags";
    case FieldKind::Dataset:
      break;
  }
  return "dataset";
}

std::optional<FieldKind> findKind(std::string_view prefix) {
  struct Word {
    std::string_view text;
    FieldKind kind;
  };
  static constexpr Word kWords[] = {
      {"metrics", FieldKind::Metric},
      {"metric", FieldKind::Metric},
      {"params", FieldKind::Param},
      {"param", FieldKind::Param},
      {"parameters", FieldKind::Param},
      {"parameter", FieldKind::Param},
      {"tags", FieldKind::Tag},
      {"tag", FieldKind::Tag},
      {"attributes", FieldKind::Attribute},
      {"attribute", FieldKind::Attribute},
      {"attr", FieldKind::Attribute},
      {"run", FieldKind::Attribute},
      {"datasets", FieldKind::Dataset},
      {"dataset", FieldKind::Dataset},
  };
  for (const Word& word : kWords) {
    if (word.text == prefix) {
      return word.kind;
    }
  }
  return std::nullopt;
}

const Attribute* findAttribute(Entity entity, std::string_view name, Grammar grammar) {
  for (const Alias& alias : aliasesOf(entity)) {
    if (alias.written == name) {
      name = alias.meant;
      break;
    }
  }
  const auto& attributes = schemaOf(entity).attributes;
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
    return attribute.name == name && (grammar == Grammar::Tatara || attribute.origin == Origin::Mlflow);
  });
  return found == attributes.end() ? nullptr : &*found;
}

std::span<const std::string_view> datasetKeys() {
  static constexpr std::array<std::string_view, 3> kKeys = {"name", "digest", "context"};
  return kKeys;
}

}  // namespace tatara::query
