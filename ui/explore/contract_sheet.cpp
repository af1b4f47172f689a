#include "ui/explore/contract_sheet.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/dataset/contracts.h"
#include "core/dataset/frame.h"
#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/explore/catalog.h"
#include "ui/explore/internal/sheet_table.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

constexpr int kContractWidth = 820;
constexpr std::size_t kMostResults = 500;

QString contractText(const std::string& value) {
  return QString::fromStdString(value);
}

}  // namespace

ContractSheet::ContractSheet(std::shared_ptr<store::Store> store, dataset::Version version,
                             std::shared_ptr<const dataset::Profile> profile, QWidget* parent)
    : Sheet(tr("Contract of %1").arg(contractText(version.name)), kContractWidth, parent),
      m_store(std::move(store)),
      m_version(std::move(version)),
      m_profile(std::move(profile)),
      m_textJob([this](Result<QString> yaml) { takeText(std::move(yaml)); }),
      m_checkJob([this](Result<dataset::ContractReport> report) { takeReport(std::move(report)); }),
      m_keepJob([this](Result<bool> there) { takeKept(std::move(there)); }) {
  build();
  showBusy(tr("Reading…"));
  m_textJob.start([store = m_store, id = m_version.dataset](std::stop_token) -> Result<QString> {
    TATARA_ASSIGN(const auto text, store->read([&](sql::Connection& connection) {
      return dataset::loadContractText(connection, id);
    }));
    return text ? contractText(*text) : QString();
  });
}

ContractSheet::~ContractSheet() = default;

void ContractSheet::build() {
  m_text = makeTextField({});
  m_text->setFont(ui::font(TextRole::Code));
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setPlaceholderText(
      tr("Nothing is expected of this dataset yet. Write the rules from a version that is good, then change "
         "them as you like."));
  m_text->setMinimumHeight(10 * kRowHeight);
  m_field = new FormField(tr("Rules"), m_text,
                          tr("Kept rules are checked whenever a version is added; “tatara data check” checks "
                             "any file by them"),
                          this);
  body()->addWidget(m_field, 3);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  m_infer = makeButton(tr("Write from v%1").arg(m_version.version), QStringLiteral("edit"));
  m_check = makeButton(tr("Check v%1").arg(m_version.version), QStringLiteral("check"));
  m_said = new Label({}, TextRole::Body, &Colors::tx2);
  m_said->setOverflow(Overflow::Wrap);
  row->addWidget(m_infer);
  row->addWidget(m_check);
  row->addWidget(m_said, 1, Qt::AlignVCenter);
  body()->addLayout(row);
  m_results = makeSheetTable({tr("Column"), tr("Expected"), tr("Found")}, this);
  m_results->setAccessibleName(tr("Rules that are broken"));
  m_results->setColumnWidth(0, 140);
  m_results->setColumnWidth(1, 280);
  m_results->setMinimumHeight(5 * kRowHeight);
  m_results->hide();
  body()->addWidget(m_results, 2);
  addClose(tr("Cancel"));
  m_keep = setSubmit(tr("Keep"), [this] { keep(); });
  connect(m_infer, &QPushButton::clicked, this, &ContractSheet::infer);
  connect(m_check, &QPushButton::clicked, this, &ContractSheet::check);
  connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
    m_field->setError({});
    m_report.reset();
    showReport();
    updateButtons();
  });
}

void ContractSheet::updateButtons() {
  const bool free = settled();
  const bool blank = m_text->toPlainText().trimmed().isEmpty();
  const bool writable = !m_store->readOnly();
  m_infer->setEnabled(free && m_profile);
  m_check->setEnabled(free && !blank);
  m_keep->setText(blank && m_wasKept ? tr("Remove the contract") : tr("Keep"));
  m_keep->setEnabled(free && writable && (!blank || m_wasKept));
}

void ContractSheet::showBusy(const QString& doing) {
  m_said->setColor(&Colors::tx2);
  m_said->setText(doing);
  m_infer->setEnabled(false);
  m_check->setEnabled(false);
  m_keep->setEnabled(false);
}

void ContractSheet::infer() {
  if (!m_profile) {
    return;
  }
  showBusy(tr("Writing the rules…"));
  m_textJob.start(
      [store = m_store, version = m_version, profile = m_profile](std::stop_token stop) -> Result<QString> {
        TATARA_ASSIGN(const auto frame, openRows(store, version, {}, stop));
        const dataset::ContractFacts facts{
            .dataset = version.name, .from = "v" + std::to_string(version.version), .now = version.created};
        TATARA_ASSIGN(const auto contract,
                      dataset::inferContract(dataset::sourceOf(frame), *profile, facts, stop));
        return contractText(dataset::toYaml(contract));
      });
}

