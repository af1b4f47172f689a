// What may be asked of which entity: one table for runs, experiments, registered models, model versions and
// logged models, after MLflow's search syntax (mlflow.search_runs, search_experiments,
// search_registered_models, search_model_versions, search_logged_models) and what Tatara adds to it.
//
// Threads: constant data.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tatara::query {

enum class Entity { Run, Experiment, RegisteredModel, ModelVersion, LoggedModel };

enum class FieldKind { Attribute, Metric, Param, Tag, Dataset };

enum class FieldType { Number, Text, Time };  // Time: a number of milliseconds since 1970

// MLflow: what MLflow's own server accepts, with its messages. Tatara: a superset, for people and gates.
enum class Grammar { Tatara, Mlflow };

struct Attribute {
  std::string_view name;
  FieldType type;
  enum class Origin { Mlflow, Tatara } origin = Origin::Mlflow;
  enum class Use { Filter, Order, Both } use = Use::Both;
  enum class Lists { No, Yes } lists = Lists::No;  // whether MLflow's own grammar has IN and NOT IN for it
};

struct EntitySchema {
  std::string_view name;  // "run", "experiment", ...
  std::span<const Attribute> attributes;
  std::vector<FieldKind> keyed;  // the kinds that take a key of the user's, metrics first
};

const EntitySchema& schemaOf(Entity entity);

// "metrics" for FieldKind::Metric, the prefix that Tatara writes; empty for attributes.
std::string_view prefixOf(FieldKind kind);
// Accepts MLflow's aliases: "metric", "params", "attr", "run", ...
std::optional<FieldKind> findKind(std::string_view prefix);
// The attribute of that name or alias ("created" is start_time, "Run name" is run_name).
const Attribute* findAttribute(Entity entity, std::string_view name, Grammar grammar);
// The keys that datasets have: name, digest, context.
std::span<const std::string_view> datasetKeys();

}  // namespace tatara::query
