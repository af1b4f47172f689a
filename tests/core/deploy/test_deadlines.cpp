// Requests whose deadline comes: while they wait, while they are read, and while the model computes.
#include <gmock/gmock.h>

#include <unistd.h>

#include <fstream>
#include <random>
#include <thread>

#include "core/deploy/internal/dispatch.h"
#include "tests/support/sanitized.h"
#include "tests/support/served_models.h"

namespace tatara::deploy {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Answers when it is let.
class HeldRunner final : public infer::Runner {
 public:
  HeldRunner(infer::Signature signature, std::shared_future<void> open) : m_open(std::move(open)) {
    m_info.signature = std::move(signature);
  }
  Result<infer::Batch> predict(const infer::Batch& inputs) const override {
    ++started;
    m_open.wait();
    return inputs;
  }
  mutable std::atomic<int> started{0};

 private:
  const std::shared_future<void> m_open;
};

class DeadlinesTest : public tests::ServedModels {
 protected:
  void SetUp() override {
    ServedModels::SetUp();
    ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
    auto started = Serving::start(workspace.share(), {.threads = 1});
    ASSERT_TRUE(started);
    serving = std::move(*started);
    const auto real = serving->find("live");
    ASSERT_TRUE(real->ready());
    auto held = std::make_shared<ServedEndpoint>(*real);
    runner = std::make_shared<HeldRunner>(real->versions[0].runner->info().signature, open.get_future());
    held->versions[0].runner = runner;
    held->versions[0].counters = std::make_shared<Counters>();
    held->versions[0].lane = std::make_shared<RunnerLane>();
    held->running = std::make_shared<std::atomic<int>>(0);
    held->endpoint.settings.logged = 0;
    served = held;
  }
  void TearDown() override {
    letGo();
    serving.reset();
  }
  void letGo() {
    if (!m_open) {
      m_open = true;
      open.set_value();
    }
  }
  Call callWithin(milliseconds time) const {
    const auto now = steady_clock::now();
    return {.endpoint = served,
            .version = &served->versions[0],
            .id = "r",
            .arrived = now,
            .deadline = now + time};
  }
  static infer::Batch oneRow() {
    infer::Batch batch;
    for (const char* name : {"a", "b", "c"}) {
      batch.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
    }
    return batch;
  }
  Counters& counters() const { return *served->versions[0].counters; }
  bool becomesIdle() const {
    for (int i = 0; i < 500 && *served->running > 0; ++i) {
      std::this_thread::sleep_for(milliseconds(10));
    }
    return *served->running == 0;
  }

  std::promise<void> open;
  std::shared_ptr<HeldRunner> runner;
  std::shared_ptr<const ServedEndpoint> served;
  std::unique_ptr<Serving> serving;

