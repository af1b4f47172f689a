#include "core/dataset/lineage.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>

#include "core/base/number_text.h"

namespace tatara::dataset {
namespace {

using text::Json;
using Kind = LineageKind;

constexpr std::array<std::pair<Kind, std::string_view>, 5> kLineageKinds{
    {{Kind::DatasetVersion, "dataset_version"},
     {Kind::Dataset, "dataset"},
     {Kind::Run, "run"},
     {Kind::LoggedModel, "logged_model"},
     {Kind::ModelVersion, "model_version"}}};

Kind kindOf(std::string_view word) {
  const auto found = std::ranges::find(kLineageKinds, word, &std::pair<Kind, std::string_view>::second);
  return found == kLineageKinds.end() ? Kind::Other : found->first;
}

struct Key {
  Kind kind = Kind::Other;
  std::string id;
  friend auto operator<=>(const Key&, const Key&) = default;
};

struct Neighbour {
  Key key;
  std::string relation;
};

enum class Direction { Up, Down };

class Walker {
 public:
  explicit Walker(sql::Connection& connection) : m_connection(connection) {}

  Result<Lineage> walk(const Key& start) {
    TATARA_ASSIGN(const auto first, describe(start));
    if (!first) {
      std::string kind(toString(start.kind));
      std::ranges::replace(kind, '_', ' ');
      return makeError(ErrorKind::NotFound, "There is no " + kind + " '" + start.id + "'");
    }
    m_lineage.nodes.push_back(*first);
    for (const Direction direction : {Direction::Up, Direction::Down}) {
      TATARA_TRY(walk(start, direction));
    }
    return std::move(m_lineage);
  }

 private:
  static constexpr std::size_t kMostNodes = 2'000;

  Status walk(const Key& start, Direction direction) {
    std::map<Key, std::size_t> places{{start, 0}};
    std::deque<Key> open{start};
    while (!open.empty()) {
      const Key key = std::move(open.front());
      open.pop_front();
      const std::size_t place = places.at(key);
      TATARA_ASSIGN(const auto neighbours, neighboursOf(key, direction));
      for (const Neighbour& one : neighbours) {
        auto found = places.find(one.key);
        if (found == places.end()) {
          if (m_lineage.nodes.size() == kMostNodes) {
            m_lineage.complete = false;
            continue;
          }
          TATARA_ASSIGN(auto node, describe(one.key));
          if (!node) {
            continue;
          }
          node->distance = m_lineage.nodes[place].distance + (direction == Direction::Up ? -1 : 1);
          found = places.emplace(one.key, m_lineage.nodes.size()).first;
          m_lineage.nodes.push_back(*std::move(node));
          open.push_back(one.key);
        }
        const LineageEdge edge = direction == Direction::Up ? LineageEdge{found->second, place, one.relation}
                                                            : LineageEdge{place, found->second, one.relation};
        if (std::ranges::find(m_lineage.edges, edge) == m_lineage.edges.end()) {
          m_lineage.edges.push_back(edge);
        }
      }
    }
    return {};
  }

  Result<std::vector<Neighbour>> neighboursOf(const Key& key, Direction direction) {
    std::vector<Neighbour> found;
    TATARA_TRY(appendEdges(key, direction, found));
    if (key.kind == Kind::DatasetVersion && direction == Direction::Down) {
      TATARA_ASSIGN(const auto id, versionIdOf(key));
      TATARA_ASSIGN(const Version version, loadVersion(m_connection, id));
      TATARA_ASSIGN(const auto uses, runsUsing(m_connection, version));
      for (const RunUse& use : uses) {
        found.push_back({{Kind::Run, use.runId}, use.context.empty() ? "input" : use.context});
      }
    }
    if (key.kind == Kind::Run && direction == Direction::Up) {
      TATARA_TRY(appendInputs(key.id, found));
    }
    return found;
  }

  Status appendEdges(const Key& key, Direction direction, std::vector<Neighbour>& found) {
    TATARA_ASSIGN(auto rows, m_connection.query(
                                 direction == Direction::Down
                                     ? "SELECT to_kind, to_id, relation FROM edge WHERE from_kind = ? AND "
                                       "from_id = ? ORDER BY at_ms, to_id"
                                     : "SELECT from_kind, from_id, relation FROM edge WHERE to_kind = ? AND "
                                       "to_id = ? AND from_kind <> 'dataset' ORDER BY at_ms, from_id",
                                 toString(key.kind), key.id));
    while (rows.next()) {
      found.push_back({{kindOf(rows.text(0)), std::string(rows.text(1))}, std::string(rows.text(2))});
    }
    return rows.status();
  }

