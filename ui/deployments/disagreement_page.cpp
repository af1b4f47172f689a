#include "ui/deployments/disagreement_page.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <QClipboard>
#include <QComboBox>
#include <QDoubleValidator>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/model/grid_view.h"
#include "ui/model/text_grid.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kTypingMs = 200;
constexpr std::size_t kAround = 100;   // rows read before and after what is in sight
constexpr std::size_t kAtHand = 2000;  // rows kept
constexpr std::size_t kMostInputs = 40;
constexpr const char* kInput = "input:";

Cell textCell(const QString& text, Tone tone = Tone::Primary) {
  Cell cell;
  cell.text = text;
  cell.tone = tone;
  return cell;
}

// A value of JSON as a person reads it.
QString valueText(const text::Json& value, int decimals) {
  if (const auto number = value.asNumber()) {
    return metricText(*number, decimals);
  }
  const std::string* words = value.asString();
  return words ? fromUtf8(*words) : fromUtf8(text::toJson(value));
}

Cell answerCell(const std::string& answer, const std::string& problem, int decimals) {
  if (answer.empty()) {
    Cell cell = textCell(DisagreementPage::tr("failed"), Tone::Warning);
    cell.icon = QStringLiteral("warning");
    cell.tip = fromUtf8(problem);
    return cell;
  }
  const auto json = text::parseJson(answer);
  return textCell(json ? valueText(*json, decimals) : fromUtf8(answer));
}

class DisagreementSource final : public GridSource {
 public:
  DisagreementSource(std::vector<ColumnSpec> columns, DisagreementRows rows, Timestamp now)
      : m_columns(std::move(columns)), m_rows(std::move(rows)), m_now(now) {
    std::vector<double> answers;
    std::map<std::string, std::vector<double>> inputs;
    for (const auto& [id, one] : m_rows) {
      for (const std::string* answer : {&one.answer, &one.other}) {
        const auto json = text::parseJson(*answer);
        if (const auto number = json ? json->asNumber() : std::nullopt) {
          answers.push_back(*number);
        }
      }
      for (const text::JsonMember& member : one.inputs.members()) {
        if (const auto number = member.value.asNumber()) {
          inputs[member.key].push_back(*number);
        }
      }
    }
    m_answerDecimals = columnDecimals(answers);
    for (const auto& [name, values] : inputs) {
      m_inputDecimals[name] = columnDecimals(values);
    }
  }

  const std::vector<ColumnSpec>& columns() const override { return m_columns; }

  Cell cell(RowId row, int column) const override {
    const auto found = m_rows.find(row);
    if (found == m_rows.end() || column < 0 || static_cast<std::size_t>(column) >= m_columns.size()) {
      return textCell({});  // on its way
    }
    const deploy::Disagreement& one = found->second;
    const std::string& id = m_columns[static_cast<std::size_t>(column)].id;
    if (id == "difference") {
      return std::isfinite(one.difference) ? textCell(metricText(one.difference, m_answerDecimals))
                                           : textCell(DisagreementPage::tr("one has none"), Tone::Warning);
    }
    if (id == "answer") {
      return answerCell(one.answer, {}, m_answerDecimals);
    }
    if (id == "other") {
      return answerCell(one.other, one.problem, m_answerDecimals);
    }
    if (id == "versions") {
      return textCell(QStringLiteral("%1 / %2").arg(versionText(one.version), versionText(one.shadow)),
                      Tone::Secondary);
    }
    if (id == "at") {
      Cell cell = textCell(timeText(one.at, m_now), Tone::Secondary);
      cell.tip = isoTimeText(one.at);
      return cell;
    }
    if (id == "request") {
      return textCell(one.row > 0
                          ? DisagreementPage::tr("%1, row %2").arg(fromUtf8(one.request)).arg(one.row + 1)
                          : fromUtf8(one.request),
                      Tone::Secondary);
    }
    const std::string name = id.substr(std::string_view(kInput).size());
    const text::Json& value = one.inputs[name];
    const auto decimals = m_inputDecimals.find(name);
    return value.isNull()
               ? Cell::none()
               : textCell(valueText(value, decimals == m_inputDecimals.end() ? 0 : decimals->second),
                          Tone::Secondary);
  }