 private:
  bool m_open = false;
};

const tests::Decode kOneRow = [](const infer::Signature& signature, Call&) -> Result<infer::Batch> {
  return infer::exampleBatch(signature);
};

TEST_F(DeadlinesTest, WhoAskedIsToldAtTheDeadlineThoughTheModelComputesOn) {
  const auto began = steady_clock::now();
  auto answer = tests::askLater(*serving, callWithin(milliseconds(60)), kOneRow);
  ASSERT_EQ(answer.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_GE(steady_clock::now() - began, milliseconds(60));
  const auto told = answer.get();
  ASSERT_FALSE(told);
  EXPECT_TRUE(missedDeadline(told.error()));
  EXPECT_EQ(*served->running, 1);  // the model has its place until it returns
  EXPECT_EQ(counters().failed, 1);
  EXPECT_EQ(counters().drawnFailed, 1);
  letGo();
  EXPECT_TRUE(becomesIdle());
  EXPECT_EQ(counters().answered, 0);
  EXPECT_EQ(counters().failed, 1);
}

TEST_F(DeadlinesTest, AWaitingRequestIsToldToAndIsNeverRead) {
  auto first = tests::askLater(*serving, callWithin(std::chrono::hours(1)), kOneRow);
  for (int i = 0; i < 500 && runner->started == 0; ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  std::atomic<bool> read{false};
  auto second = tests::askLater(*serving, callWithin(milliseconds(30)),
                                [&](const infer::Signature& signature, Call&) -> Result<infer::Batch> {
                                  read = true;
                                  return infer::exampleBatch(signature);
                                });
  ASSERT_EQ(second.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_TRUE(missedDeadline(second.get().error()));
  letGo();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(becomesIdle());
  EXPECT_FALSE(read);
  EXPECT_EQ(runner->started, 1);
}

TEST_F(DeadlinesTest, TheBodyMayBringTheDeadlineForward) {
  auto answer = tests::askLater(*serving, callWithin(std::chrono::hours(1)),
                                [](const infer::Signature& signature, Call& call) -> Result<infer::Batch> {
                                  call.deadline = call.arrived + milliseconds(40);
                                  return infer::exampleBatch(signature);
                                });
  ASSERT_EQ(answer.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_TRUE(missedDeadline(answer.get().error()));
}

TEST_F(DeadlinesTest, ARequestThatIsBeingReadIsAnsweredOnlyAfterwards) {
  std::atomic<bool> reading{true};
  auto answer = tests::askLater(*serving, callWithin(milliseconds(10)),
                                [&](const infer::Signature& signature, Call&) -> Result<infer::Batch> {
                                  std::this_thread::sleep_for(milliseconds(80));
                                  reading = false;
                                  return infer::exampleBatch(signature);
                                });
  EXPECT_TRUE(missedDeadline(answer.get().error()));
  EXPECT_FALSE(reading);  // the bytes that it read go with the answer
  EXPECT_EQ(runner->started, 0);
}

TEST_F(DeadlinesTest, WhoHoldsItsRequestIsToldWhileItIsBeingRead) {
  std::promise<Result<infer::Batch>> told;
  auto answer = told.get_future();
  std::atomic<bool> reading{true};
  std::promise<void> goOn;
  auto ticket = serving->admit(*served);
  ASSERT_TRUE(ticket);
  const auto began = steady_clock::now();
  serving->run({.call = callWithin(milliseconds(40)),
                .ticket = std::move(*ticket),
                .decode = [&, held = goOn.get_future().share()](const infer::Signature& signature,
                                                                Call&) -> Result<infer::Batch> {
                  held.wait();
                  reading = false;
                  return infer::exampleBatch(signature);
                },
                .answer = [&](Result<infer::Batch> given) { told.set_value(std::move(given)); },
                .holdsRequest = true});
  ASSERT_EQ(answer.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_GE(steady_clock::now() - began, milliseconds(40));
  EXPECT_TRUE(missedDeadline(answer.get().error()));
  EXPECT_TRUE(reading);
  EXPECT_EQ(*served->running, 1);  // its place is given back when it has been read
  goOn.set_value();
  EXPECT_TRUE(becomesIdle());
  EXPECT_EQ(runner->started, 0);
  EXPECT_EQ(counters().failed, 1);
  EXPECT_EQ(counters().drawn, 1);
}

// Resident, of this process.
std::size_t residentBytes() {
  std::ifstream facts("/proc/self/statm");
  std::size_t pages = 0;
  facts >> pages >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST_F(DeadlinesTest, MemoryOfALargeBodyIsGivenBackThoughSomeOfItIsStillInUse) {
  TATARA_NOT_UNDER_ADDRESS_SANITIZER();
  letGo();
  constexpr std::size_t kPieces = 1'000'000;
  std::vector<std::unique_ptr<std::string>> pins;  // on every 64th page or so, as caches and logs are
  auto ticket = serving->admit(*served);
  ASSERT_TRUE(ticket);
  std::promise<bool> told;
  const std::size_t before = residentBytes();
  std::size_t most = 0;
  serving->run({.call = callWithin(std::chrono::hours(1)),
                .ticket = std::move(*ticket),
                .decode = [&](const infer::Signature& signature, Call&) -> Result<infer::Batch> {
                  std::vector<std::unique_ptr<std::string>> values;
                  for (std::size_t i = 0; i < kPieces; ++i) {
                    (i % 2000 == 1999 ? pins : values).push_back(std::make_unique<std::string>(100, 'x'));
                  }
                  most = residentBytes();
                  return infer::exampleBatch(signature);
                },
                .answer = [&](const Result<infer::Batch>& given) { told.set_value(bool(given)); },
                .bytes = 100 * kPieces});
  ASSERT_TRUE(told.get_future().get());
  ASSERT_GT(most, before + 120'000'000);
  for (int i = 0; i < 80 && residentBytes() > before + 30'000'000; ++i) {
    std::this_thread::sleep_for(milliseconds(100));
  }
  EXPECT_LT(residentBytes(), before + 30'000'000);
  EXPECT_EQ(pins.size(), kPieces / 2000);
}

TEST_F(DeadlinesTest, OfManyEachIsAnsweredOnceWhoeverIsFaster) {
  letGo();
  std::mt19937_64 random(7);
  std::atomic<int> answered{0};
  std::atomic<int> late{0};
  constexpr int kCount = 3000;
  for (int i = 0; i < kCount; ++i) {
    auto call = callWithin(milliseconds(0));
    call.deadline = call.arrived + std::chrono::microseconds(random() % 400);
    while (*served->running >= served->endpoint.settings.queue / 2) {
      std::this_thread::yield();
    }
    auto ticket = serving->admit(*served);
    ASSERT_TRUE(ticket);
    serving->run({.call = call,
                  .ticket = std::move(*ticket),
                  .decode = kOneRow,
                  .answer = [&](const Result<infer::Batch>& given) { ++(given ? answered : late); },
                  .holdsRequest = i % 2 == 0});
  }
  EXPECT_TRUE(becomesIdle());
  EXPECT_EQ(answered + late, kCount);
  EXPECT_GT(answered, 0);
  EXPECT_GT(late, 0);
  EXPECT_EQ(counters().answered, answered);
  EXPECT_EQ(counters().failed, late);
}

}  // namespace
}  // namespace tatara::deploy
