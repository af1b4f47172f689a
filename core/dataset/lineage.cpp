#include "core/dataset/lineage.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <optional>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

using text::Json;

constexpr std::array<std::pair<LineageKind, std::string_view>, 9> kLineageKinds{
    {{LineageKind::DatasetVersion, "dataset_version"},
     {LineageKind::Dataset, "dataset"},
     {LineageKind::Run, "run"},
     {LineageKind::LoggedModel, "logged_model"},
     {LineageKind::ModelVersion, "model_version"},
     {LineageKind::Commit, "commit"},
     {LineageKind::Review, "review"},
     {LineageKind::Endpoint, "endpoint"},
     {LineageKind::File, "file"}}};

LineageKind kindOf(std::string_view word) {
  const auto found =
      std::ranges::find(kLineageKinds, word, &std::pair<LineageKind, std::string_view>::second);
  return found == kLineageKinds.end() ? LineageKind::Other : found->first;
}

struct Key {
  LineageKind kind = LineageKind::Other;
  std::string id;
  friend auto operator<=>(const Key&, const Key&) = default;
};

struct Neighbour {
  Key key;
  std::string relation;
};

enum class Direction { Up, Down };

std::string_view nothingOf(LineageKind kind) {
  switch (kind) {
    case LineageKind::DatasetVersion:
      return TATARA_SAYS("Phrase", "There is no dataset version '%1'");
    case LineageKind::Dataset:
      return TATARA_SAYS("Phrase", "There is no dataset '%1'");
    case LineageKind::Run:
      return TATARA_SAYS("Phrase", "There is no run '%1'");
    case LineageKind::LoggedModel:
      return TATARA_SAYS("Phrase", "There is no logged model '%1'");
    case LineageKind::ModelVersion:
      return TATARA_SAYS("Phrase", "There is no model version '%1'");
    case LineageKind::Commit:
      return TATARA_SAYS("Phrase", "There is no commit '%1'");
    case LineageKind::Review:
      return TATARA_SAYS("Phrase", "There is no review '%1'");
    case LineageKind::Endpoint:
      return TATARA_SAYS("Phrase", "There is no endpoint '%1'");
    case LineageKind::File:
      return TATARA_SAYS("Phrase", "There is no file '%1'");
    case LineageKind::Other:
      break;
  }
  return TATARA_SAYS("Phrase", "There is nothing called '%1'");
}

class Walker {
 public:
  explicit Walker(sql::Connection& connection) : m_connection(connection) {}

  Result<Lineage> walk(const Key& start) {
    TATARA_ASSIGN(const auto first, describe(start));
    if (!first) {
      return text::sayError(ErrorKind::NotFound, nothingOf(start.kind), {start.id});
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
    if (key.kind == LineageKind::DatasetVersion && direction == Direction::Down) {
      TATARA_ASSIGN(const auto id, versionIdOf(key));
      TATARA_ASSIGN(const Version version, loadVersion(m_connection, id));
      TATARA_ASSIGN(const auto uses, runsUsing(m_connection, version));
      for (const RunUse& use : uses) {
        found.push_back({{LineageKind::Run, use.runId}, use.context.empty() ? "input" : use.context});
      }
    }
    if (key.kind == LineageKind::Run && direction == Direction::Up) {
      TATARA_TRY(appendInputs(key.id, found));
      TATARA_TRY(append(found, LineageKind::Commit, "code",
                        "SELECT t.value FROM run r JOIN run_tag t USING(run_key) JOIN name n USING(name_id) "
                        "WHERE r.run_id = ? AND n.text = 'mlflow.source.git.commit'",
                        key.id));
    }
    if (key.kind == LineageKind::Commit && direction == Direction::Down) {
      TATARA_TRY(append(found, LineageKind::Run, "code",
                        "SELECT r.run_id FROM run_tag t JOIN run r USING(run_key) WHERE t.name_id = (SELECT "
                        "name_id FROM name WHERE text = 'mlflow.source.git.commit') AND t.value = ? "
                        "ORDER BY r.started_ms",
                        key.id));
    }
    if (key.kind == LineageKind::File && direction == Direction::Down) {
      TATARA_TRY(append(found, LineageKind::DatasetVersion, "same bytes",
                        "SELECT CAST(version_id AS TEXT) FROM dataset_version WHERE digest = ? "
                        "ORDER BY version_id",
                        key.id));
      TATARA_TRY(append(found, LineageKind::ModelVersion, "same bytes",
                        "SELECT m.name || '/' || v.version FROM model_version_file f JOIN model_version v "
                        "USING(version_key) JOIN registered_model m USING(model_key) "
                        "WHERE lower(hex(f.digest)) = ? GROUP BY v.version_key ORDER BY v.version_key",
                        key.id));
    }
    return found;
  }

  Status append(std::vector<Neighbour>& found, LineageKind kind, const char* relation, const char* sql,
                const std::string& id) {
    TATARA_ASSIGN(auto rows, m_connection.query(sql, id));
    while (rows.next()) {
      found.push_back({{kind, std::string(rows.text(0))}, relation});
    }
    return rows.status();
  }

  Status appendEdges(const Key& key, Direction direction, std::vector<Neighbour>& found) {
    TATARA_ASSIGN(auto rows, m_connection.query(
                                 direction == Direction::Down
                                     ? "SELECT to_kind, to_id, relation FROM edge WHERE from_kind = ? AND "
                                       "from_id = ? AND relation <> 'held' ORDER BY at_ms, to_id"
                                     : "SELECT from_kind, from_id, relation FROM edge WHERE to_kind = ? AND "
                                       "to_id = ? AND from_kind <> 'dataset' AND relation <> 'held' "
                                       "ORDER BY at_ms, from_id",
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
          found.push_back({{LineageKind::DatasetVersion, std::to_string(rows.integer(0))}, relation});
        }
      }
      TATARA_TRY(rows.status());
      if (!registered) {
        found.push_back({{LineageKind::Dataset, input.name + "@" + input.digest}, relation});
      }
    }
    return {};
  }