  QString plainText(RowId row, int column) const override {
    const auto found = m_rows.find(row);
    if (found == m_rows.end() || column < 0 || static_cast<std::size_t>(column) >= m_columns.size()) {
      return {};
    }
    const deploy::Disagreement& one = found->second;
    const std::string& id = m_columns[static_cast<std::size_t>(column)].id;
    return id == "difference" ? QString::number(one.difference, 'g', 17)
           : id == "answer"   ? fromUtf8(one.answer)
           : id == "other"    ? fromUtf8(one.other)
           : id == "at"       ? isoTimeText(one.at)
           : id.starts_with(kInput)
               ? fromUtf8(text::toJson(one.inputs[id.substr(std::string_view(kInput).size())]))
               : cell(row, column).text;
  }

 private:
  const std::vector<ColumnSpec> m_columns;
  const DisagreementRows m_rows;
  const Timestamp m_now;
  int m_answerDecimals = 0;  // one number of them a column
  std::map<std::string, int> m_inputDecimals;
};

Result<DisagreementRows> loadRows(sql::Connection& connection, const std::vector<RowId>& ids) {
  TATARA_ASSIGN(auto found, deploy::loadDisagreements(connection, ids));
  DisagreementRows rows;
  for (deploy::Disagreement& one : found) {
    const RowId id = one.id;
    rows.emplace(id, std::move(one));
  }
  return rows;
}

}  // namespace

DisagreementPage::DisagreementPage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QWidget(parent),
      m_store(std::move(store)),
      m_card(new Card(tr("Disagreements"), this)),
      m_words(new SearchField(tr("Request, input or answer"))),
      m_least(new QLineEdit),
      m_shadow(new QComboBox),
      m_try(makeButton(tr("Try again"), QStringLiteral("redo"))),
      m_copy(makeButton(tr("Copy"), QStringLiteral("copy"))),
      m_export(makeButton(tr("Export CSV…"), QStringLiteral("export"))),
      m_keep(makeButton(tr("Keep as dataset…"), QStringLiteral("data"))),
      m_stack(new QStackedWidget),
      m_grid(new GridView),
      m_idsJob([this](Result<Found> found) { takeIds(std::move(found)); }),
      m_rowsJob([this](Result<DisagreementRows> rows) { takeRows(std::move(rows)); }),
      m_copyJob([this](Result<std::pair<std::string, std::int64_t>> text) {
        if (!text) {
          Q_EMIT failed(text.error());
          return;
        }
        QGuiApplication::clipboard()->setText(fromUtf8(text->first));
        Q_EMIT copied(text->second);
      }) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  for (QPushButton* button : {m_try, m_copy, m_export, m_keep}) {
    setControlSize(*button, ControlSize::Small);
    m_card->addTool(button);
  }
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(1, 0, 1, 1);
  column->setSpacing(0);
  column->addWidget(makeTools());
  m_grid->setAccessibleName(tr("Disagreements"));
  m_stack->addWidget(new Skeleton(kRowHeight, m_stack));
  m_stack->addWidget(m_grid);
  column->addWidget(m_stack, 1);
  m_card->setContent(content);
  whole->addWidget(m_card);
  m_typed.setSingleShot(true);
  m_typed.setInterval(kTypingMs);
  connect(&m_typed, &QTimer::timeout, this, &DisagreementPage::reload);
  connect(m_grid, &GridView::visibleRowsChanged, this, &DisagreementPage::readAround);
  connect(m_grid, &GridView::currentChanged, this,
          [this] { m_try->setEnabled(m_grid->current().has_value()); });
  connect(m_grid, &GridView::activated, this, &DisagreementPage::tryAgain);
  connect(m_try, &QPushButton::clicked, this, &DisagreementPage::tryAgain);
  connect(m_copy, &QPushButton::clicked, this, [this] {
    m_copyJob.start([store = m_store, id = m_facts->endpoint.id, filter = filter()](std::stop_token stop) {
      return store->read(
          [&](sql::Connection& connection) -> Result<std::pair<std::string, std::int64_t>> {
            std::ostringstream out;
            TATARA_ASSIGN(const auto rows, deploy::writeDisagreements(connection, id, filter, out, stop));
            return std::pair(out.str(), rows);
          },
          stop);
    });
  });
  connect(m_export, &QPushButton::clicked, this, [this] {
    const QString name = fromUtf8(m_facts->endpoint.name) + QStringLiteral("-disagreements.csv");
    const QString file = QFileDialog::getSaveFileName(this, tr("Export"), name, {}, nullptr,
                                                      QFileDialog::DontConfirmOverwrite);
    if (!file.isEmpty()) {
      Q_EMIT exportAsked(file, filterWords());
    }
  });
  connect(m_keep, &QPushButton::clicked, this, [this] { Q_EMIT keepAsked(filterWords()); });
  auto* copy = new QShortcut(QKeySequence::Copy, m_grid);
  copy->setContext(Qt::WidgetWithChildrenShortcut);
  connect(copy, &QShortcut::activated, this, [this] {
    if (const auto row = m_grid->current()) {
      QGuiApplication::clipboard()->setText(m_grid->copyText({*row}));
    }
  });
}

