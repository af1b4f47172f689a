// Mending a version from the Data panel: columns left out by their role, new versions by steps, and what
// people say and expect of a dataset.
#include <QMenu>

#include "ui/base/utf8.h"
#include "ui/explore/contract_sheet.h"
#include "ui/explore/detail_sheet.h"
#include "ui/explore/explore_panel.h"
#include "ui/explore/fix_sheet.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
void ExplorePanel::fix(std::size_t index) {
  const ProfilePtr profile = m_feed.profile();
  if (!profile || !m_version || index >= profile->alerts.size() || !profile->alerts[index].fix) {
    return;
  }
  const dataset::Fix& fix = *profile->alerts[index].fix;
  makesVersion(fix) ? mend({index}) : exclude(fix.columns);
}

void ExplorePanel::exclude(const std::vector<std::string>& columns) {
  write(
      tr("Excluding columns"),
      [id = m_version->dataset, columns](store::Store& store) -> Status {
        for (const std::string& column : columns) {
          TATARA_TRY(setRole(store, id, column, dataset::ColumnRole::Ignore));
        }
        return {};
      },
      [this, columns, id = m_version->dataset] {
        m_feed.refresh();
        QStringList names;
        for (const std::string& column : columns) {
          names << fromUtf8(column);
        }
        m_context.toasts.offerUndo(tr("Excluded from features: %1").arg(names.join(QStringLiteral(", "))),
                                   [this, columns, id] {
                                     write(
                                         tr("Including columns"),
                                         [id, columns](store::Store& store) -> Status {
                                           for (const std::string& column : columns) {
                                             TATARA_TRY(setRole(store, id, column, std::nullopt));
                                           }
                                           return {};
                                         },
                                         [this] { m_feed.refresh(); });
                                   });
      });
}

// The steps that the alerts propose, with what they would change; the rest of the proposals stand beside
// them.
void ExplorePanel::mend(const std::vector<std::size_t>& alerts) {
  if (!m_version || m_context.store->readOnly()) {
    return;
  }
  auto* sheet = new FixSheet(m_context.store, *m_version, m_feed.profile(), alerts, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &FixSheet::made, this, &ExplorePanel::showMade);
  connect(sheet, &FixSheet::copied, this, [this](const QString& said) { m_context.toasts.inform(said); });
  sheet->open();
}

void ExplorePanel::addDetailActions(QMenu& menu, const QString& dataset) {
  menu.addSeparator();
  menu.addAction(tr("Details…"), this, [this, dataset] { editDetails(dataset, {}); })
      ->setEnabled(!m_context.store->readOnly());
  menu.addAction(tr("Contract…"), this, [this, dataset] { editContract(dataset); });
}

void ExplorePanel::editDetails(const QString& dataset, const std::string& column) {
  const CatalogDataset* known = m_catalog ? findDataset(*m_catalog, dataset.toStdString()) : nullptr;
  if (!known || known->versions.empty()) {
    return;
  }
  const bool open = m_version && m_version->dataset == known->dataset.id;
  auto* sheet = new DetailSheet(
      known->dataset, open ? m_version->columns : known->versions.front().version.columns, column, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &QDialog::accepted, this, [this, sheet, id = known->dataset.id] {
    write(tr("Keeping the details"),
          [id, details = sheet->details(), notes = sheet->notes()](store::Store& store) {
            return keepDetails(store, id, details, notes);
          });
  });
  sheet->open();
}

void ExplorePanel::editContract(const QString& dataset) {
  const CatalogDataset* known = m_catalog ? findDataset(*m_catalog, dataset.toStdString()) : nullptr;
  if (!known || known->versions.empty()) {
    return;
  }
  const bool open = m_version && m_version->dataset == known->dataset.id;
  auto* sheet = new ContractSheet(m_context.store, open ? *m_version : known->versions.front().version,
                                  open && !m_feed.computing() ? m_feed.profile() : nullptr, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &ContractSheet::kept, this, [this](const QString& said) { m_context.toasts.inform(said); });
  sheet->open();
}

void ExplorePanel::showMade(const dataset::Added& added) {
  const dataset::Version made = added.version;
  if (!added.isNew) {
    m_context.toasts.inform(tr("These bytes are %1 v%2 already").arg(fromUtf8(made.name)).arg(made.version));
    return;
  }
  const DataRoute back{m_route.dataset, m_version->version, m_route.tab};
  loadCatalog();
  m_route = DataRoute{fromUtf8(made.name), made.version, {}};
  m_version.reset();  // shown with the catalog that has it
  m_context.toasts.offerUndo(
      tr("Made %1 v%2 of v%3").arg(fromUtf8(made.name)).arg(made.version).arg(back.version.value_or(0)),
      [this, id = made.id, back] {
        write(
            tr("Removing the version"),
            [id](store::Store& store) {
              return store.write([id](store::Writer& writer) { return dataset::removeVersion(writer, id); });
            },
            [this, back] {
              m_route = back;
              m_version.reset();
              loadCatalog();
            });
      });
}

}  // namespace tatara::ui
