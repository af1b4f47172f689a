#include "ui/deployments/try_page.h"

#include <chrono>
#include <cmath>
#include <limits>

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/artifact/artifact_store.h"
#include "core/dataset/datasets.h"
#include "core/dataset/engine.h"
#include "core/dataset/export.h"
#include "core/http/client.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/deployments/client_code.h"
#include "ui/deployments/endpoint_text.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

using text::Json;

// One number where the answer is one: 3, [3], {"prediction": 3}.
double numberIn(const Json& answer) {
  if (const auto number = answer.asNumber()) {
    return *number;
  }
  if (answer.items().size() == 1) {
    return numberIn(answer.items().front());
  }
  if (answer.members().size() == 1) {
    return numberIn(answer.members().front().value);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void readAnswer(TryAnswer& answer, const std::string& body) {
  const auto json = text::parseJson(body);
  if (!json) {
    answer.text = fromUtf8(body.substr(0, 2000));
    return;
  }
  if (answer.status != 200) {
    const std::string* words = (*json)["error"].asString();
    answer.text = words ? fromUtf8(*words) : fromUtf8(body.substr(0, 2000));
    return;
  }
  const Json& predictions = (*json)["predictions"];
  answer.value = numberIn(predictions);
  answer.text =
      std::isfinite(answer.value) ? metricText(answer.value) : fromUtf8(text::toPrettyJson(predictions));
}

Json cellOf(const dataset::RowChunk::Values& values, std::size_t row) {
  if (values.missing(row)) {
    return {};
  }
  switch (values.type) {
    case dataset::ColumnType::Integer:
      return values.integers[row];
    case dataset::ColumnType::Real:
      return values.reals[row];
    case dataset::ColumnType::Boolean:
      return values.integers[row] != 0;
    default:
      return dataset::valueText(values, row);
  }
}

constexpr const char* kEndOfRow = "end of row";

}  // namespace

std::vector<TryAnswer> askVersions(const ServerDoor& server, const std::string& endpoint,
                                   const std::vector<std::int64_t>& versions, const std::string& row) {
  std::vector<TryAnswer> answers;
  for (const std::int64_t version : versions) {
    TryAnswer answer{.version = version,
                     .status = 0,
                     .text = {},
                     .failure = {},
                     .milliseconds = 0,
                     .value = std::numeric_limits<double>::quiet_NaN()};
    auto client = http::Client::open(
        {.url = server.url, .token = server.token, .timeout = std::chrono::seconds(15), .tries = 1});
    const auto began = std::chrono::steady_clock::now();
    const auto got =
        client ? client->post("/v1/models/" + endpoint + "/versions/" + std::to_string(version) + ":predict",
                              "{\"instances\": [" + row + "]}")
               : Result<http::ClientAnswer>(client.error());
    answer.milliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    if (got) {
      answer.status = got->status;
      readAnswer(answer, got->body);
    } else {
      answer.failure = text::messageOf(got.error());
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

Result<QString> datasetRow(const std::shared_ptr<store::Store>& store, const std::string& dataset,
                           std::int64_t row, const infer::Signature* signature, std::stop_token stop) {
  TATARA_ASSIGN(const auto version, store->read([&](sql::Connection& connection) {
    return dataset::resolveVersion(connection, dataset);
  }));
  TATARA_ASSIGN(const auto engine, dataset::Engine::open());
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const auto table, dataset::openVersion(*store, artifacts, *engine, version, stop));
  std::vector<std::string> names;
  for (const auto& column : table.columns()) {
    const bool wanted = !signature || signature->tensors || signature->findInput(column.name);
    if (wanted && column.type != dataset::ColumnType::Unsupported) {
      names.push_back(column.name);
    }
  }
  const auto wantedRow = static_cast<std::uint64_t>(row - 1);
  Json values = Json::object();
  const Status scanned = table.scan(
      names,
      [&](const dataset::RowChunk& chunk) -> Status {
        if (wantedRow >= chunk.firstRow + chunk.rows) {
          return {};
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
          values.set(names[i],
                     cellOf(chunk.columns[i], static_cast<std::size_t>(wantedRow - chunk.firstRow)));
        }
        return makeError(ErrorKind::Cancelled, kEndOfRow);  // what comes after is of no interest
      },
      stop);
  if (!scanned && scanned.error().message != kEndOfRow) {
    return scanned.error();
  }
  if (values.members().empty()) {
    return names.empty()
               ? text::sayError(ErrorKind::NotFound,
                                TATARA_SAYS("Phrase", "The dataset has none of the model's columns"))
               : text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The dataset has no row %1"),
                                {std::to_string(row)});
  }
  return fromUtf8(text::toPrettyJson(values));
}

TryPage::TryPage(std::shared_ptr<store::Store> store, QWidget* parent)
    : QWidget(parent),
      m_store(std::move(store)),
      m_source(new QComboBox),
      m_rowNumber(new QSpinBox),
      m_body(makeTextField({})),
      m_token(new QLineEdit(qEnvironmentVariable(kTokenVariable))),
      m_problem(new Label({}, TextRole::Caption, &Colors::err)),
      m_results(nullptr),
      m_ask([this](Result<std::vector<TryAnswer>> answers) {
        m_answers = answers ? *std::move(answers) : std::vector<TryAnswer>();
        showAnswers();
      }),
      m_row([this](Result<QString> row) {
        tell(row ? QString() : messageText(row.error()));
        if (row) {
          setBody(*row);
        }
        updateButton();
      }),
      m_names([this](Result<std::vector<std::string>> names) {
        for (const std::string& name : names.value_or(std::vector<std::string>())) {
          m_source->addItem(tr("Dataset %1").arg(fromUtf8(name)), fromUtf8(name));
        }
      }) {
  auto* whole = new QHBoxLayout(this);
  whole->setContentsMargins(0, 0, 0, 0);
  whole->setSpacing(kCardGap);
  QPushButton* tidy = makeButton(tr("Format"));
  Card* ask = makeAsk(tidy);
  whole->addWidget(ask, 1);
  auto* answers = new Card(tr("Answers"), this);
  answers->setSubtitle(tr("of each version, to the same row"));
  auto* answerContent = new QWidget;
  m_results = new QVBoxLayout(answerContent);
  m_results->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  answers->setContent(answerContent);
  whole->addWidget(answers, 1);
  connect(m_take, &QPushButton::clicked, this, &TryPage::takeRow);
  connect(m_send, &QPushButton::clicked, this, &TryPage::send);
  connect(tidy, &QPushButton::clicked, this, &TryPage::format);
  connect(m_body, &QPlainTextEdit::textChanged, this, [this] { m_edited = true; });
  connect(m_source, &QComboBox::currentIndexChanged, this,
          [this] { m_rowNumber->setVisible(!m_source->currentData().toString().isEmpty()); });
  m_rowNumber->hide();
  auto* submit = new QShortcut(QKeySequence(QStringLiteral("Ctrl+Return")), m_body);
  submit->setContext(Qt::WidgetShortcut);
  connect(submit, &QShortcut::activated, this, &TryPage::send);
  loadNames();
  showAnswers();
}

Card* TryPage::makeAsk(QPushButton* tidy) {
  auto* ask = new Card(tr("Row"), this);
  ask->setSubtitle(tr("one JSON object; columns by name"));
  auto* askContent = new QWidget;
  auto* askColumn = new QVBoxLayout(askContent);
  askColumn->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  auto* source = new QHBoxLayout;
  m_source->addItem(tr("Last request"), QString());
  m_source->setAccessibleName(tr("Where the row is from"));
  m_rowNumber->setRange(1, 1'000'000'000);
  m_rowNumber->setAccessibleName(tr("Row number"));
  m_rowNumber->setPrefix(tr("row "));
  m_take = makeButton(tr("Take this row"));
  source->addWidget(m_source, 1);
  source->addWidget(m_rowNumber);
  source->addWidget(m_take);
  askColumn->addLayout(source);
  m_body->setAccessibleName(tr("Row as JSON"));
  m_body->setFont(ui::font(TextRole::Code));
  askColumn->addWidget(m_body, 1);
  m_problem->setOverflow(Overflow::Wrap);
  m_problem->hide();
  askColumn->addWidget(m_problem);
  m_token->setEchoMode(QLineEdit::Password);
  m_token->setPlaceholderText(tr("Token that is shown to the server; it is kept nowhere"));
  m_token->setAccessibleName(tr("Token"));
  m_token->hide();
  askColumn->addWidget(m_token);
  auto* buttons = new QHBoxLayout;
  m_send = makeButton(tr("Send"), QStringLiteral("run"), ButtonKind::Primary);
  buttons->addWidget(tidy);
  buttons->addStretch(1);
  buttons->addWidget(m_send);
  askColumn->addLayout(buttons);
  ask->setContent(askContent);
  return ask;
}

void TryPage::loadNames() {
  m_names.start([kept = m_store](std::stop_token stop) {
    return kept->read(
        [](sql::Connection& connection) -> Result<std::vector<std::string>> {
          TATARA_ASSIGN(const auto datasets, dataset::listDatasets(connection));
          std::vector<std::string> names;
          for (const auto& one : datasets) {
            names.push_back(one.name);
          }
          return names;
        },
        stop);
  });
}

void TryPage::show(const EndpointFactsPtr& facts, const QString& server) {
  const bool other = facts->endpoint.name != m_endpoint;
  m_facts = facts;
  m_endpoint = facts->endpoint.name;
  m_server = server;
  m_token->setVisible(facts->wantsToken());
  if (other) {
    m_answers.clear();
    m_edited = false;
    showAnswers();
  }
  if (!m_edited && m_body->toPlainText().isEmpty()) {
    setBody(QString::fromUtf8(QJsonDocument(exampleRow(*facts)).toJson()).trimmed());
  }
  updateButton();
}

void TryPage::setBody(const QString& json) {
  m_body->setPlainText(json);
  m_edited = false;
}

void TryPage::tell(const QString& problem) {
  m_problem->setText(problem);
  m_problem->setVisible(!problem.isEmpty());
}

std::string TryPage::token() const {
  return m_token->text().trimmed().toStdString();
}

void TryPage::updateButton() {
  const bool serving = !m_server.isEmpty();
  m_send->setEnabled(
      serving);  // while it is asked too: a button that goes off hands the keys to the next one
  m_send->setToolTip(serving ? tr("Ctrl+Enter") : tr("The model server is not running"));
}

void TryPage::takeRow() {
  if (!m_facts) {
    return;
  }
  const std::string name = m_source->currentData().toString().toStdString();
  if (name.empty()) {
    setBody(QString::fromUtf8(QJsonDocument(exampleRow(*m_facts)).toJson()).trimmed());
    return;
  }
  m_row.start([store = m_store, facts = m_facts, name, row = m_rowNumber->value()](std::stop_token stop) {
    return datasetRow(store, name, row, facts->signature ? &*facts->signature : nullptr, stop);
  });
}

void TryPage::format() {
  const auto json = text::parseJson(m_body->toPlainText().toStdString());
  tell(json ? QString() : messageText(json.error()));
  if (json) {
    m_body->setPlainText(fromUtf8(text::toPrettyJson(*json)));
  }
}

void TryPage::send() {
  if (!m_facts || m_server.isEmpty() || m_ask.running()) {
    return;
  }
  const auto json = text::parseJson(m_body->toPlainText().toStdString());
  tell(!json               ? messageText(json.error())
       : !json->isObject() ? tr("One row is an object: {\"column\": value}")
                           : QString());
  if (!json || !json->isObject()) {
    return;
  }
  std::vector<std::int64_t> versions;
  for (const deploy::Route& route : m_facts->endpoint.routes) {
    versions.push_back(route.version);
  }
  m_ask.start([server = ServerDoor(m_server.toStdString(), m_facts->wantsToken() ? token() : std::string()),
               name = m_endpoint, versions,
               row = text::toJson(*json)](std::stop_token) -> Result<std::vector<TryAnswer>> {
    return askVersions(server, name, versions, row);
  });
  updateButton();
}

void TryPage::showAnswers() {
  while (QLayoutItem* item = m_results->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  if (m_answers.empty()) {
    m_results->addWidget(new EmptyState(QStringLiteral("deployments"), tr("Nothing sent yet"),
                                        tr("Send the row to see what each version answers")));
    updateButton();
    return;
  }
  for (const TryAnswer& answer : m_answers) {
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 8, 0, 0);
    const bool good = answer.status == 200;
    row->addWidget(new Label(versionText(answer.version), TextRole::CardTitle));
    row->addWidget(new Badge(good ? BadgeState::Ok : BadgeState::Failed,
                             good                 ? tr("Answered")
                             : answer.status == 0 ? tr("Unreachable")
                                                  : tr("Refused (%1)").arg(answer.status)));
    row->addStretch(1);
    row->addWidget(new Label(latencyText(answer.milliseconds / 1000), TextRole::Caption, &Colors::tx3));
    m_results->addWidget(head);
    const bool number = std::isfinite(answer.value);
    auto* words = new Label(answer.failure.empty() ? answer.text : phraseText(answer.failure),
                            number ? TextRole::Kpi : TextRole::Code, good ? &Colors::tx1 : &Colors::err);
    words->setOverflow(number ? Overflow::Elide : Overflow::Wrap);
    m_results->addWidget(words);
    const double first = m_answers.front().value;
    if (&answer != &m_answers.front() && number && std::isfinite(first)) {
      const double delta = answer.value - first;
      m_results->addWidget(new Label(tr("%1 %2 against %3")
                                         .arg(deltaGlyph(delta))
                                         .arg(deltaText(delta), versionText(m_answers.front().version)),
                                     TextRole::Caption, &Colors::tx2));
    }
  }
  m_results->addStretch(1);
  updateButton();
}

}  // namespace tatara::ui