QWidget* DisagreementPage::makeTools() {
  auto* tools = new QWidget;
  auto* row = new QHBoxLayout(tools);
  row->setContentsMargins(kCardPadding, 4, kCardPadding, 8);
  row->setSpacing(8);
  m_words->setFixedWidth(260);
  m_least->setFixedWidth(100);
  auto* number = new QDoubleValidator(0, 1e300, 12, m_least);
  number->setLocale(QLocale::c());
  m_least->setValidator(number);
  m_least->setPlaceholderText(QStringLiteral("0"));
  m_least->setAccessibleName(tr("Difference, at least"));
  m_shadow->setAccessibleName(tr("Shadow"));
  row->addWidget(m_words);
  row->addSpacing(8);
  row->addWidget(new Label(tr("Difference, at least"), TextRole::Cell, &Colors::tx2));
  row->addWidget(m_least);
  row->addSpacing(8);
  row->addWidget(m_shadow);
  row->addStretch(1);
  connect(m_words, &QLineEdit::textChanged, this, [this] { m_typed.start(); });
  connect(m_least, &QLineEdit::textChanged, this, [this] { m_typed.start(); });
  connect(m_shadow, &QComboBox::activated, this, &DisagreementPage::reload);
  return tools;
}

deploy::DisagreementFilter DisagreementPage::filter() const {
  deploy::DisagreementFilter filter{.words = m_words->text().trimmed().toStdString()};
  bool isNumber = false;
  const double least = QLocale::c().toDouble(m_least->text(), &isNumber);
  filter.least = isNumber && least > 0 ? least : 0;
  if (const std::int64_t version = m_shadow->currentData().toLongLong(); version > 0) {
    filter.shadow = version;
  }
  return filter;
}

QStringList DisagreementPage::filterWords() const {
  const deploy::DisagreementFilter asked = filter();
  QStringList words;
  if (asked.least > 0) {
    words << QStringLiteral("--least") << QString::number(asked.least, 'g', 17);
  }
  if (asked.shadow) {
    words << QStringLiteral("--shadow") << QString::number(*asked.shadow);
  }
  if (!asked.words.empty()) {
    words << QStringLiteral("--words") << fromUtf8(asked.words);
  }
  return words;
}

