#include "core/dataset/contracts.h"

#include "core/base/number_text.h"

namespace tatara::dataset {

Status saveContract(store::Writer& writer, DatasetId id, std::string_view yaml, Timestamp now) {
  TATARA_ASSIGN(const Dataset dataset, loadDataset(writer.sql(), id));
  TATARA_TRY(contractFromYaml(yaml));
  TATARA_TRY(
      writer.sql().run("INSERT INTO dataset_contract VALUES(?, ?, ?) ON CONFLICT(dataset_id) DO UPDATE SET "
                       "body = excluded.body, updated_ms = excluded.updated_ms",
                       dataset.id, yaml, toUnixMillis(now)));
  writer.changed(store::ChangeKind::Dataset, dataset.id.value());
  return {};
}

Result<std::optional<std::string>> loadContractText(sql::Connection& connection, DatasetId id) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT body FROM dataset_contract WHERE dataset_id = ?", id));
  std::optional<std::string> body;
  if (rows.next()) {
    body = std::string(rows.text(0));
  }
  TATARA_TRY(rows.status());
  return body;
}

Result<std::optional<Contract>> loadContract(sql::Connection& connection, DatasetId id) {
  TATARA_ASSIGN(const auto text, loadContractText(connection, id));
  if (!text) {
    return std::optional<Contract>();
  }
  TATARA_ASSIGN(Contract contract, contractFromYaml(*text));
  return std::optional<Contract>(std::move(contract));
}

Result<bool> removeContract(store::Writer& writer, DatasetId id) {
  TATARA_ASSIGN(const auto text, loadContractText(writer.sql(), id));
  TATARA_TRY(writer.sql().run("DELETE FROM dataset_contract WHERE dataset_id = ?", id));
  writer.changed(store::ChangeKind::Dataset, id.value());
  return text.has_value();
}

text::Phrase brokenPhrase(const ContractReport& report) {
  using text::Phrase;
  const std::size_t broken = report.broken();
  if (broken == 0) {
    return Phrase::say(TATARA_SAYS("Phrase", "all %1 rules hold"), {std::to_string(report.results.size())});
  }
  constexpr std::size_t kMostTold = 5;
  std::vector<Phrase> told;
  for (std::size_t i = 0; i < std::min(broken, kMostTold); ++i) {
    told.push_back(report.results[i].found);
  }
  if (broken > kMostTold) {
    told.emplace_back("…");
  }
  return Phrase::say(broken == 1 ? TATARA_SAYS("Phrase", "%1 rule of %2 is broken: %3")
                                 : TATARA_SAYS("Phrase", "%1 rules of %2 are broken: %3"),
                     {std::to_string(broken), std::to_string(report.results.size()),
                      Phrase::join(TATARA_SAYS("Phrase", "%1; %2"), told)});
}

}  // namespace tatara::dataset
