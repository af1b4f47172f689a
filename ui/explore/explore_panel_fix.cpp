// Mending a version from the Data panel: columns left out by their role, new versions by steps, and what
// people say and expect of a dataset.
#include <QMenu>

#include "core/dataset/contracts.h"
#include "ui/base/phrase_text.h"
#include "ui/base/utf8.h"
#include "ui/explore/contract_sheet.h"
#include "ui/explore/data_header.h"
#include "ui/explore/detail_sheet.h"
#include "ui/explore/explore_panel.h"
#include "ui/explore/fix_sheet.h"
#include "ui/explore/rejected_sheet.h"
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

void ExplorePanel::editContract(const QString& dataset, std::optional<dataset::ContractReport> broken) {
  const CatalogDataset* known = m_catalog ? findDataset(*m_catalog, dataset.toStdString()) : nullptr;
  if (!known || known->versions.empty()) {
    return;
  }
  const bool open = m_version && m_version->dataset == known->dataset.id;
  auto* sheet = new ContractSheet(m_context.store, open ? *m_version : known->versions.front().version,
                                  open && !m_feed.computing() ? m_feed.profile() : nullptr, this);
  if (broken) {
    sheet->tell(*std::move(broken));
  }
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

// A version that was just imported is opened; what is wrong with it at once is said.
void ExplorePanel::tellImported(const dataset::Added& added) {
  const dataset::Version& version = added.version;
  const QString name = fromUtf8(version.name);
  if (!added.isNew) {
    m_context.toasts.inform(tr("These bytes are %1 v%2 already").arg(name).arg(version.version));
  }
  loadCatalog();
  m_route = DataRoute{name, version.version, {}};
  m_version.reset();  // shown with the catalog that has it
  if (version.rejected > 0 && (added.isNew || added.corrected)) {
    m_context.toasts.offer(
        tr("%n values do not fit and count as missing", nullptr, static_cast<int>(version.rejected)),
        tr("Show…"), [this, id = version.id] {
          if (m_version && m_version->id == id) {
            showRejected();
          }
        });
  }
  if (added.contract && !added.contract->holds()) {
    m_context.toasts.offer(tr("The contract: %1").arg(phraseText(brokenPhrase(*added.contract))), tr("Show…"),
                           [this, name, report = *added.contract] { editContract(name, report); });
  }
}

void ExplorePanel::showRejected() {
  if (m_version) {
    auto* sheet = new RejectedSheet(m_context.store, *m_version, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
  }
}

// A file that is referred to may have become another one, or be gone.
void ExplorePanel::lookAtSource() {
  m_source.reset();
  m_sourceJob.cancel();
  m_header->setSource({}, {});
  if (m_version && m_version->keeping == dataset::Keeping::Reference) {
    m_sourceJob.start([version = *m_version](std::stop_token stop) -> Result<dataset::SourceState> {
      return dataset::sourceState(version, stop);
    });
  }
}

void ExplorePanel::showSource(dataset::SourceState state) {
  m_source = state;
  const QString file = m_version ? fromUtf8(m_version->source) : QString();
  if (state == dataset::SourceState::Changed) {
    m_header->setSource(tr("file changed"),
                        tr("%1 is another file now than this version; a click imports it").arg(file));
  } else if (state == dataset::SourceState::Gone) {
    m_header->setSource(tr("file gone"), tr("%1 is not there any more; a click chooses another").arg(file));
  }
}

}  // namespace tatara::ui
