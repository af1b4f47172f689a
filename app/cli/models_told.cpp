#include "app/cli/models_told.h"

#include "app/cli/listing.h"

namespace tatara::cli {

registry::Actor me() {
  return registry::currentActor("tatara");
}

int tell(Session& session, const std::string& sentence, const std::string& model, std::int64_t version) {
  if (session.format() == Format::Table) {
    session.print(sentence + "\n");
    return kDone;
  }
  Record record;
  record.add("model", "", textCell(model));
  if (version > 0) {
    record.add("version", "", countCell(version));
  }
  record.add("message", "", textCell(sentence));
  record.print(session);
  return kDone;
}

}  // namespace tatara::cli
