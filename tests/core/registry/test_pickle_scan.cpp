#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <random>

#include "core/registry/internal/pickle_names.h"
#include "core/registry/pickle_scan.h"
#include "tests/support/effort.h"

namespace tatara::registry {
namespace {

using namespace std::string_literals;

// What Python writes for an expression, in a protocol.
std::string pickled(const std::string& expression, int protocol) {
  const std::string command =
      "python3 -c \"import pickle, collections, sys, os, decimal, datetime; "
      "sys.stdout.buffer.write(pickle.dumps(" +
      expression + ", " + std::to_string(protocol) + "))\"";
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string bytes;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    bytes.append(buffer, got);
  }
  EXPECT_EQ(::pclose(pipe), 0);
  return bytes;
}

TEST(PickleScanTest, WhatPythonWritesIsReadToItsEnd) {
  const std::string expression =
      "[1, 2.5, 'text', None, True, b'bytes', (1,), (1, 2), (1, 2, 3), {'a': {1, 2}}, frozenset([3]), "
      "10**40, "
      "collections.OrderedDict(a=1), os.system, decimal.Decimal(3), datetime.datetime(2024, 1, 1), "
      "bytearray(b'x')]";
  for (const int protocol : {0, 2, 5}) {
    const PickleReport report = scanPickle(pickled(expression, protocol));
    EXPECT_TRUE(report.complete) << protocol << ": " << report.problem.english();
    const auto has = [&](const char* module, const char* name) {
      for (const PickleImport& one : report.imports) {
        if (one.module == module && one.name == name) {
          return true;
        }
      }
      return false;
    };
    EXPECT_TRUE(has("collections", "OrderedDict")) << protocol;
    EXPECT_TRUE(has("posix", "system")) << protocol;
    EXPECT_TRUE(report.dangerous());
  }
  EXPECT_FALSE(scanPickle(pickled("{'a': [1, 2, 3]}", 4)).dangerous());
}

TEST(PickleScanTest, HostilePicklesAreFlaggedInWordsAndNeverRun) {
  const std::vector<std::pair<std::string, const char*>> corpus{
      {"cos\nsystem\n(S'echo hurt'\ntR.", "os.system"},
      {"\x80\x04\x8c\x05posix\x8c\x06system\x93."s, "posix.system"},
      {"\x80\x04\x8c\x08"s + "builtins\x8c\x04"s + "eval\x93."s, "builtins.eval"},
      {"\x80\x04\x8c\x05numpy\x8c\x09os.system\x93."s, "numpy.os.system"},
      {"\x80\x04\x8c\x02os\x94\x30\x8c\x06system\x94\x30h\x00h\x01\x93."s, "os.system"},
      {"\x80\x04NN\x93."s, "a name computed while loading"},
      // MEMOIZE fills the place that is as many as are filled: here 1 again, after place 1 was filled first.
      {"\x80\x04\x8c\x05numpyq\x01\x30\x8c\x02os\x94\x30h\x01\x8c\x06system\x93."s, "os.system"},
      {"\x80\x04]q\x01\x30\x8c\x02os\x94\x30h\x01\x8c\x06system\x93."s, "os.system"},
      // Python decodes the escapes.
      {"\x80\x04S'\\x6fs'\n\x8c\x06system\x93."s, "a name computed while loading"},
      {"\x80\x04V\\u006fs\n\x8c\x06system\x93."s, "a name computed while loading"},
      // Names that evaluate or read what they are given, in libraries that models consist of.
      {"cpandas\neval\n(S'1'\ntR.", "pandas.eval"},
      {"cnumpy.f2py.crackfortran\nmyeval\n(S'1'\ntR.", "numpy.f2py.crackfortran.myeval"},
      {"cnumpy.core\n_ufunc_reconstruct\n(S'os'\nS'system'\ntR.", "numpy.core._ufunc_reconstruct"},
      {"cscipy.stats._continuous_distns\nuniform_gen\n.", "scipy.stats._continuous_distns.uniform_gen"},
      {"ctorch.storage\n_load_from_bytes\n.", "torch.storage._load_from_bytes"},
      {"cjoblib.numpy_pickle\nload\n.", "joblib.numpy_pickle.load"},
      {"(S'x'\nios\nsystem\n.", "os.system"}};
  for (const auto& [bytes, part] : corpus) {
    const PickleReport report = scanPickle(bytes);
    EXPECT_TRUE(report.dangerous()) << part;
    EXPECT_NE(report.sentence().english().find(part), std::string::npos) << report.sentence().english();
  }
}

// Taken from pickles of these libraries: each estimator fitted, tables of every type, in protocols 2 to 5.
TEST(PickleScanTest, WhatModelsConsistOfIsExpectedAndNothingElse) {
  const auto kind = [](const char* module, const char* name) { return internal::kindOfImport(module, name); };
  constexpr std::pair<const char*, const char*> kModels[] = {
      {"sklearn.pipeline", "Pipeline"},
      {"sklearn.ensemble._forest", "RandomForestClassifier"},
      {"sklearn.ensemble._gb", "GradientBoostingRegressor"},
      {"sklearn.ensemble.forest", "RandomForestRegressor"},
      {"sklearn.tree._tree", "Tree"},
      {"sklearn._loss._loss", "__pyx_unpickle_CyHalfMultinomialLoss"},
      {"sklearn._loss._loss", "CyHalfSquaredError"},
      {"sklearn.cluster._kmeans", "_kmeans_single_lloyd"},
      {"sklearn.compose._column_transformer", "make_column_selector"},
      {"sklearn.feature_selection._univariate_selection", "f_classif"},
      {"sklearn.metrics._classification", "f1_score"},
      {"sklearn.metrics._scorer", "_Scorer"},
      {"sklearn.neighbors._kd_tree", "newObj"},
      {"sklearn.utils._bunch", "Bunch"},
      {"numpy", "ndarray"},
      {"numpy", "log1p"},
      {"numpy._core.multiarray", "_reconstruct"},
      {"numpy.core.multiarray", "scalar"},
      {"numpy._core.numeric", "_frombuffer"},
      {"numpy.ma.core", "_mareconstruct"},
      {"numpy.random._mt19937", "MT19937"},
      {"numpy.random._pickle", "__randomstate_ctor"},
      {"numpy.random.bit_generator", "__pyx_unpickle_SeedSequence"},
      {"pandas", "DataFrame"},
      {"pandas.core.frame", "DataFrame"},
      {"pandas", "Int64Dtype"},
      {"pandas.core.indexes.datetimes", "_new_DatetimeIndex"},
      {"pandas.core.indexes.range", "RangeIndex"},
      {"pandas.core.internals.managers", "BlockManager"},
      {"pandas._libs.internals", "_unpickle_block"},
      {"pandas._libs.arrays", "__pyx_unpickle_NDArrayBacked"},
      {"pandas._libs.tslibs.timestamps", "_unpickle_timestamp"},
      {"pandas._libs.tslibs.nattype", "_nat_unpickle"},
      {"pandas._libs.tslibs.offsets", "MonthEnd"},
      {"pandas.arrays", "ArrowStringArray"},
      {"scipy.sparse._csr", "csr_matrix"},
      {"scipy.interpolate._bsplines", "BSpline"},
      {"xgboost.sklearn", "XGBRFRegressor"},
      {"xgboost.core", "Booster"},
      {"lightgbm.sklearn", "LGBMRanker"},
      {"lightgbm.basic", "Booster"},
      {"joblib.numpy_pickle", "NumpyArrayWrapper"},
      {"torch._utils", "_rebuild_tensor_v2"},
      {"torch.nn.modules.linear", "Linear"},
      {"torch", "FloatStorage"},
      {"collections", "OrderedDict"},
      {"copy_reg", "_reconstructor"},
      {"_codecs", "encode"},
      {"builtins", "slice"},
      {"__builtin__", "xrange"}};
  for (const auto& [module, name] : kModels) {
    EXPECT_EQ(kind(module, name), ImportKind::Expected) << module << " " << name;
  }
  for (const auto& [module, name] : {std::pair("numpy", "seterrcall"),
                                     {"sklearn.utils", "parallel_backend"},
                                     {"pandas.core.frame", "sys"},
                                     {"collections", "namedtuple"},
                                     {"joblib.parallel", "delayed"},
                                     {"numpyx", "ndarray"},
                                     {"lightgbm.basic", "_load_lib"},
                                     {"copyreg", "pickle"}}) {
    EXPECT_EQ(kind(module, name), ImportKind::Unknown) << module << " " << name;
  }
  for (const auto& [module, name] : {std::pair("numpy", "load"),
                                     {"numpy.lib._npyio_impl", "NpzFile"},
                                     {"pandas", "read_pickle"},
                                     {"pandas.io.pickle", "read_pickle"},
                                     {"sklearn.datasets", "fetch_openml"},
                                     {"cPickle", "loads"},
                                     {"builtins", "getattr"},
                                     {"numpy", "ndarray.tofile"}}) {
    EXPECT_EQ(kind(module, name), ImportKind::Dangerous) << module << " " << name;
  }
}

TEST(PickleScanTest, ManyNamesAndMuchMemoryCostLittle) {
  std::string names = "\x80\x02";
  for (int i = 0; i < 10'000; ++i) {
    names += "cm" + std::to_string(i) + "\nn\n";
  }
  for (int i = 0; i < tests::effort(100'000, 500'000); ++i) {
    names += "cm9999\nn\n";
  }
  const auto began = std::chrono::steady_clock::now();
  const PickleReport many = scanPickle(names + ".");
  EXPECT_EQ(many.imports.size(), 10'000u);
  EXPECT_TRUE(many.complete);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
  const PickleReport full =
      scanPickle("\x80\x04\x8c\xff" + std::string(255, 'x') + std::string(2'200'000, '\x94') + ".");
  EXPECT_FALSE(full.complete) << "a copy of a text a byte is more than any machine has";
}

TEST(PickleScanTest, LyingSizesAndBrokenStreamsAreToldAndCostNothing) {
  for (const std::string& bytes :
       {"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f"s, "\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xff"s,
        "\x80\x02X\xff\xff\xff\xff"s, "\x80\x04"s, "(((("s, "\x80\x04\x93."s, "\x80\x04R."s, "\x80\x04\xff."s,
        "\x80\x04\x94."s, "cno line break"s, "(pabc\n."s, "\x80\x04" + std::string(1'100'000, 'N')}) {
    const PickleReport report = scanPickle(bytes);
    EXPECT_FALSE(report.complete);
    EXPECT_FALSE(report.problem.empty());
  }
  EXPECT_FALSE(scanPickle("").pickle);
  EXPECT_FALSE(scanPickle("PK\x03\x04").pickle);
}

TEST(PickleScanTest, RandomBytesNeverHarmIt) {
  std::mt19937 random(3);
  const std::string start = pickled("[{'a': (1, 'b')}, os.system]", 4);
  for (int round = 0; round < tests::effort(1000, 3000); ++round) {
    std::string bytes = start;
    for (auto n = random() % 6 + 1; n > 0; --n) {
      bytes[2 + random() % (bytes.size() - 2)] = static_cast<char>(random());
    }
    const PickleReport report = scanPickle(bytes);
    EXPECT_TRUE(report.complete || !report.problem.empty());
  }
}

}  // namespace
}  // namespace tatara::registry
