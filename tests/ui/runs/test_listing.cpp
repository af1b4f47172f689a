// What the panel shows follows from values: filter, sorting, groups, columns, cells, and what is copied.
#include <bit>
#include <cmath>

#include "core/base/number_text.h"
#include "core/track/best_column.h"
#include "tests/support/ui_test.h"
#include "tests/ui/runs/runs_fixture.h"
#include "ui/chart/chart_text.h"
#include "ui/runs/condition.h"
#include "ui/runs/filter_area.h"
#include "ui/runs/insight.h"
#include "ui/runs/internal/derived_columns.h"
#include "ui/runs/run_source.h"
#include "ui/runs/run_text.h"

using namespace tatara;
using namespace tatara::ui;

namespace {

struct Shown {
  RunTablePtr table;
  MeaningsPtr meanings;
};

Shown load(store::Store& store) {
  Shown shown;
  std::vector<track::Experiment> experiments;
  const Status status = store.read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(shown.table, track::RunTable::load(connection, {}, track::ViewType::ActiveOnly));
    TATARA_ASSIGN(experiments, track::loadExperiments(connection, track::ViewType::ActiveOnly));
    return {};
  });
  if (!status) {
    qFatal("%s", status.error().message.c_str());
  }
  shown.meanings = makeMeanings(std::move(experiments), *shown.table);
  return shown;
}

ListingPtr list(const Shown& shown, const ViewState& view, std::set<RowId> open = {}) {
  ListingRequest request;
  request.table = shown.table;
  request.meanings = shown.meanings;
  request.view = view;
  request.open = std::move(open);
  request.before = std::make_shared<const std::vector<RowId>>();
  auto listing = makeListing(request, {});
  if (!listing) {
    qFatal("%s", listing.error().message.c_str());
  }
  return *listing;
}

bool hasColumn(const Listing& listing, const std::string& id) {
  return std::any_of(listing.columns.begin(), listing.columns.end(),
                     [&](const ColumnSpec& spec) { return spec.id == id; });
}

QString cellText(const Listing& listing, RowId row, const std::string& column) {
  const RunSource source(std::make_shared<const Listing>(listing), std::make_shared<const RunLooks>());
  for (std::size_t i = 0; i < listing.columns.size(); ++i) {
    if (listing.columns[i].id == column) {
      const Cell cell = source.cell(row, static_cast<int>(i));
      return cell.missing ? QStringLiteral("–") : cell.text;
    }
  }
  return QStringLiteral("no such column");
}

}  // namespace

class ListingTest final : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void theDecidingMetricSortsBestFirstAndMissingValuesComeLastBothWays();
  void anExperimentWhoseMetricNobodyLoggedDoesNotDecideForTheOthers();
  void figuresOfAColumnAreTheSameInEveryOrder();
  void conditionsFilterAndAnEmptyResultSaysWhatEachOneCosts();
  void columnsThatAreTheSameEverywhereHideAndAreCounted();
  void parametersThatTellRunsApartComeFirst();
  void curvesAndDatesHaveTheColumnsTheyNeed();
  void groupsShowMeanAndSpreadAndOpenInPlace();
  void aConditionGroupsTheTableInTwo();
  void groupIdsOutliveARefresh();
  void deltasAreAgainstTheBaseline();
  void aHeaderClickGoesBestWorstNoneAndShiftAddsAKey();
  void chipsReadLikeWordsAndExpressionsSplitAtTheTop();
  void aViewSurvivesJsonAndBrokenJsonIsRefused();
  void thePlantedParameterExplainsTheMetric();
  void epsilonSquaredMatchesAWorkedExample();
  void theParetoFrontIsThatOfBruteForce();
  void differencesLeadWithWhatDiffers();
  void pythonNamesTheRunsWhereMlflowCannotSearchLikeThis();
  void csvKeepsFullPrecisionAndQuotes();
  void aSecondKeyDecidesAmongEqualsOfTheFirst();
  void bestValuesAndExpressionsAreColumns();
  void latexHasTheColumnsThatAreShown();
  void aConditionIsItsChipsTooltipAsItStands();

 private:
  tests::TempWorkspace m_workspace;
  Shown m_shown;
};