  static Result<VersionId> versionIdOf(const Key& key) {
    const auto id = parseInt(key.id);
    return id ? Result<VersionId>(VersionId(*id))
              : text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "'%1' is no version of a dataset"),
                               {key.id});
  }

  Result<std::optional<LineageNode>> describe(const Key& key) {
    switch (key.kind) {
      case LineageKind::DatasetVersion:
        return row(key,
                   "SELECT d.name || '@' || v.version, v.source, v.created_ms FROM dataset_version v "
                   "JOIN dataset d USING(dataset_id) WHERE v.version_id = CAST(? AS INTEGER)");
      case LineageKind::Run:
        return row(
            key, "SELECT name, '', coalesce(started_ms, 0) FROM run WHERE run_id = ? AND deleted_ms IS NULL");
      case LineageKind::LoggedModel:
        return row(
            key,
            "SELECT name, model_type, created_ms FROM logged_model WHERE model_id = ? AND deleted_ms IS "
            "NULL");
      case LineageKind::ModelVersion: {
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
      case LineageKind::Dataset: {
        LineageNode node{
            .kind = key.kind, .id = key.id, .name = key.id.substr(0, key.id.rfind('@')), .facts = {}};
        node.facts = "not registered";
        return std::optional<LineageNode>(std::move(node));
      }
      case LineageKind::Review:
        return row(key,
                   "SELECT 'review ' || review_id, CASE target_kind WHEN 0 THEN '@' ELSE '' END || target, "
                   "opened_ms FROM review WHERE review_id = CAST(? AS INTEGER)");
      case LineageKind::Endpoint:
        return row(key, "SELECT name, model, created_ms FROM endpoint WHERE name = ? AND deleted_ms IS NULL");
      case LineageKind::Commit:
      case LineageKind::File: {
        constexpr std::size_t kShown = 10;
        return std::optional(
            LineageNode{.kind = key.kind, .id = key.id, .name = key.id.substr(0, kShown), .facts = {}});
      }
      case LineageKind::Other:
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
  const auto found = std::ranges::find(kLineageKinds, kind, &std::pair<LineageKind, std::string_view>::first);
  return found == kLineageKinds.end() ? "other" : found->second;
}

Result<Lineage> lineageOfVersion(sql::Connection& connection, const Version& version) {
  return Walker(connection).walk({LineageKind::DatasetVersion, std::to_string(version.id.value())});
}

Result<Lineage> lineageOfRun(sql::Connection& connection, std::string_view runId) {
  return Walker(connection).walk({LineageKind::Run, std::string(runId)});
}

Result<Lineage> lineageOfModelVersion(sql::Connection& connection, std::string_view model,
                                      std::int64_t version) {
  return Walker(connection)
      .walk({LineageKind::ModelVersion, std::string(model) + "/" + std::to_string(version)});
}

Result<Lineage> lineageOf(sql::Connection& connection, LineageKind kind, const std::string& id) {
  if (kind != LineageKind::Commit) {
    return Walker(connection).walk({kind, id});
  }
  constexpr std::size_t kLeastDigits = 7;
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT DISTINCT t.value FROM run_tag t WHERE t.name_id = (SELECT name_id FROM "
                       "name WHERE text = 'mlflow.source.git.commit') AND t.value >= ?1 AND "
                       "t.value < ?1 || 'g' LIMIT 2",
                       id));
  std::vector<std::string> commits;
  while (rows.next()) {
    commits.emplace_back(rows.text(0));
  }
  TATARA_TRY(rows.status());
  if (id.size() < kLeastDigits || commits.size() != 1) {
    return commits.size() > 1 && id.size() >= kLeastDigits
               ? text::sayError(ErrorKind::InvalidArgument,
                                TATARA_SAYS("Phrase", "More than one commit begins with '%1'"), {id})
               : text::sayError(
                     ErrorKind::NotFound,
                     TATARA_SAYS("Phrase", "No run was made of a commit '%1'; at least 7 digits are needed"),
                     {id});
  }
  return Walker(connection).walk({LineageKind::Commit, commits.front()});
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
