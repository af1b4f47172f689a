#include "core/track/saved_views.h"

#include "core/text/error_phrase.h"

namespace tatara::track {
namespace {

constexpr std::size_t kMostName = 250;
constexpr std::size_t kMostBody = std::size_t{1} << 20U;

}  // namespace

Result<std::vector<SavedView>> loadSavedViews(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT view_id, panel, name, body FROM saved_view "
                                            "ORDER BY name COLLATE NOCASE, name, panel"));
  std::vector<SavedView> views;
  while (rows.next()) {
    views.push_back(
        {rows.integer(0), std::string(rows.text(1)), std::string(rows.text(2)), std::string(rows.text(3))});
  }
  TATARA_TRY(rows.status());
  return views;
}

Status saveView(store::Writer& writer, std::string_view panel, std::string_view name, std::string_view body,
                Timestamp now) {
  if (name.empty() || name.size() > kMostName) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "A view needs a name of 1 to 250 characters"));
  }
  if (body.size() > kMostBody) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The view is too large to be saved"));
  }
  TATARA_TRY(
      writer.sql().run("INSERT INTO saved_view(panel, name, body, updated_ms) VALUES(?, ?, ?, ?) "
                       "ON CONFLICT(panel, name) DO UPDATE SET body = excluded.body, "
                       "updated_ms = excluded.updated_ms",
                       panel, name, body, toUnixMillis(now)));
  TATARA_ASSIGN(
      const auto id,
      writer.sql().findInteger("SELECT view_id FROM saved_view WHERE panel = ? AND name = ?", panel, name));
  writer.changed(store::ChangeKind::SavedView, id.value_or(0));
  return {};
}

Status deleteSavedView(store::Writer& writer, std::int64_t id) {
  TATARA_TRY(writer.sql().run("DELETE FROM saved_view WHERE view_id = ?", id));
  writer.changed(store::ChangeKind::SavedView, id);
  return {};
}

}  // namespace tatara::track