void ListingTest::initTestCase() {
  test::seedRuns(m_workspace.store(), 40, 4);
  const Status status = m_workspace.store().write([](store::Writer& writer) -> Status {
    track::NewRun bare;
    bare.experiment = track::ExperimentId(0);
    bare.name = "no, \"metrics\"";
    TATARA_TRY(track::createRun(writer, bare, fromUnixMillis(test::kNoon)));
    return {};
  });
  QVERIFY(status.has_value());
  m_shown = load(m_workspace.store());
  QCOMPARE(m_shown.table->size(), std::size_t(41));
  QCOMPARE(QString::fromStdString(m_shown.meanings->primary), QStringLiteral("val_rmse"));
}

void ListingTest::theDecidingMetricSortsBestFirstAndMissingValuesComeLastBothWays() {
  for (const bool descending : {false, true}) {
    ViewState view;
    view.sort = {{"metrics.val_rmse", descending}};
    const ListingPtr listing = list(m_shown, view);
    const std::vector<double> values = numbersOf(*m_shown.table, "metrics.val_rmse", listing->rows);
    QVERIFY(std::isnan(values.back()));
    for (std::size_t i = 1; i + 1 < values.size(); ++i) {
      QVERIFY(descending ? values[i - 1] >= values[i] : values[i - 1] <= values[i]);
    }
  }
}

// To the last bit: best values, decimals, and the mean of what decides.
void ListingTest::anExperimentWhoseMetricNobodyLoggedDoesNotDecideForTheOthers() {
  track::Experiment failed;
  failed.tags = {{std::string(track::tag::kPrimaryMetric), "never_logged"}};
  track::Experiment plain;
  const auto primary = [this](std::vector<track::Experiment> experiments) {
    return makeMeanings(std::move(experiments), *m_shown.table)->primary;
  };
  std::vector<track::Experiment> all = m_shown.meanings->experiments;
  all.insert(all.begin(), failed);
  QCOMPARE(primary(all), std::string("val_rmse"));
  QVERIFY(m_shown.table->findMetric(primary({failed, plain})) != nullptr);
  QCOMPARE(primary({failed}), std::string("never_logged"));  // its first run may be about to log it
}

void ListingTest::figuresOfAColumnAreTheSameInEveryOrder() {
  ViewState view;
  const ListingPtr plain = list(m_shown, view);
  for (const char* column : {"metrics.val_rmse", "metrics.val_mae", "params.eta", "run.name"}) {
    for (const bool descending : {false, true}) {
      view.sort = {{column, descending}};
      const ListingPtr sorted = list(m_shown, view);
      QCOMPARE(std::bit_cast<std::uint64_t>(sorted->primary.mean()),
               std::bit_cast<std::uint64_t>(plain->primary.mean()));
      QCOMPARE(sorted->columns.size(), plain->columns.size());
      for (std::size_t i = 0; i < sorted->sources.size(); ++i) {
        const RunColumn& source = sorted->sources[i];
        QCOMPARE(source.decimals, plain->sources[i].decimals);
        if (source.origin != Origin::Metric || sorted->columns[i].better == BetterWhen::Unknown) {
          continue;
        }
        double best = std::nan("");
        for (const std::uint32_t row : sorted->rows) {
          const double value = source.metric->last[row];
          const bool lower = sorted->columns[i].better == BetterWhen::Lower;
          if (source.metric->present[row] != 0 && !(lower ? value >= best : value <= best)) {
            best = value;
          }
        }
        QCOMPARE(source.best, best);
      }
    }
  }
}