void ContractSheet::takeText(Result<QString> yaml) {
  if (!m_read) {
    m_read = true;
    m_wasKept = yaml && !yaml->isEmpty();
  }
  if (yaml) {
    m_text->setPlainText(*yaml);
    m_said->setText({});
    if (m_told) {
      m_report = std::exchange(m_told, std::nullopt);
      showReport();
    }
  } else {
    m_said->setText({});
    m_field->setError(messageText(yaml.error()));
  }
  updateButtons();
}

void ContractSheet::check() {
  const std::string yaml = m_text->toPlainText().toStdString();
  const auto contract = dataset::contractFromYaml(yaml);
  if (!contract) {
    m_field->setError(messageText(contract.error()));
    return;
  }
  showBusy(tr("Checking…"));
  m_checkJob.start([store = m_store, version = m_version,
                    contract = *contract](std::stop_token stop) -> Result<dataset::ContractReport> {
    TATARA_ASSIGN(const auto frame, openRows(store, version, {}, stop));
    return dataset::checkContract(contract, dataset::sourceOf(frame), store->clock().now(), stop);
  });
}

void ContractSheet::takeReport(Result<dataset::ContractReport> report) {
  if (report) {
    m_report = *std::move(report);
  } else {
    m_field->setError(messageText(report.error()));
  }
  showReport();
  updateButtons();
}

void ContractSheet::showReport() {
  const std::size_t broken = m_report ? m_report->broken() : 0;
  m_results->setVisible(broken > 0);
  m_results->setRowCount(static_cast<int>(std::min(broken, kMostResults)));
  if (!m_report) {
    m_said->setText({});
    return;
  }
  m_said->setColor(broken > 0 ? &Colors::err : &Colors::ok);
  m_said->setText(
      broken > 0
          ? tr("%1 of %2 rules are broken")
                .arg(countText(static_cast<std::int64_t>(broken)),
                     countText(static_cast<std::int64_t>(m_report->results.size())))
          : tr("All %1 rules hold").arg(countText(static_cast<std::int64_t>(m_report->results.size()))));
  for (int row = 0; row < m_results->rowCount(); ++row) {
    const dataset::RuleResult& result = m_report->results[static_cast<std::size_t>(row)];
    int at = 0;
    QStringList rows;
    for (const dataset::Offender& one : result.offenders) {
      rows
          << tr("Row %1: %2").arg(countText(static_cast<std::int64_t>(one.row) + 1), contractText(one.value));
    }
    for (const QString& words :
         {contractText(result.column), phraseText(result.expected), phraseText(result.found)}) {
      auto* cell = new QTableWidgetItem(words);
      cell->setToolTip(
          tipText((at == 2 ? QStringList{words} + rows : QStringList{words}).join(QLatin1Char('\n'))));
      m_results->setItem(row, at++, cell);
    }
  }
}

void ContractSheet::keep() {
  const std::string yaml = m_text->toPlainText().toStdString();
  const bool blank = m_text->toPlainText().trimmed().isEmpty();
  if (const auto contract =
          blank ? Result<dataset::Contract>(dataset::Contract{}) : dataset::contractFromYaml(yaml);
      !contract) {
    m_field->setError(messageText(contract.error()));
    return;
  }
  showBusy(tr("Keeping…"));
  m_keepJob.start([store = m_store, id = m_version.dataset, yaml, blank](std::stop_token) -> Result<bool> {
    TATARA_TRY(store->write([&](store::Writer& writer) -> Status {
      if (blank) {
        TATARA_ASSIGN([[maybe_unused]] const bool was, dataset::removeContract(writer, id));
        return {};
      }
      return dataset::saveContract(writer, id, yaml, store->clock().now());
    }));
    return !blank;
  });
}

void ContractSheet::takeKept(Result<bool> there) {
  if (!there) {
    m_said->setText({});
    m_field->setError(messageText(there.error()));
    updateButtons();
    return;
  }
  Q_EMIT kept(*there ? tr("The contract is kept; the next version is checked by it")
                     : tr("The contract is removed"));
  accept();
}

}  // namespace tatara::ui
