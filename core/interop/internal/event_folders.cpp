#include "core/interop/internal/event_folders.h"

#include "core/text/error_phrase.h"
#include "core/text/utf8.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kFolderDepth = 64;
constexpr std::size_t kMostFolders = 1'000'000;

// As tensorboard/backend/event_processing/io_wrapper.py has it.
bool isEventFile(std::string_view name) {
  return name.find("tfevents") != std::string_view::npos && !name.ends_with(".profile-empty");
}

Status walk(const Folder& folder, EventFolder place, std::vector<EventFolder>& found, Problems& problems) {
  auto items = folder.list();
  if (!items) {
    problems.skip(folder.shown(), items.error().message);
    return {};
  }
  std::vector<EventFolder> below;
  for (const Folder::Item& item : *items) {
    if (item.kind == Folder::Kind::Folder || (item.kind == Folder::Kind::File && isEventFile(item.name))) {
      if (!text::isValidUtf8(item.name)) {
        problems.skip(folder.shown(text::replaceInvalidUtf8(item.name)), "Its name is not UTF-8");
        continue;
      }
    }
    if (item.kind == Folder::Kind::File && isEventFile(item.name)) {
      if (const auto facts = folder.findFacts(item.name)) {
        place.files.push_back({item.name, facts->size, facts->modifiedMillis});
      }
    } else if (item.kind == Folder::Kind::Folder) {
      EventFolder next;
      next.names = place.names;
      next.names.push_back(item.name);
      next.path = place.names.empty() ? item.name : place.path + "/" + item.name;
      below.push_back(std::move(next));
    }
  }
  if (!place.files.empty()) {
    if (found.size() == kMostFolders) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "There are more than a million folders with event files"));
    }
    found.push_back(std::move(place));
  }
  for (EventFolder& next : below) {
    const auto inner = next.names.size() < kFolderDepth ? folder.find(next.names.back()) : std::nullopt;
    if (!inner) {
      problems.skip(folder.shown(next.names.back()), "The folder cannot be opened, or lies too deep");
      continue;
    }
    TATARA_TRY(walk(*inner, std::move(next), found, problems));
  }
  return {};
}

}  // namespace

Result<std::vector<EventFolder>> findEventFolders(const Folder& root, Problems& problems) {
  std::vector<EventFolder> found;
  EventFolder place;
  place.path = ".";
  TATARA_TRY(walk(root, std::move(place), found, problems));
  return found;
}

}  // namespace tatara::interop::internal