void ListingTest::conditionsFilterAndAnEmptyResultSaysWhatEachOneCosts() {
  ViewState view;
  view.conditions = {"metrics.val_rmse < 42", "params.max_depth >= 7"};
  const ListingPtr some = list(m_shown, view);
  QVERIFY(!some->rows.empty());
  for (const std::uint32_t row : some->rows) {
    QVERIFY(numberOf(*m_shown.table, "metrics.val_rmse", row) < 42);
    QVERIFY(numberOf(*m_shown.table, "params.max_depth", row) >= 7);
  }
  QVERIFY(some->without.empty());
  view.conditions = {"metrics.val_rmse < 42", "tags.data = 'nowhere'"};
  const ListingPtr none = list(m_shown, view);
  QVERIFY(none->rows.empty());
  QCOMPARE(none->without.size(), std::size_t(2));
  QCOMPARE(none->without[0], std::size_t(0));
  QVERIFY(none->without[1] > 0);
}

void ListingTest::columnsThatAreTheSameEverywhereHideAndAreCounted() {
  ViewState view;
  view.conditions = {"metrics.val_rmse < 1000"};
  const ListingPtr listing = list(m_shown, view);
  QVERIFY(hasColumn(*listing, "params.max_depth"));
  QVERIFY(!hasColumn(*listing, "params.booster"));
  QVERIFY(!hasColumn(*listing, "tags.data"));
  QCOMPARE(listing->identical, 2);
  view.shown = {"params.booster"};
  QVERIFY(hasColumn(*list(m_shown, view), "params.booster"));
  view.onlyDiffering = false;
  view.hidden = {"params.eta"};
  const ListingPtr all = list(m_shown, view);
  QVERIFY(hasColumn(*all, "tags.data"));
  QVERIFY(!hasColumn(*all, "params.eta"));
  view.collapsed = {"params"};
  const ListingPtr stub = list(m_shown, view);
  QVERIFY(hasColumn(*stub, "params.stub"));
  QVERIFY(!hasColumn(*stub, "params.max_depth"));
}

void ListingTest::parametersThatTellRunsApartComeFirst() {
  const ListingPtr listing = list(m_shown, {});
  QStringList keys;
  for (const ColumnSpec& column : listing->columns) {
    if (column.group == "params") {
      keys << QString::fromStdString(column.id).section(QLatin1Char('.'), 1);
    }
  }
  // The booster is the same wherever it was logged; one run has no parameters at all.
  QCOMPARE(keys.join(QLatin1Char(' ')), QStringLiteral("eta max_depth subsample booster"));
}

void ListingTest::curvesAndDatesHaveTheColumnsTheyNeed() {
  QVERIFY(hasColumn(*list(m_shown, {}), "curve.val_rmse"));
  tests::TempWorkspace once;
  test::seedRuns(once.store(), 3, 1);
  const Shown shown = load(once.store());
  QVERIFY(!hasColumn(*list(shown, {}), "curve.val_rmse"));  // dots
  ViewState view;
  view.shown = {"curve.val_rmse"};
  QVERIFY(hasColumn(*list(shown, view), "curve.val_rmse"));
  // Dates of another year are longer.
  const auto startedWidth = [&](std::int64_t now) {
    ListingRequest request;
    request.table = shown.table;
    request.meanings = shown.meanings;
    request.before = std::make_shared<const std::vector<RowId>>();
    request.now = fromUnixMillis(now);
    const auto listing = makeListing(request, {});
    const auto started = std::ranges::find((*listing)->columns, std::string("run.started"), &ColumnSpec::id);
    return started->width;
  };
  QVERIFY(startedWidth(test::kNoon) < 80);
  QVERIFY(startedWidth(test::kNoon + std::int64_t{366} * 86'400'000) > 100);
}

void ListingTest::groupsShowMeanAndSpreadAndOpenInPlace() {
  ViewState view;
  view.conditions = {"metrics.val_rmse < 1000"};
  view.groupBy = "tags.features";
  view.sort = {{"metrics.val_rmse", false}};
  const ListingPtr closed = list(m_shown, view);
  QCOMPARE(closed->groups.size(), std::size_t(2));
  QCOMPARE(closed->plan.after->size(), std::size_t(2));
  const RunGroup& group = closed->groups.front();
  double sum = 0;
  for (const std::uint32_t row : group.rows) {
    sum += numberOf(*m_shown.table, "metrics.val_rmse", row);
  }
  const QString mean = QString::number(sum / static_cast<double>(group.rows.size()), 'f', 2);
  QVERIFY2(cellText(*closed, group.id, "metrics.val_rmse").startsWith(mean + QStringLiteral(" ± ")),
           qPrintable(cellText(*closed, group.id, "metrics.val_rmse")));
  const ListingPtr open = list(m_shown, view, {group.id});
  QCOMPARE(open->plan.after->size(), 2 + group.rows.size());
  QCOMPARE((*open->plan.after)[0], group.id);
  QVERIFY((*open->plan.after)[1] > 0);
}

