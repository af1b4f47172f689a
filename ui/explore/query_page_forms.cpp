// The Query tab without SQL: the forms, and the statements they come to.
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/explore/internal/query_outcome.h"
#include "ui/explore/query_editor.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"

namespace tatara::ui {
namespace {

// Rows that a form shows; the whole result is what Save keeps.
constexpr std::uint64_t kMostFormRows = 100'000;

Result<JoinCounts> countJoin(dataset::Query& query, const dataset::JoinRequest& request,
                             std::stop_token stop) {
  TATARA_ASSIGN(const std::string sql, dataset::joinCountsSql(request));
  const auto answer = query.run(sql, {}, std::move(stop));
  if (!answer.value) {
    return answer.failure.error;
  }
  const auto number = [&](std::size_t column) {
    return static_cast<std::uint64_t>(answer.value->columns[column].number(0));
  };
  return JoinCounts{.matched = number(0),
                    .leftWith = number(1),
                    .leftWithout = number(2),
                    .leftMissing = number(3),
                    .rightWith = number(4),
                    .rightWithout = number(5),
                    .rightMissing = number(6),
                    .leftRepeated = number(7),
                    .rightRepeated = number(8)};
}

}  // namespace

void QueryPage::buildForms(QVBoxLayout* column) {
  m_group = new GroupForm;
  m_join = new JoinForm;
  for (QWidget* form : {static_cast<QWidget*>(m_group), static_cast<QWidget*>(m_join)}) {
    form->hide();
    column->addWidget(form);
  }
  connect(m_ways, &SegmentedControl::currentChanged, this, &QueryPage::askBy);
  connect(m_group, &GroupForm::changed, this, [this] {
    const dataset::PivotRequest request = m_group->request();
    if (!request.rows.empty() || request.columns) {
      runGroups();
    }
  });
  connect(m_join, &JoinForm::changed, this, [this] {
    if (const auto request = m_join->request(); request && !request->keys.empty()) {
      runJoin();
    }
  });
  connect(m_join, &JoinForm::joinAsked, this, &QueryPage::runJoin);
  connect(m_join, &JoinForm::unmatchedAsked, this, &QueryPage::showUnmatched);
}

void QueryPage::askBy(int way) {
  m_ways->setCurrent(way);
  m_group->setVisible(way == 1);
  m_join->setVisible(way == 2);
  m_editor->setVisible(way == 0);
  m_problem->hide();
  fitTop();
}

// Without the editor only what went wrong stands above the result.
void QueryPage::fitTop() {
  constexpr int kProblemHeight = 60;
  const bool sheet = m_ways->current() == 0;
  m_top->setVisible(sheet || m_problem->isVisibleTo(m_top));
  m_top->setMaximumHeight(sheet ? QWIDGETSIZE_MAX : kProblemHeight);
}

void QueryPage::setFilter(const QString& where) {
  m_group->setFilter(where);
}

void QueryPage::start(const std::string& naming, Ask ask) {
  m_problem->hide();
  fitTop();
  m_editor->setProblem(std::nullopt);
  m_job.start([kept = m_store, versions = named(naming),
               ask = std::move(ask)](std::stop_token stop) -> Result<OutcomePtr> {
    TATARA_ASSIGN(const auto query, openQuery(kept, versions, stop));
    return ask(*query, stop);
  });
  showRunning(true);
}

void QueryPage::runGroups() {
  const dataset::PivotRequest request = m_group->request();
  start(dataset::columnValuesSql(request),
        [request](dataset::Query& query, std::stop_token stop) -> Result<OutcomePtr> {
          dataset::PivotRequest whole = request;
          if (whole.columns) {
            const auto values = query.run(dataset::columnValuesSql(whole), {}, stop);
            if (!values.value) {
              return values.failure.error;
            }
            const dataset::QueryColumn& column = values.value->columns.front();
            for (std::size_t row = 0; row < values.value->rows; ++row) {
              whole.columnValues.push_back(column.missing[row]
                                               ? std::optional<std::string>()
                                               : std::optional<std::string>(column.text(row)));
            }
          }
          TATARA_ASSIGN(const std::string sql, dataset::pivotSql(whole));
          auto outcome = std::make_shared<Outcome>();
          outcome->sql = QString::fromStdString(sql);
          outcome->answer = query.run(sql, {.rows = kMostFormRows}, stop);
          outcome->plan = QString::fromStdString(query.plan(sql, stop).value.value_or(std::string()));
          return outcome;
        });
}

void QueryPage::runJoin() {
  const auto request = m_join->request();
  if (!request) {
    showProblem({makeError(ErrorKind::InvalidArgument, tr("Choose a dataset to join with").toStdString())});
    return;
  }
  const auto sql = dataset::joinSql(*request);
  if (!sql) {
    showProblem({sql.error()});
    return;
  }
  start(*sql,
        [request = *request, sql = *sql](dataset::Query& query, std::stop_token stop) -> Result<OutcomePtr> {
          auto outcome = std::make_shared<Outcome>();
          outcome->sql = QString::fromStdString(sql);
          TATARA_ASSIGN(outcome->counts, countJoin(query, request, stop));
          outcome->answer = query.run(sql, {.rows = kMostFormRows}, stop);
          outcome->plan = QString::fromStdString(query.plan(sql, stop).value.value_or(std::string()));
          return outcome;
        });
}

void QueryPage::showUnmatched(dataset::JoinSide side) {
  const auto request = m_join->request();
  const auto sql = request ? dataset::unmatchedSql(*request, side) : Result<std::string>(std::string());
  if (!request || !sql) {
    return;
  }
  start(*sql, [sql = *sql](dataset::Query& query, std::stop_token stop) -> Result<OutcomePtr> {
    auto outcome = std::make_shared<Outcome>();
    outcome->sql = QString::fromStdString(sql);
    outcome->answer = query.run(sql, {.rows = kMostFormRows}, stop);
    outcome->plan = QString::fromStdString(query.plan(sql, stop).value.value_or(std::string()));
    return outcome;
  });
}

}  // namespace tatara::ui