std::vector<ColumnSpec> DisagreementPage::columns() const {
  std::vector<ColumnSpec> all{gridColumn("difference", tr("Difference"), 96, ColumnKind::Number),
                              gridColumn("answer", tr("Answer"), 110, ColumnKind::Number),
                              gridColumn("other", tr("Shadow's answer"), 120, ColumnKind::Number),
                              gridColumn("versions", tr("Versions"), 84)};
  for (ColumnSpec& one : all) {
    one.pinned = true;
  }
  std::vector<std::string> inputs;
  if (m_facts && m_facts->signature) {
    for (const infer::Field& field : m_facts->signature->inputs) {
      inputs.push_back(field.name);
    }
  }
  for (const auto& [id, one] : m_rows) {
    for (const text::JsonMember& member : one.inputs.members()) {
      if (std::ranges::find(inputs, member.key) == inputs.end()) {
        inputs.push_back(member.key);
      }
    }
  }
  inputs.resize(std::min(inputs.size(), kMostInputs));
  for (const std::string& input : inputs) {
    all.push_back(gridColumn(kInput + input, fromUtf8(input), 96, ColumnKind::Number));
  }
  all.push_back(gridColumn("at", tr("Time"), 90));
  all.push_back(gridColumn("request", tr("Request"), 200));
  all.back().fills = true;
  for (ColumnSpec& one : all) {
    one.sortable = false;  // the pages of a table that is read as it is scrolled have one order
  }
  return all;
}

bool DisagreementPage::settled() const {
  return !isVisible() || (!m_stale && !m_typed.isActive() && !m_idsJob.running() && !m_rowsJob.running());
}

void DisagreementPage::show(const EndpointFactsPtr& facts, bool readOnly) {
  const bool other = !m_facts || m_facts->endpoint.id != facts->endpoint.id;
  const bool changed = other || m_facts->disagreements.kept != facts->disagreements.kept ||
                       m_facts->disagreements.newest != facts->disagreements.newest;
  m_facts = facts;
  if (other) {
    m_rows.clear();
    m_ids.reset();
    m_stack->setCurrentIndex(0);
  }
  const QVariant chosen = other ? QVariant() : m_shadow->currentData();
  m_shadow->clear();
  m_shadow->addItem(tr("All shadows"), 0);
  for (const std::int64_t version : facts->disagreements.shadows) {
    m_shadow->addItem(versionText(version), static_cast<qlonglong>(version));
  }
  m_shadow->setCurrentIndex(std::max(0, m_shadow->findData(chosen)));
  m_shadow->setVisible(facts->disagreements.shadows.size() > 1);
  m_keep->setProperty("writable", !readOnly);
  m_keep->setToolTip(readOnly ? tr("This workspace is read-only") : QString());
  showCounts();
  m_stale = m_stale || changed;
  if (m_stale && isVisible()) {
    reload();
  }
}

void DisagreementPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_stale && m_facts) {
    reload();
  }
}

void DisagreementPage::reload() {
  if (!m_facts) {
    return;
  }
  m_stale = false;
  m_idsJob.start([store = m_store, id = m_facts->endpoint.id, filter = filter()](std::stop_token stop) {
    return store->read(
        [&](sql::Connection& connection) -> Result<Found> {
          Found found;
          TATARA_ASSIGN(found.ids, deploy::loadDisagreementIds(connection, id, filter));
          const std::vector<RowId> first(
              found.ids.begin(),
              found.ids.begin() + static_cast<std::ptrdiff_t>(std::min(found.ids.size(), kAround)));
          TATARA_ASSIGN(found.first, loadRows(connection, first));
          return found;
        },
        stop);
  });
}

