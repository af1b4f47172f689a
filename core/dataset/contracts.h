// The contract that is kept with a registered dataset.
//
// It is checked by addDataset() against every new version: what breaks it is told with what was added, and
// refused (Conflict) when the contract says so.
//
// Errors: NotFound (no such dataset), Parse (the text is no contract), Corrupt. Threads: as datasets.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/dataset/contract.h"
#include "core/dataset/datasets.h"

namespace tatara::dataset {

// The text as it was written, comments included; it is read first.
Status saveContract(store::Writer& writer, DatasetId id, std::string_view yaml, Timestamp now);
Result<std::optional<std::string>> loadContractText(sql::Connection& connection, DatasetId id);
Result<std::optional<Contract>> loadContract(sql::Connection& connection, DatasetId id);
// Whether there was one.
Result<bool> removeContract(store::Writer& writer, DatasetId id);

// "1 rule of 40 is broken: hr has 3 values out of range (0 to 23)", with the first five.
text::Phrase brokenPhrase(const ContractReport& report);

}  // namespace tatara::dataset
