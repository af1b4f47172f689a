// Predictions and importance found among artifacts, and what is drawn from them.
#include <cmath>
#include <numeric>
#include <random>

#include <QtTest>

#include "ui/rundetail/evidence.h"
#include "ui/rundetail/pages.h"

using namespace tatara::ui;

class EvidenceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void predictionsAreReadByTheNamesOfTheirColumns();
  void whatHasNotTheShapeIsLeftAlone();
  void importanceIsReadFromCsvAndJson();
  void everyRowIsInExactlyOneCell();
  void residualsOfPlantedBiasAreRecovered();
  void jsonIsFlattenedByPath();
};

void EvidenceTest::predictionsAreReadByTheNamesOfTheirColumns() {
  const auto read = readPredictions("row,Actual,predicted\n0,1.5,1\n1,2,2.5\n2,nan,3\n");
  QVERIFY(read);
  QCOMPARE(read->truthName, std::string("Actual"));
  QCOMPARE(read->truth, (std::vector<double>{1.5, 2}));
  QCOMPARE(read->guess, (std::vector<double>{1, 2.5}));
  QVERIFY(readPredictions("y_true,y_pred\n1,2\n3,4\n"));
}

void EvidenceTest::whatHasNotTheShapeIsLeftAlone() {
  QVERIFY(!readPredictions(""));
  QVERIFY(!readPredictions("actual,predicted\n"));
  QVERIFY(!readPredictions("a,b\n1,2\n3,4\n"));
  QVERIFY(!readPredictions("actual,predicted\n<=50K,>50K\n>50K,>50K\n<=50K,<=50K\n"));
  QVERIFY(!readPredictions("actual,predicted\n\"1,2\n3"));
  QVERIFY(!readImportanceJson("[1,2]"));
  QVERIFY(!readImportanceJson("{\"a\": {\"b\": 1}}"));
  QVERIFY(!readImportanceJson("{\"a\": "));
  QVERIFY(!readImportanceCsv("feature,gain\n"));
  QVERIFY(!readImportanceCsv("feature,gain\ntemp,much\n"));
}

void EvidenceTest::importanceIsReadFromCsvAndJson() {
  const auto csv = readImportanceCsv("feature,gain,weight\nhum,0.5,3\n\"a, b\",2.25,1\n");
  QVERIFY(csv);
  QCOMPARE(csv->kind, std::string("gain"));
  QCOMPARE(csv->bars[0].label, QStringLiteral("a, b"));
  QCOMPARE(csv->bars[0].value, 2.25);
  const auto json = readImportanceJson("{\"x\": 1, \"y\": 3.5}");
  QVERIFY(json);
  QCOMPARE(json->bars[0].label, QStringLiteral("y"));
}

void EvidenceTest::everyRowIsInExactlyOneCell() {
  std::mt19937 random(4);
  Predictions predictions;
  for (int i = 0; i < 5000; ++i) {
    predictions.truth.push_back(std::normal_distribution<double>(0, 10)(random));
    predictions.guess.push_back(predictions.truth.back() + std::normal_distribution<double>(0, 2)(random));
  }
  const DensityPlot::Grid grid = densityOf(predictions);
  QCOMPARE(std::accumulate(grid.counts.begin(), grid.counts.end(), 0.0), 5000.0);
  QVERIFY(looksContinuous(predictions.truth));
  QVERIFY(!looksContinuous(std::vector<double>{0, 1, 1, 0, 2}));
  // A constant has a range all the same.
  QVERIFY(densityOf({{}, "a", "b", {3, 3}, {3, 3}}).range.low < 3);
}

void EvidenceTest::residualsOfPlantedBiasAreRecovered() {
  Predictions predictions;
  for (int i = 0; i < 1200; ++i) {
    predictions.guess.push_back(i);
    // Too low by ten among the upper half.
    predictions.truth.push_back(i + (i >= 600 ? 10 : 0) + (i % 3 - 1));
  }
  const std::vector<BoxChart::Box> boxes = residualsOf(predictions);
  QCOMPARE(boxes.size(), std::size_t{12});
  QCOMPARE(boxes.front().p50, 0.0);
  QCOMPARE(boxes.back().p50, 10.0);
  QCOMPARE(boxes.front().count, std::size_t{100});
  QCOMPARE(boxes.front().p95, 1.0);
}

void EvidenceTest::jsonIsFlattenedByPath() {
  const std::vector<Fact> facts =
      flattenJson(R"({"processor": "Zen 4", "git": {"branch": "main"}, "list": ["a", 1], "no": null})");
  QCOMPARE(facts.size(), std::size_t{3});
  QCOMPARE(facts[1].name, QStringLiteral("git.branch"));
  QCOMPARE(facts[2].value, QStringLiteral("a 1"));
  QVERIFY(flattenJson("{").empty());
}

QTEST_GUILESS_MAIN(EvidenceTest)
#include "test_evidence.moc"