  // What a run read: the registered versions of the bytes, else the name that it had for them.
  Status appendInputs(const std::string& runId, std::vector<Neighbour>& found) {
    struct Input {
      std::string name;
      std::string digest;
      std::string context;
    };
    std::vector<Input> inputs;
    {
      TATARA_ASSIGN(auto rows,
                    m_connection.query(
                        "SELECT k.name, k.digest, coalesce(t.value, '') FROM run r "
                        "JOIN run_dataset u USING(run_key) JOIN dataset_record k USING(dataset_key) "
                        "LEFT JOIN run_dataset_tag t ON t.run_key = u.run_key AND t.dataset_key = "
                        "u.dataset_key AND t.key = 'mlflow.data.context' WHERE r.run_id = ? ORDER BY k.name",
                        runId));
      while (rows.next()) {
        inputs.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))});
      }
      TATARA_TRY(rows.status());
    }
    for (const Input& input : inputs) {
      const std::string relation = input.context.empty() ? "input" : input.context;
      TATARA_ASSIGN(auto rows,
                    m_connection.query("SELECT version_id FROM dataset_version WHERE digest >= ?1 AND "
                                       "digest < ?1 || 'g' ORDER BY version_id",
                                       input.digest));
      bool registered = false;
      constexpr std::size_t kRunDigest = 32;  // shorter ones are of other programs and say little
      while (rows.next()) {
        if (input.digest.size() >= kRunDigest) {
          registered = true;
          found.push_back({{Kind::DatasetVersion, std::to_string(rows.integer(0))}, relation});
        }
      }
      TATARA_TRY(rows.status());
      if (!registered) {
        found.push_back({{Kind::Dataset, input.name + "@" + input.digest}, relation});
      }
    }
    return {};
  }

  static Result<VersionId> versionIdOf(const Key& key) {
    const auto id = parseInt(key.id);
    return id ? Result<VersionId>(VersionId(*id))
              : makeError(ErrorKind::Corrupt, "'" + key.id + "' is no version of a dataset");
  }

  Result<std::optional<LineageNode>> describe(const Key& key) {
    switch (key.kind) {
      case Kind::DatasetVersion:
        return row(key,
                   "SELECT d.name || '@' || v.version, v.source, v.created_ms FROM dataset_version v "
                   "JOIN dataset d USING(dataset_id) WHERE v.version_id = CAST(? AS INTEGER)");
      case Kind::Run:
        return row(
            key, "SELECT name, '', coalesce(started_ms, 0) FROM run WHERE run_id = ? AND deleted_ms IS NULL");
      case Kind::LoggedModel:
        return row(
            key,
            "SELECT name, model_type, created_ms FROM logged_model WHERE model_id = ? AND deleted_ms IS "
            "NULL");
      case Kind::ModelVersion: {
        const std::size_t slash = std::min(key.id.rfind('/'), key.id.size());
        const auto number = parseInt(std::string_view(key.id).substr(std::min(slash + 1, key.id.size())));
        return row(
            key,
            "SELECT m.name || ' v' || v.version, coalesce((SELECT group_concat(alias, ', ') FROM "
            "model_alias a WHERE a.model_key = m.model_key AND a.version = v.version), ''), v.created_ms "
            "FROM registered_model m JOIN model_version v USING(model_key) "
            "WHERE m.name = ?1 AND v.version = ?2 AND v.deleted_ms IS NULL",
            key.id.substr(0, slash), number);
      }
      case Kind::Dataset: {
        LineageNode node{
            .kind = key.kind, .id = key.id, .name = key.id.substr(0, key.id.rfind('@')), .facts = {}};
        node.facts = "not registered";
        return std::optional<LineageNode>(std::move(node));
      }
      case Kind::Other:
        break;
    }
    return std::optional<LineageNode>();
  }

  Result<std::optional<LineageNode>> row(const Key& key, const char* sql) { return row(key, sql, key.id); }

  template <typename... Arguments>
  Result<std::optional<LineageNode>> row(const Key& key, const char* sql, const Arguments&... arguments) {
    TATARA_ASSIGN(auto rows, m_connection.query(sql, arguments...));
    std::optional<LineageNode> node;
    if (rows.next()) {
      node = LineageNode{.kind = key.kind,
                         .id = key.id,
                         .name = std::string(rows.text(0)),
                         .facts = std::string(rows.text(1)),
                         .at = fromUnixMillis(rows.integer(2))};
    }
    TATARA_TRY(rows.status());
    return node;
  }

  sql::Connection& m_connection;
  Lineage m_lineage;
};

}  // namespace

std::string_view toString(LineageKind kind) {
  const auto found = std::ranges::find(kLineageKinds, kind, &std::pair<Kind, std::string_view>::first);
  return found == kLineageKinds.end() ? "other" : found->second;
}

Result<Lineage> lineageOfVersion(sql::Connection& connection, const Version& version) {
  return Walker(connection).walk({Kind::DatasetVersion, std::to_string(version.id.value())});
}

Result<Lineage> lineageOfRun(sql::Connection& connection, std::string_view runId) {
  return Walker(connection).walk({Kind::Run, std::string(runId)});
}

Result<Lineage> lineageOfModelVersion(sql::Connection& connection, std::string_view model,
                                      std::int64_t version) {
  return Walker(connection).walk({Kind::ModelVersion, std::string(model) + "/" + std::to_string(version)});
}

Json toJson(const Lineage& lineage) {
  Json json = Json::object();
  json.set("complete", lineage.complete);
  Json nodes = Json::array();
  for (const LineageNode& node : lineage.nodes) {
    Json one = Json::object();
    one.set("kind", toString(node.kind));
    one.set("id", node.id);
    one.set("name", node.name);
    one.set("facts", node.facts);
    one.set("at", node.at == Timestamp{} ? Json() : Json(toIso8601(node.at)));
    one.set("distance", node.distance);
    nodes.append(std::move(one));
  }
  json.set("nodes", std::move(nodes));
  Json edges = Json::array();
  for (const LineageEdge& edge : lineage.edges) {
    Json one = Json::object();
    one.set("from", edge.from);
    one.set("to", edge.to);
    one.set("relation", edge.relation);
    edges.append(std::move(one));
  }
  json.set("edges", std::move(edges));
  return json;
}

}  // namespace tatara::dataset
