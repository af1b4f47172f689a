#include <thread>

#include "tests/core/api/fixture.h"

namespace tatara::api {
namespace {

class MetricsPageTest : public ApiTest {
 protected:
  void SetUp() override {
    Options options;
    options.metrics = std::make_shared<ServerMetrics>(fromUnixMillis(1'700'000'000'500));
    serve(options);
  }

  // Requests are counted when their answer has gone out, which the client may see first.
  std::string pageWith(const std::string& line) {
    std::string page;
    for (int i = 0; i < 100; ++i) {
      page = ask("GET", "/metrics").text;
      if (page.find(line + "\n") != std::string::npos) {
        break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return page;
  }
};

TEST_F(MetricsPageTest, RequestsAreCountedByRouteMethodAndStatus) {
  const std::string run = createRun();
  post("runs/log-metric", R"({"run_id": ")" + run + R"(", "key": "a", "value": 1, "timestamp": 1})");
  post("runs/log-batch", R"({"run_id": ")" + run +
                             R"(", "metrics": [{"key": "a", "value": 1, "timestamp": 2, "step": 1},
                                {"key": "b", "value": 2, "timestamp": 2, "step": 1}]})");
  post("runs/log-metric", R"({"run_id": "none", "key": "a", "value": 1, "timestamp": 1})");
  const std::string line =
      R"(tatara_http_requests_total{method="POST",route="/api/2.0/mlflow/runs/log-metric",status="404"} 1)";
  const std::string page = pageWith(line);
  EXPECT_NE(page.find(line), std::string::npos) << page;
  EXPECT_NE(page.find(R"({method="POST",route="/api/2.0/mlflow/runs/log-metric",status="200"} 1)"),
            std::string::npos)
      << page;
  EXPECT_NE(page.find("\ntatara_logged_points_total 3\n"), std::string::npos) << page;
  EXPECT_NE(page.find("\nprocess_start_time_seconds 1700000000.5\n"), std::string::npos) << page;
}

TEST_F(MetricsPageTest, AClientCannotMakeUpSeries) {
  for (int i = 0; i < 20; ++i) {
    ask("GET", "/made/up/" + std::to_string(i));
    ask("GET", "/api/2.0/mlflow-artifacts/artifacts/x" + std::to_string(i));
  }
  const std::string line = R"(tatara_http_requests_total{method="GET",route="other",status="404"} 20)";
  const std::string page = pageWith(line);
  EXPECT_NE(page.find(line), std::string::npos) << page;
  EXPECT_EQ(page.find("made/up"), std::string::npos);
  EXPECT_EQ(page.find("artifacts/x"), std::string::npos);
}

TEST_F(MetricsPageTest, BucketsOfTheHistogramGrowToTheCount) {
  ServerMetrics metrics(fromUnixMillis(0));
  http::Exchange exchange;
  exchange.route = "/a";
  exchange.status = 200;
  for (const int micros : {400, 500, 600, 3'000, 20'000'000}) {
    exchange.time = std::chrono::microseconds(micros);
    metrics.count(exchange);
  }
  const std::string page = metrics.text();
  const auto has = [&](const std::string& part) {
    return page.find("tatara_http_request_duration_seconds" + part + "\n") != std::string::npos;
  };
  EXPECT_TRUE(has(R"(_bucket{route="/a",le="0.0005"} 2)")) << page;  // a bound belongs to its bucket
  EXPECT_TRUE(has(R"(_bucket{route="/a",le="0.001"} 3)"));
  EXPECT_TRUE(has(R"(_bucket{route="/a",le="10"} 4)"));
  EXPECT_TRUE(has(R"(_bucket{route="/a",le="+Inf"} 5)"));
  EXPECT_TRUE(has(R"(_count{route="/a"} 5)"));
  EXPECT_NE(page.find(R"(_seconds_sum{route="/a"} 20.0)"), std::string::npos) << page;
}

TEST_F(ApiTest, WithoutCountersThereIsNoMetricsPage) {
  EXPECT_EQ(ask("GET", "/metrics").status, 404);
}

}  // namespace
}  // namespace tatara::api
