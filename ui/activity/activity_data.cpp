#include "ui/activity/activity_data.h"

#include "ui/base/utf8.h"
#include "ui/base/whole_file.h"

namespace tatara::ui {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  return out + '"';
}

std::string csvLine(const registry::Act& act) {
  std::string line = std::to_string(act.id) + ',' + toIso8601(act.at);
  const std::string_view texts[] = {act.actor,
                                    act.identity,
                                    act.program,
                                    act.verb,
                                    act.object,
                                    act.before ? std::string_view(*act.before) : std::string_view(),
                                    act.after ? std::string_view(*act.after) : std::string_view(),
                                    act.reason};
  for (const std::string_view text : texts) {
    line += ',' + quoted(text);
  }
  return line + "\r\n";
}

}  // namespace

Result<ActPagePtr> loadActPage(const store::Store& store, const registry::ActFilter& filter,
                               std::int64_t before, std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<ActPagePtr> {
        auto page = std::make_shared<ActPage>();
        TATARA_ASSIGN(page->acts, registry::loadActs(connection, filter, kActPage,
                                                     before > 0 ? std::optional(before) : std::nullopt));
        page->more = static_cast<std::int64_t>(page->acts.size()) == kActPage;
        page->fresh = before == 0;
        return ActPagePtr(page);
      },
      stop);
}

Result<ActChoicesPtr> loadActChoices(const store::Store& store, registry::ActFilter filter,
                                     std::stop_token stop) {
  filter.from.reset();
  filter.to.reset();
  return store.read(
      [&](sql::Connection& connection) -> Result<ActChoicesPtr> {
        auto choices = std::make_shared<ActChoices>();
        TATARA_ASSIGN(choices->people, registry::loadActors(connection));
        TATARA_ASSIGN(choices->verbs, registry::loadVerbs(connection));
        TATARA_ASSIGN(choices->days, registry::countActsByDay(connection, filter));
        return ActChoicesPtr(choices);
      },
      stop);
}

Result<registry::ChainReport> checkChain(const store::Store& store, std::stop_token stop) {
  return registry::verifyChain(store, {}, {}, std::move(stop));
}

Status writeActs(const store::Store& store, const registry::ActFilter& filter, const std::string& file,
                 std::stop_token stop) {
  WholeFile out(fromUtf8(file));
  TATARA_TRY(out.write("id,at,actor,identity,program,verb,object,before,after,reason\r\n"));
  TATARA_TRY(store.read(
      [&](sql::Connection& connection) -> Status {
        std::optional<std::int64_t> before;
        while (true) {
          TATARA_ASSIGN(const auto acts, registry::loadActs(connection, filter, kActPage, before));
          for (const registry::Act& act : acts) {
            TATARA_TRY(out.write(csvLine(act)));
          }
          if (acts.empty()) {
            return {};
          }
          before = acts.back().id;
        }
      },
      stop));
  return out.finish();
}

Status writeChain(const store::Store& store, const std::string& file, std::stop_token stop) {
  WholeFile out(fromUtf8(file));
  TATARA_TRY(store.read(
      [&](sql::Connection& connection) {
        return registry::exportChain(
            connection, [&](std::string_view line) { return out.write(line); }, stop);
      },
      stop));
  return out.finish();
}

}  // namespace tatara::ui
