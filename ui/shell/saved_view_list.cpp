#include "ui/shell/saved_view_list.h"

#include <algorithm>

namespace tatara::ui {

SavedViewList::SavedViewList(std::shared_ptr<store::Store> store, StoreSignals& changes, QObject* parent)
    : QObject(parent), m_store(std::move(store)), m_job([this](Result<std::vector<track::SavedView>> views) {
        if (views) {
          m_views = std::move(*views);
          m_loaded = true;
          Q_EMIT changed();
        }
      }) {
  connect(&changes, &StoreSignals::changed, this, [this](const store::ChangeSet& set) {
    if (concerns(set, store::ChangeKind::SavedView)) {
      load();
    }
  });
  load();
}

void SavedViewList::load() {
  m_job.start([store = m_store](std::stop_token stop) {
    return store->read([](sql::Connection& connection) { return track::loadSavedViews(connection); }, stop);
  });
}

std::vector<track::SavedView> SavedViewList::of(std::string_view panel) const {
  std::vector<track::SavedView> views;
  std::copy_if(m_views.begin(), m_views.end(), std::back_inserter(views),
               [panel](const track::SavedView& view) { return view.panel == panel; });
  return views;
}

const track::SavedView* SavedViewList::find(std::int64_t id) const {
  const auto found = std::find_if(m_views.begin(), m_views.end(),
                                  [id](const track::SavedView& view) { return view.id == id; });
  return found == m_views.end() ? nullptr : &*found;
}

}  // namespace tatara::ui
