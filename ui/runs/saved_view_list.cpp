#include "ui/runs/saved_view_list.h"

namespace tatara::ui {

SavedViews::SavedViews(std::shared_ptr<store::Store> store, StoreSignals& changes, QObject* parent)
    : QObject(parent), m_store(std::move(store)), m_job([this](Result<std::vector<track::SavedView>> views) {
        if (views) {
          m_views = std::move(*views);
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

void SavedViews::load() {
  m_job.start([store = m_store](std::stop_token stop) {
    return store->read(
        [](sql::Connection& connection) { return track::loadSavedViews(connection, kRunsViews); }, stop);
  });
}

QString SavedViews::nameOf(const ViewState& view) const {
  ViewState plain = view;
  plain.widths.clear();
  for (const track::SavedView& saved : m_views) {
    auto state = viewStateFromJson(QByteArray::fromStdString(saved.body));
    if (state) {
      state->widths.clear();
      if (*state == plain) {
        return QString::fromStdString(saved.name);
      }
    }
  }
  return {};
}

}  // namespace tatara::ui