void DisagreementPage::takeIds(Result<Found> found) {
  if (m_state) {
    m_stack->removeWidget(m_state);
    m_state->deleteLater();
    m_state = nullptr;
  }
  if (!found) {
    m_state = new ErrorState(found.error(), [this] { reload(); });
    m_stack->addWidget(m_state);
    m_stack->setCurrentWidget(m_state);
    return;
  }
  m_rows.merge(found->first);
  const RowIds before =
      m_grid->model().ids() ? m_grid->model().ids() : std::make_shared<std::vector<RowId>>();
  m_ids = std::make_shared<const std::vector<RowId>>(std::move(found->ids));
  const auto specs = columns();
  m_grid->setContent(std::make_shared<DisagreementSource>(specs, m_rows, m_facts->to), specs, {},
                     planRows(before, m_ids), Anchor::Keep);
  if (m_ids->empty()) {
    const bool none = m_facts->disagreements.kept == 0;
    m_state = new EmptyState(
        none ? QStringLiteral("check") : QStringLiteral("filter"),
        none ? tr("No answer differs yet") : tr("Nothing matches"),
        none ? tr("Requests are mirrored to the shadow and its answers compared; the rows that differ most "
                  "are kept")
             : tr("%1 rows are kept", nullptr, static_cast<int>(m_facts->disagreements.kept))
                   .arg(countText(m_facts->disagreements.kept)));
    m_stack->addWidget(m_state);
    m_stack->setCurrentWidget(m_state);
  } else {
    m_stack->setCurrentWidget(m_grid);
  }
  showCounts();
  readAround();
}

void DisagreementPage::readAround() {
  if (!m_ids || m_ids->empty() || m_rowsJob.running()) {
    return;
  }
  const auto [from, to] = m_grid->visibleRows();
  const auto begin = static_cast<std::size_t>(std::max(0, from));
  const std::size_t end = std::min(m_ids->size(), static_cast<std::size_t>(std::max(from, to)) + kAround);
  std::vector<RowId> lacking;
  for (std::size_t i = begin > kAround ? begin - kAround : 0; i < end; ++i) {
    if (!m_rows.contains((*m_ids)[i])) {
      lacking.push_back((*m_ids)[i]);
    }
  }
  if (lacking.empty()) {
    return;
  }
  if (m_rows.size() + lacking.size() > kAtHand) {
    m_rows.clear();
    lacking.assign(m_ids->begin() + static_cast<std::ptrdiff_t>(begin > kAround ? begin - kAround : 0),
                   m_ids->begin() + static_cast<std::ptrdiff_t>(end));
  }
  m_rowsJob.start([store = m_store, lacking = std::move(lacking)](std::stop_token stop) {
    return store->read([&](sql::Connection& connection) { return loadRows(connection, lacking); }, stop);
  });
}

void DisagreementPage::takeRows(Result<DisagreementRows> rows) {
  if (!rows) {
    Q_EMIT failed(rows.error());
    return;
  }
  m_rows.merge(*rows);
  m_grid->setSource(std::make_shared<DisagreementSource>(m_grid->model().columns(), m_rows, m_facts->to));
}

void DisagreementPage::showCounts() {
  deploy::Traffic sum;
  for (const deploy::TrafficPoint& point : m_facts->traffic) {
    sum.merge(point.traffic);
  }
  const std::int64_t kept = m_facts->disagreements.kept;
  QString words = tr("%1 rows kept", nullptr, static_cast<int>(kept)).arg(countText(kept));
  if (sum.shadowed > 0) {
    words = tr("%1 of %2 mirrored differ").arg(countText(sum.disagreed), countText(sum.shadowed)) +
            QStringLiteral(" · ") + words;
  }
  m_card->setSubtitle(words);
  const bool any = m_ids && !m_ids->empty();
  m_copy->setEnabled(any);
  m_export->setEnabled(any);
  m_keep->setEnabled(any && m_keep->property("writable").toBool());
  m_try->setEnabled(any && m_grid->current().has_value());
}

void DisagreementPage::tryAgain() {
  const auto row = m_grid->current();
  const auto found = row ? m_rows.find(*row) : m_rows.end();
  if (found != m_rows.end()) {
    Q_EMIT tryAsked(fromUtf8(text::toPrettyJson(found->second.inputs)));
  }
}

}  // namespace tatara::ui
