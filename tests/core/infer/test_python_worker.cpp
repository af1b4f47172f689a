// The worker of models that need Python, whose code does everything that code can do: end, crash, hang with
// and without the interpreter's lock, fork, print without end, while it loads and while it predicts.
//
// The interpreter and the worker's program are the real ones; mlflow, pandas and numpy are stand-ins of a few
// lines in a virtual environment, so that no package is needed. TATARA_LONG: two hundred workers.
#include <gmock/gmock.h>

#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "core/base/random.h"
#include "core/exec/child.h"
#include "core/infer/runner.h"
#include "tests/support/effort.h"
#include "tests/support/processes.h"
#include "tests/support/temp_folder.h"

namespace tatara::infer {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr const char* kMlmodel =
    "flavors:\n  python_function:\n    loader_module: deed\nsignature:\n"
    "  inputs: '[{\"type\":\"double\",\"name\":\"x\"}]'\n  outputs: '[{\"type\":\"double\"}]'\n";

// load_model() runs the model's deed.py, which gives `predict`.
constexpr const char* kPyfunc =
    "class Model:\n"
    "    def __init__(self, scope):\n        self.predict = scope['predict']\n"
    "def load_model(path):\n"
    "    scope = {}\n"
    "    exec(open(path + '/deed.py').read(), scope)\n"
    "    return Model(scope)\n";
constexpr const char* kPandas =
    "class Series(list):\n    def __init__(self, values, dtype=None):\n        super().__init__(values)\n"
    "class DataFrame(dict):\n    pass\n";
constexpr const char* kNumpy =
    "class dtype:\n    kind = 'f'\n    def __str__(self):\n        return 'float64'\n"
    "    def __eq__(self, other):\n        return False\n"
    "class asarray:\n"
    "    def __init__(self, values):\n        self.values = list(values)\n        self.dtype = dtype()\n"
    "        self.shape = [len(self.values)]\n"
    "    def ravel(self):\n        return self\n"
    "    def tolist(self):\n        return self.values\n";

struct Deed {
  const char* name;
  const char* code;
  const char* said;  // in the error; empty: it answers
  int loadMillis = 60'000;
};
constexpr Deed kDeeds[] = {
    {"answers", "def predict(frame):\n    return [2 * x for x in frame['x']]\n", ""},
    {"raises", "def predict(frame):\n    raise ValueError('not like this')\n", "not like this"},
    {"exits", "import os\ndef predict(frame):\n    os._exit(3)\n", "ended with code 3"},
    {"crashes", "import os, signal\ndef predict(frame):\n    os.kill(os.getpid(), signal.SIGSEGV)\n",
     "signal 11"},
    {"hangs", "def predict(frame):\n    while True:\n        pass\n", "did not answer within"},
    {"hangs with the lock",
     "import ctypes\ndef predict(frame):\n    ctypes.PyDLL(None).pause()\n    return [0]\n",
     "did not answer within"},
    {"forks",
     "import os, time\ndef predict(frame):\n    if os.fork() == 0:\n        time.sleep(1000)\n"
     "    return [1.0 for x in frame['x']]\n",
     ""},
    {"floods",
     "import os\ndef predict(frame):\n    while True:\n        os.write(1, b'x' * 65536)\n        "
     "os.write(2, b'y' "
     "* 65536)\n",
     "did not answer within"},
    {"hangs while it loads", "import time\ntime.sleep(1000)\n", "did not answer within", 700},
    {"ends while it loads", "import os\nos._exit(0)\n", "ended with code 0"},
};

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

// A virtual environment with the stand-ins; gives its interpreter.
std::filesystem::path makeInterpreter(const std::filesystem::path& folder) {
  auto made =
      exec::Child::start({.command = {"/usr/bin/python3", "-m", "venv", "--without-pip", folder.string()}});
  const auto ending = made ? made->waitFor(std::chrono::seconds(60)) : std::nullopt;
  if (!ending || !ending->sound()) {
    ADD_FAILURE() << "no virtual environment: " << (made ? made->errors() : made.error().message);
    return {};
  }
  for (const auto& lib : std::filesystem::directory_iterator(folder / "lib")) {
    const auto packages = lib.path() / "site-packages";
    write(packages / "mlflow" / "__init__.py", "__version__ = '0'\n");
    write(packages / "mlflow" / "pyfunc.py", kPyfunc);
    write(packages / "pandas.py", kPandas);
    write(packages / "numpy.py", kNumpy);
  }
  return folder / "bin" / "python";
}

ModelFiles modelWith(const std::string& code) {
  return {{{"MLmodel", kMlmodel}, {"deed.py", code}}};
}

Batch oneRow(double x) {
  Batch batch;
  batch.push_back(Tensor::make("x", ElementType::Float64, {1}));
  batch[0].values<double>()[0] = x;
  return batch;
}

// Loads and asks; an error is that of either.
Result<Batch> askOnce(const std::filesystem::path& interpreter, const std::string& code, milliseconds load,
                      milliseconds predict) {
  LoadOptions options;
  options.python = {.interpreter = interpreter, .loadTimeout = load, .predictTimeout = predict};
  TATARA_ASSIGN(const auto runner, loadRunner(modelWith(code), options));
  return runner->predict(oneRow(21));
}

class PythonWorkerTest : public testing::Test {
 protected:
  void SetUp() override {
    interpreter = makeInterpreter(folder.path() / "venv");
    // Whatever the workers start has this in its environment.
    temporary = folder.path() / randomHex(16);
    std::filesystem::create_directory(temporary);
    ::setenv("TMPDIR", temporary.c_str(), 1);
  }
  void TearDown() override { ::unsetenv("TMPDIR"); }
  std::string mark() const { return "TMPDIR=" + temporary.string(); }

