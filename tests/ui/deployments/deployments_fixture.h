// A workspace with a model of three versions, and endpoints where they are asked for.
#pragma once

#include <fstream>

#include <QTemporaryDir>

#include <unistd.h>

#include "core/artifact/artifact_store.h"
#include "core/deploy/prediction_log.h"
#include "core/deploy/rollout.h"
#include "core/deploy/traffic.h"
#include "core/registry/registry.h"
#include "tests/support/golden.h"
#include "tests/support/ui_test.h"

namespace tatara::ui::test {

using namespace std::chrono_literals;

inline const Timestamp kNow = *parseIso8601("2026-11-20T14:00:00Z");

inline constexpr const char* kMlmodel =
    "flavors:\n  lightgbm:\n    data: model.lgb\nsignature:\n  inputs: "
    "'[{\"type\":\"double\",\"name\":\"temp\"},{\"type\":\"double\",\"name\":\"humidity\",\"required\":false}"
    ","
    "{\"type\":\"double\",\"name\":\"wind\",\"required\":false}]'\n";

inline std::string fixtureFile(const std::string& name) {
  std::ifstream file(qEnvironmentVariable("TATARA_SOURCE").toStdString() + "/tests/fixtures/models/" + name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A model of three versions, and endpoints where they are asked for.
class Fixture {
 public:
  explicit Fixture(bool realClock = false) : m_clock(kNow) {
    const auto workspace = store::createWorkspace(m_folder.path().toStdString() + "/bike-demand");
    Q_ASSERT(workspace);
    auto opened =
        realClock ? store::Store::open(*workspace) : store::Store::open(*workspace, {.clock = &m_clock});
    Q_ASSERT(opened);
    store = *opened;
    addModel();
  }

  void write(const store::WriteTask& task) const {
    const Status done = store->write(task);
    if (!done) {
      qFatal("%s", done.error().message.c_str());
    }
  }
  static registry::Actor actor() { return {.person = "aya", .program = "tatara"}; }

  deploy::EndpointId create(const std::string& name, std::int64_t version, Timestamp at) const {
    deploy::EndpointId id;
    write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto made,
                    deploy::createEndpoint(writer, {.name = name, .model = "bike-demand", .version = version},
                                           actor(), at));
      id = made.id;
      return {};
    });
    return id;
  }

  // An endpoint in the second step of a canary, an hour of traffic, and labels for some of it.
  void seed() const {
    const auto live = create("bike-demand-prod", 1, kNow - 96h);
    create("bike-demand-staging", 3, kNow - 24h);
    write([](store::Writer& writer) -> Status {
      const deploy::RolloutPlan plan{.steps = {{500, 10min, 100}, {2000, 30min, 1500}, {5000, 30min, 1500}}};
      TATARA_TRY(deploy::startRollout(writer, "bike-demand-prod", 2, plan, actor(), kNow - 30min));
      TATARA_ASSIGN(const auto endpoint, deploy::findEndpoint(writer.sql(), "bike-demand-prod"));
      TATARA_TRY(deploy::advanceRollout(writer, *endpoint, {.requests = 1000, .failed = 1}, {.requests = 120},
                                        actor(), kNow - 18min));
      TATARA_TRY(deploy::advanceRollout(writer, *endpoint, {.requests = 9000, .failed = 4, .slow = 3},
                                        {.requests = 1204, .slow = 1}, actor(), kNow - 1min));
      return {};
    });
    addTraffic(live);
    addRequests(live);
  }

  QString folder() const { return QString::fromStdString(store->workspace().root.string()); }
  deploy::Endpoint endpoint(const std::string& name) const {
    return **store->read([&](sql::Connection& c) { return deploy::findEndpoint(c, name); });
  }
  // As if a model server ran: this very process.
  void pretendServer() const {
    std::ofstream(store->workspace().stateFolder() / "model-server.json")
        << R"({"pid": )" << ::getpid() << R"(, "url": "http://127.0.0.1:8080"})";
  }