void ListingTest::aConditionGroupsTheTableInTwo() {
  ViewState view;
  view.sort = {{"metrics.val_rmse", false}};
  view.conditions = {"metrics.val_rmse < 1000"};
  const std::size_t all = list(m_shown, view)->rows.size();
  view.groupBy = "=metrics.val_rmse < 41 OR params.max_depth = '9'";
  const ListingPtr split = list(m_shown, view);
  QCOMPARE(split->groups.size(), std::size_t(2));
  QCOMPARE(split->groups[0].rows.size() + split->groups[1].rows.size(), all);
  for (const RunGroup& group : split->groups) {
    for (const std::uint32_t row : group.rows) {
      const auto depth = m_shown.table->findParam("max_depth")->at(row);
      const bool holds = numberOf(*m_shown.table, "metrics.val_rmse", row) < 41 || depth == "9";
      QCOMPARE(group.title.startsWith(QStringLiteral("not: ")), !holds);
    }
  }
  QVERIFY(cellText(*split, split->groups[0].id, "metrics.val_rmse").contains(QStringLiteral(" ± ")));
  view.conditions.push_back("metrics.val_rmse > 41");
  const ListingPtr fewer = list(m_shown, view);
  for (const RunGroup& group : fewer->groups) {
    QVERIFY(split->group(group.id) != nullptr);
  }
  view.groupBy = "=metrics.val_rmse < 0";
  QCOMPARE(list(m_shown, view)->groups.size(), std::size_t(1));
  view.conditions = {"metrics.val_rmse < 0"};
  QCOMPARE(list(m_shown, view)->groups.size(), std::size_t(0));
  ListingRequest unreadable;
  unreadable.table = m_shown.table;
  unreadable.meanings = m_shown.meanings;
  unreadable.view.groupBy = "=metrics.val_rmse <";
  unreadable.before = std::make_shared<const std::vector<RowId>>();
  const auto refused = makeListing(unreadable, {});
  QVERIFY(!refused);
  QVERIFY(refused.error().kind == ErrorKind::InvalidArgument);
}

void ListingTest::groupIdsOutliveARefresh() {
  ViewState view;
  view.groupBy = "params.max_depth";
  const ListingPtr first = list(m_shown, view);
  view.conditions = {"metrics.val_rmse < 41"};
  const ListingPtr second = list(m_shown, view);
  for (const RunGroup& group : second->groups) {
    QVERIFY(first->group(group.id) != nullptr);
    QCOMPARE(first->group(group.id)->title, group.title);
  }
}

void ListingTest::deltasAreAgainstTheBaseline() {
  ViewState view;
  view.sort = {{"metrics.val_rmse", false}};
  const ListingPtr plain = list(m_shown, view);
  QVERIFY(!hasColumn(*plain, "delta.val_rmse"));
  const std::uint32_t best = plain->rows[0];
  const std::uint32_t second = plain->rows[1];
  view.baseline = m_shown.table->run(second).id.value();
  const ListingPtr listing = list(m_shown, view);
  QVERIFY(hasColumn(*listing, "delta.val_rmse"));
  QCOMPARE(cellText(*listing, rowIdOf(*m_shown.table, second), "delta.val_rmse"), QStringLiteral("baseline"));
  QVERIFY(cellText(*listing, rowIdOf(*m_shown.table, best), "delta.val_rmse").startsWith(QChar(0x25BE)));
  QCOMPARE(cellText(*listing, rowIdOf(*m_shown.table, plain->rows.back()), "delta.val_rmse"),
           QStringLiteral("–"));
  QCOMPARE(deltaTone(BetterWhen::Lower, -1), Tone::Better);
  QCOMPARE(deltaTone(BetterWhen::Higher, -1), Tone::Worse);
  QCOMPARE(deltaTone(BetterWhen::Unknown, -1), Tone::Secondary);
}