  tests::TempFolder folder;
  std::filesystem::path interpreter;
  std::filesystem::path temporary;
};

TEST_F(PythonWorkerTest, NothingIsLeftOfWorkersWhoseModelsDoTheirWorst) {
  const int count = std::getenv("TATARA_LONG") ? 200 : tests::effort(static_cast<int>(std::size(kDeeds)), 20);
  const int before = tests::openDescriptors();
  for (int i = 0; i < count; ++i) {
    const Deed& deed = kDeeds[static_cast<std::size_t>(i) % std::size(kDeeds)];
    const auto answer = askOnce(interpreter, deed.code, milliseconds(deed.loadMillis), milliseconds(250));
    if (std::string(deed.said).empty()) {
      EXPECT_TRUE(answer) << deed.name << ": " << answer.error().message;
    } else {
      ASSERT_FALSE(answer) << deed.name;
      EXPECT_THAT(answer.error().message, HasSubstr(deed.said)) << deed.name;
    }
  }
  EXPECT_EQ(tests::openDescriptors(), before);
  int status = 0;
  EXPECT_EQ(::waitpid(-1, &status, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
  EXPECT_TRUE(tests::processesLeftWith(mark()).empty());
  EXPECT_TRUE(std::filesystem::is_empty(temporary));  // the models' files
}

// A model server whose model never answers.
[[maybe_unused]] const bool kServer = tests::addRole("server", [] {
  const auto never = milliseconds(1'000'000);
  return askOnce(std::getenv("TATARA_ROLE_PYTHON"), std::getenv("TATARA_ROLE_CODE"), never, never) ? 0 : 1;
});

TEST_F(PythonWorkerTest, AModelThatHangsDoesNotOutliveAServerThatIsKilled) {
  ::setenv("TATARA_ROLE_PYTHON", interpreter.c_str(), 1);
  for (const Deed& deed : kDeeds) {
    if (!std::string(deed.name).starts_with("hangs")) {
      continue;
    }
    const std::string seen = (temporary / "hanging").string();
    const std::string code = "open('" + seen + "', 'w').close()\n" + deed.code;
    ::setenv("TATARA_ROLE_CODE", code.c_str(), 1);
    auto server = exec::Child::start({.command = tests::roleCommand("server")});
    ASSERT_TRUE(server);
    for (int i = 0; i < 3000 && !std::filesystem::exists(seen); ++i) {
      std::this_thread::sleep_for(milliseconds(10));
    }
    std::this_thread::sleep_for(milliseconds(100));  // it is asked as soon as it is loaded
    const std::set<int> there = tests::processesWith(mark());
    EXPECT_EQ(there.size(), 2u) << deed.name;  // the server and the worker
    ::kill(server->pid(), SIGKILL);
    EXPECT_TRUE(tests::processesLeftWith(mark()).empty()) << deed.name;
    std::filesystem::remove(seen);
  }
}

}  // namespace
}  // namespace tatara::infer