  void addLog() const {
    std::filesystem::create_directories(store->workspace().logFolder());
    std::ofstream(store->workspace().logFolder() / "model-server.log")
        << "2026-11-20T13:20:01.120 info bike-demand 1 is warm\n"
           "2026-11-20T13:30:02.334 info bike-demand 2 is warm\n"
           "2026-11-20T13:41:40.008 error The model server was ended by signal 9 (Killed); it is started "
           "again "
           "in 0.50s\n"
           "2026-11-20T13:41:40.702 info bike-demand 1 is warm\n"
           "2026-11-20T13:41:40.811 info bike-demand 2 is warm\n";
  }

  std::shared_ptr<store::Store> store;

 private:
  void addModel() const {
    const artifact::ArtifactStore artifacts(store);
    for (const char* version : {"1", "2", "3"}) {
      const std::string folder = "models/bike-demand/" + std::string(version) + "/";
      Q_ASSERT(artifacts.put(folder + "model.lgb", fixtureFile("regressor.lgb")));
      Q_ASSERT(artifacts.put(folder + "MLmodel", std::string(kMlmodel) + "run_id: r" + version + "\n"));
    }
    const Timestamp at = store->clock().now() - 120h;
    write([at](store::Writer& writer) -> Status {
      TATARA_TRY(registry::createModel(writer, {.name = "bike-demand"}, actor(), at));
      for (const char* version : {"1", "2", "3"}) {
        TATARA_TRY(registry::createVersion(
            writer,
            {.model = "bike-demand",
             .source = "models",
             .storage = std::string("mlflow-artifacts:/models/bike-demand/") + version},
            actor(), at));
      }
      return registry::move(writer, "bike-demand", registry::SetAlias{"champion", 1}, actor(), at);
    });
  }

  void addTraffic(deploy::EndpointId live) const {
    std::vector<deploy::TrafficPoint> points;
    for (int minute = 59; minute >= 0; --minute) {
      for (int second = 50; second >= 0; second -= 10) {
        const Timestamp at = kNow - std::chrono::minutes(minute) - std::chrono::seconds(second + 1);
        const int wave = (minute * 7 + second) % 11;
        const auto add = [&](std::int64_t version, int requests, double latency, int failed) {
          deploy::TrafficPoint point{
              .at = at, .version = version, .traffic = {.answered = requests, .failed = failed}};
          point.traffic.latency.counts()[deploy::LatencyCounts::bucketOf(latency)] = requests * 9 / 10;
          point.traffic.latency.counts()[deploy::LatencyCounts::bucketOf(latency * 2)] =
              requests / 10 + failed;
          points.push_back(point);
        };
        const int share = minute >= 30 ? 0 : minute >= 18 ? 5 : 20;
        add(1, (360 + 10 * wave) * (100 - share) / 100, 0.004 + wave * 0.0001,
            minute == 44 && second == 20 ? 2 : 0);
        if (share > 0) {
          add(2, (360 + 10 * wave) * share / 100, 0.006 + wave * 0.0002, 0);
        }
      }
    }
    write([&](store::Writer& writer) { return deploy::recordTraffic(writer, live, points); });
  }

  void addRequests(deploy::EndpointId live) const {
    deploy::PredictionLog log(store);
    std::vector<deploy::Label> labels;
    for (int i = 0; i < 240; ++i) {
      const Timestamp at = kNow - 59min + std::chrono::seconds(i * 14);
      const std::int64_t version = i >= 120 && i % 5 == 0 ? 2 : 1;
      const std::string id = "request-" + std::to_string(1000 + i);
      infer::Batch inputs;
      for (const auto& [name, value] :
           {std::pair("temp", 0.25 + (i % 24) * 0.02), {"humidity", 0.6}, {"wind", 0.1}}) {
        inputs.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
        inputs.back().values<double>()[0] = value;
      }
      infer::Batch outputs;
      outputs.push_back(infer::Tensor::make("prediction", infer::ElementType::Float64, {1}));
      outputs.back().values<double>()[0] = 120 + i % 24;
      log.add({live, version, id, at, 3.5}, inputs, outputs, {});
      if (i < 200) {
        labels.push_back({id, 0, std::to_string(120 + i % 24 + (i * 13) % 41 - 20)});
      }
    }
    log.flush();
    write([&](store::Writer& writer) -> Status {
      TATARA_TRY(deploy::addLabels(writer, "bike-demand-prod", labels, kNow));
      return {};
    });
  }

  QTemporaryDir m_folder;
  ManualClock m_clock;
};

}  // namespace tatara::ui::test