void ListingTest::aHeaderClickGoesBestWorstNoneAndShiftAddsAKey() {
  std::vector<SortKey> sort = sortAfterClick({}, "metrics.auc", BetterWhen::Higher, false);
  QCOMPARE(sort, (std::vector<SortKey>{{"metrics.auc", true}}));
  sort = sortAfterClick(sort, "metrics.auc", BetterWhen::Higher, false);
  QCOMPARE(sort, (std::vector<SortKey>{{"metrics.auc", false}}));
  QVERIFY(sortAfterClick(sort, "metrics.auc", BetterWhen::Higher, false).empty());
  sort = sortAfterClick(sort, "params.eta", BetterWhen::Unknown, true);
  QCOMPARE(sort.size(), std::size_t(2));
  sort = sortAfterClick(sort, "params.eta", BetterWhen::Unknown, true);
  QCOMPARE(sort[1], (SortKey{"params.eta", true}));
  sort = sortAfterClick(sort, "params.eta", BetterWhen::Unknown, true);
  QCOMPARE(sort.size(), std::size_t(1));
}

void ListingTest::chipsReadLikeWordsAndExpressionsSplitAtTheTop() {
  QCOMPARE(chipText("metrics.val_rmse < 46"), QStringLiteral("val_rmse < 46"));
  QCOMPARE(chipText("status IN ('FINISHED', 'RUNNING')"), QStringLiteral("status is finished or running"));
  QCOMPARE(chipText("params.model = 'xgboost'"), QStringLiteral("model = xgboost"));
  QCOMPARE(chipText("metrics.a < 1 OR metrics.b < 2"), QStringLiteral("metrics.a < 1 OR metrics.b < 2"));
  const auto parts =
      splitConditions("metrics.a < 1 AND (params.b = 'x' OR params.b = 'y') AND tags.c IS NULL");
  QVERIFY(parts.has_value());
  QCOMPARE(parts->size(), std::size_t(3));
  for (const std::string& part : *parts) {
    QVERIFY(query::parseFilter(query::Entity::Run, part).has_value());
  }
  QVERIFY(query::parseFilter(query::Entity::Run, joinedFilter(*parts)).has_value());
  QVERIFY(!splitConditions("metrics.a <").has_value());
  for (const char* text : {"metrics.val_rmse < 46", "tags.`a b` LIKE '%x%'", "params.eta IN ('0.1', '0.2')",
                           "params.max_depth >= 7", "tags.c IS NOT NULL"}) {
    const auto simple = simpleCondition(text);
    QVERIFY2(simple.has_value(), text);
    const auto again = simpleCondition(conditionText(*simple));
    QVERIFY(again.has_value());
    QCOMPARE(again->values, simple->values);
    QVERIFY(again->op == simple->op && again->field == simple->field);
  }
}

void ListingTest::aViewSurvivesJsonAndBrokenJsonIsRefused() {
  ViewState view;
  view.conditions = {"metrics.a < 1"};
  view.sort = {{"metrics.a", true}, {"params.b", false}};
  view.groupBy = "repeats";
  view.hidden = {"params.x"};
  view.shown = {"curve.b"};
  view.order = {"metrics.b", "metrics.a"};
  view.collapsed = {"tags"};
  view.widths = {{"metrics.a", 99}};
  view.onlyDiffering = false;
  view.layout = RunsLayout::Charts;
  view.axis = CurveAxis::Wall;
  view.smoothing = 0.75;
  view.logScale = true;
  view.logX = true;
  view.spread = true;
  view.xMetric = "train_rmse";
  view.smoothingMethod = SmoothingMethod::Gaussian;
  view.grouping = {"params.a", "tags.b", "parent", GroupCenter::Median, GroupBand::Quartiles};
  view.charts = {{RunChartKind::Heatmap, "a", "params.x", "params.y"},
                 {RunChartKind::Line, "=a / b", {}, {}}};
  view.charts[1].yRange = std::pair(-1.5, 1e9);
  view.charts[1].lines = {{45, "target"}, {0.1, ""}};
  view.charts[1].place = GridPlace{3, 7, 9, 2};
  view.charts[1].reading = RunReading::MeanOfLast;
  view.charts[1].lastCount = 12;
  view.baseline = "abc";
  const auto read = viewStateFromJson(toJson(view));
  QVERIFY(read.has_value());
  QVERIFY(*read == view);
  QVERIFY(!viewStateFromJson("[1, 2").has_value());
  QVERIFY(!viewStateFromJson("[1, 2]").has_value());
  const auto odd = viewStateFromJson(R"({"layout": 77, "smoothing": 9, "widths": {"a": -5}, "sort": "no"})");
  QVERIFY(odd.has_value());
  QCOMPARE(odd->layout, RunsLayout::Charts);
  QCOMPARE(odd->smoothing, 0.99);
  QCOMPARE(odd->widths.at("a"), 24);
  const auto charts = viewStateFromJson(
      R"({"axis": 3, "charts": [{"kind": 0, "yRange": [2, 1], "place": [11, -4, 40, 0], "lines": [1, {"y": 2}]}]})");
  QVERIFY(charts.has_value());
  QCOMPARE(charts->axis, CurveAxis::Step);  // there is no metric to put there
  QVERIFY(!charts->charts[0].yRange.has_value());
  QVERIFY(charts->charts[0].place == (GridPlace{0, 0, 12, 1}));
}

void ListingTest::thePlantedParameterExplainsTheMetric() {
  ViewState view;
  const ListingPtr listing = list(m_shown, view);
  const std::vector<Importance> importance = importanceOf(*listing, "val_rmse");
  QVERIFY(!importance.empty());
  QCOMPARE(QString::fromStdString(importance.front().column), QStringLiteral("params.max_depth"));
  QVERIFY(importance.front().share > 0.7);
  QCOMPARE(importance.front().runs, std::size_t(40));
  for (const Importance& one : importance) {
    QVERIFY(one.column != "params.booster");
    QVERIFY(one.column == "params.max_depth" || one.share < 0.4);
  }
}

void ListingTest::epsilonSquaredMatchesAWorkedExample() {
  // SSB = 24, SSW = 6, SST = 30, k = 3, n = 9: (24 − 2·1) / 30.
  const std::vector<double> values{1, 2, 3, 3, 4, 5, 5, 6, 7};
  const std::vector<int> groups{0, 0, 0, 1, 1, 1, 2, 2, 2};
  QVERIFY(std::abs(epsilonSquared(values, groups) - 22.0 / 30.0) < 1e-12);
  QVERIFY(std::isnan(epsilonSquared({1, 2, 3}, {0, 0, 0})));
  QVERIFY(std::isnan(epsilonSquared({1, 2, 3}, {0, 1, 2})));
}

void ListingTest::theParetoFrontIsThatOfBruteForce() {
  std::mt19937 random(7);
  for (int turn = 0; turn < 50; ++turn) {
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 60; ++i) {
      x.push_back(static_cast<double>(random() % 30));
      y.push_back(static_cast<double>(random() % 30));
    }
    std::set<std::size_t> expected;
    for (std::size_t i = 0; i < x.size(); ++i) {
      bool beaten = false;
      for (std::size_t k = 0; k < x.size(); ++k) {
        beaten = beaten || (x[k] <= x[i] && y[k] <= y[i] && (x[k] < x[i] || y[k] < y[i]));
      }
      if (!beaten) {
        expected.insert(i);
      }
    }
    const std::vector<std::size_t> front = paretoFront(x, y, track::Direction::LowerIsBetter);
    QCOMPARE(std::set<std::size_t>(front.begin(), front.end()), expected);
  }
}

void ListingTest::differencesLeadWithWhatDiffers() {
  ViewState view;
  view.sort = {{"metrics.val_rmse", false}};
  const ListingPtr listing = list(m_shown, view);
  const std::vector<std::uint32_t> rows{listing->rows[0], listing->rows[20]};
  const std::vector<Importance> importance = importanceOf(*listing, "val_rmse");
  const Differences changed = differencesOf(*listing, rows, importance, DifferenceScope::Changed);
  QCOMPARE(changed.params, 4);
  QVERIFY(changed.differing >= 1);
  QCOMPARE(changed.rows.front().name, QStringLiteral("max_depth"));
  QVERIFY(changed.rows.front().changed[1]);
  QVERIFY(std::none_of(changed.rows.begin(), changed.rows.end(),
                       [](const DifferenceRow& row) { return row.name == QStringLiteral("booster"); }));
  const Differences all = differencesOf(*listing, rows, importance, DifferenceScope::All);
  QVERIFY(std::any_of(all.rows.begin(), all.rows.end(),
                      [](const DifferenceRow& row) { return row.name == QStringLiteral("booster"); }));
}

void ListingTest::pythonNamesTheRunsWhereMlflowCannotSearchLikeThis() {
  const QString server = QStringLiteral("http://127.0.0.1:5050");
  ViewState view;
  view.conditions = {"metrics.val_rmse < 40"};
  view.sort = {{"metrics.val_rmse", false}};
  const QString plain = pythonSearch(*list(m_shown, view), view, track::ExperimentId(1), {}, server);
  QVERIFY(plain.contains(QStringLiteral("set_tracking_uri(\"http://127.0.0.1:5050\")")));
  QVERIFY(plain.contains(QStringLiteral("filter_string=\"metrics.val_rmse < 40\"")));
  QVERIFY(plain.contains(QStringLiteral("order_by=[\"metrics.`val_rmse` ASC\"]")));
  QVERIFY(plain.contains(QStringLiteral("experiment_ids=[\"1\"]")));
  view.conditions.push_back("metrics.val_rmse < 39 OR params.max_depth = '7'");
  const ListingPtr listing = list(m_shown, view);
  const QString named = pythonSearch(*listing, view, std::nullopt, {}, server);
  QVERIFY(named.contains(QStringLiteral("attributes.run_id IN ('")));
  QVERIFY(named.contains(QString::fromStdString(m_shown.table->run(listing->rows[0]).id.value())));
}

void ListingTest::csvKeepsFullPrecisionAndQuotes() {
  ViewState view;
  view.sort = {{"metrics.val_rmse", false}};
  const ListingPtr listing = list(m_shown, view);
  const QList<QByteArray> lines = listingCsv(*listing).trimmed().split('\n');
  QCOMPARE(lines.size(), qsizetype(42));
  QVERIFY(lines[0].startsWith("run_id,"));
  QVERIFY(lines.back().contains("\"no, \"\"metrics\"\"\""));
  const double value = numberOf(*m_shown.table, "metrics.val_rmse", listing->rows[0]);
  QVERIFY(lines[1].contains(QByteArray::fromStdString(toText(value))));
}

void ListingTest::aSecondKeyDecidesAmongEqualsOfTheFirst() {
  ViewState view;
  view.sort = {{"params.max_depth", true}, {"metrics.val_rmse", false}};
  const ListingPtr listing = list(m_shown, view);
  for (std::size_t i = 1; i < 40; ++i) {
    const double before = numberOf(*m_shown.table, "params.max_depth", listing->rows[i - 1]);
    const double here = numberOf(*m_shown.table, "params.max_depth", listing->rows[i]);
    QVERIFY(before >= here);
    if (before == here) {
      QVERIFY(numberOf(*m_shown.table, "metrics.val_rmse", listing->rows[i - 1]) <=
              numberOf(*m_shown.table, "metrics.val_rmse", listing->rows[i]));
    }
  }
}

void ListingTest::bestValuesAndExpressionsAreColumns() {
  ViewState view;
  view.shown = {"best.val_rmse", "=val_rmse / val_mae + max_depth", "=no_such / 2", "best.no_such"};
  view.sort = {{"=val_rmse / val_mae + max_depth", true}};
  ListingRequest request;
  request.table = m_shown.table;
  request.meanings = m_shown.meanings;
  request.view = view;
  request.before = std::make_shared<const std::vector<RowId>>();
  request.best["val_rmse"] =
      m_workspace.store()
          .read([&](sql::Connection& c) {
            return track::loadBest(c, *m_shown.table, "val_rmse", track::Extreme::Least);
          })
          .value();
  const ListingPtr listing = makeListing(request, {}).value();
  QVERIFY(hasColumn(*listing, "best.val_rmse"));
  QVERIFY(hasColumn(*listing, "=val_rmse / val_mae + max_depth"));
  QVERIFY(!hasColumn(*listing, "=no_such / 2"));
  QVERIFY(!hasColumn(*listing, "best.no_such"));
  double before = INFINITY;
  for (const std::uint32_t row : listing->rows) {
    const double expected =
        numberOf(*m_shown.table, "metrics.val_rmse", row) / numberOf(*m_shown.table, "metrics.val_mae", row) +
        numberOf(*m_shown.table, "params.max_depth", row);
    const track::MetricColumn& column = *listing->derived.at("=val_rmse / val_mae + max_depth");
    QCOMPARE(column.present[row] != 0, !std::isnan(expected));
    if (column.present[row] == 0) {
      before = -INFINITY;  // missing ones come last
      continue;
    }
    QCOMPARE(column.last[row], expected);
    QVERIFY(expected <= before);
    before = expected;
    const double best = listing->derived.at("best.val_rmse")->last[row];
    QVERIFY(best <= numberOf(*m_shown.table, "metrics.val_rmse", row));
  }
  const RowId first = rowIdOf(*m_shown.table, listing->rows.front());
  QVERIFY(cellText(*listing, first, "best.val_rmse") != QStringLiteral("–"));
  // A group of a best value has mean, deviation and the best of its runs.
  request.view.groupBy = "tags.features";
  request.view.conditions = {"metrics.val_rmse < 1000"};
  const ListingPtr grouped = makeListing(request, {}).value();
  QVERIFY(cellText(*grouped, grouped->groups.front().id, "best.val_rmse").contains(QStringLiteral("±")));
  // The Python of the view does not name what MLflow's search has no order for.
  QVERIFY(!pythonSearch(*listing, view, std::nullopt, {}, QStringLiteral("http://x"))
               .contains(QStringLiteral("order_by")));
  QCOMPARE(derivedColumns(*viewStateFromJson(toJson(view))), derivedColumns(view));
}

void ListingTest::aConditionIsItsChipsTooltipAsItStands() {
  FilterArea area(nullptr);
  ViewState view;
  view.conditions = {"tags.note = '<b>x</b>'", "params.eta < 0.1"};
  area.show(view, {}, nullptr);
  QStringList tips;
  for (const QWidget* child : area.findChildren<QWidget*>()) {
    if (child->toolTip().contains(QStringLiteral("note")) || child->toolTip().contains(QLatin1Char('<'))) {
      tips << child->toolTip();
    }
  }
  QCOMPARE(tips, (QStringList{QStringLiteral("<qt>tags.note = '&lt;b&gt;x&lt;/b&gt;'</qt>"),
                              QStringLiteral("params.eta < 0.1")}));
}

void ListingTest::latexHasTheColumnsThatAreShown() {
  ViewState view;
  view.sort = {{"metrics.val_rmse", false}};
  const ListingPtr listing = list(m_shown, view);
  const QString latex = latexTable(listingTable(*listing, {listing->rows.front(), listing->rows.back()}));
  QVERIFY(latex.startsWith(QStringLiteral("\\begin{tabular}")));
  QVERIFY(latex.contains(QStringLiteral("val\\_rmse")));
  QCOMPARE(latex.count(QStringLiteral("\\\\\n")), qsizetype(3));
}

TATARA_UI_TEST_MAIN(ListingTest)
#include "test_listing.moc"
