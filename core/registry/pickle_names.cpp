#include "core/registry/internal/pickle_names.h"

#include <algorithm>
#include <span>

namespace tatara::registry::internal {
namespace {

// Names of a module and of those below it, apart by blanks: whole, "*end", "begin*", or "A*" for every class
// (a name that begins with a capital, underscores apart).
struct Names {
  std::string_view module;
  std::string_view names;
};

constexpr std::string_view kDangerousModules[] = {
    // Python: programs, files, the network, and whatever evaluates or imports what it is given.
    "os", "posix", "nt", "sys", "subprocess", "_posixsubprocess", "commands", "pty", "signal", "platform",
    "multiprocessing", "concurrent", "threading", "_thread", "thread", "asyncio", "socket", "socketserver",
    "ssl", "urllib", "urllib2", "http", "httplib", "requests", "webbrowser", "ftplib", "smtplib", "imaplib",
    "poplib", "telnetlib", "xmlrpc", "io", "_io", "mmap", "shutil", "tempfile", "pathlib", "fileinput",
    "linecache", "zipfile", "tarfile", "sqlite3", "dbm", "shelve", "logging", "runpy", "importlib", "imp",
    "zipimport", "pkgutil", "pydoc", "site", "sysconfig", "distutils", "setuptools", "pip", "ensurepip",
    "venv", "test", "unittest", "doctest", "code", "codeop", "types", "ctypes", "marshal", "inspect", "trace",
    "timeit", "cProfile", "profile", "pdb", "bdb", "py_compile", "compileall", "lib2to3", "idlelib",
    "operator", "_operator", "functools", "pickle", "_pickle", "cPickle", "dill", "cloudpickle",
    // Libraries of models.
    "numpy.f2py", "numpy.distutils", "numpy.testing", "numpy.ctypeslib", "numpy.compat", "numpy.lib.npyio",
    "numpy.lib._npyio_impl", "numpy.lib.format", "numpy.lib._format_impl", "numpy.lib._datasource",
    "numpy.lib.utils", "numpy.lib._utils_impl", "pandas.core.computation", "pandas.io", "pandas.compat",
    "scipy.io", "scipy.weave",
    // A distribution executes a text of its state when it is loaded.
    "scipy.stats._continuous_distns", "scipy.stats._discrete_distns", "scipy.stats._distn_infrastructure",
    "sklearn.datasets", "torch.hub", "torch.serialization", "torch.utils", "torch.jit"};

constexpr Names kDangerousNames[] = {
    {"numpy",
     "_ufunc_reconstruct load loads save savez savez_compressed savetxt loadtxt genfromtxt fromfile "
     "fromregex memmap DataSource"},
    {"pandas", "eval read_* to_pickle ExcelFile ExcelWriter HDFStore"},
    {"joblib", "load dump Memory Parallel"},
    {"torch", "load save _load_from_bytes"}};

// The first whose module fits decides.
constexpr Names kExpectedNames[] = {
    {"sklearn.utils", "Bunch"},
    {"sklearn.externals", "NumpyArrayWrapper"},
    {"sklearn",
     "A* *_score *_error *_loss __pyx_unpickle_* newObj f_classif f_regression r_regression chi2 "
     "mutual_info_classif mutual_info_regression make_column_selector _kmeans_single_lloyd "
     "_kmeans_single_elkan"},
    {"numpy.polynomial", "A*"},
    {"numpy",
     "ndarray dtype matrix record recarray poly1d _reconstruct scalar _frombuffer MaskedArray "
     "_mareconstruct bool bool_ int8 int16 int32 int64 intc intp uint8 uint16 uint32 uint64 float16 "
     "float32 float64 longdouble complex64 complex128 str_ bytes_ object_ void datetime64 timedelta64 "
     "RandomState Generator MT19937 PCG64 PCG64DXSM Philox SFC64 SeedSequence __randomstate_ctor "
     "__generator_ctor __bit_generator_ctor __pyx_unpickle_* absolute add cbrt cos exp exp2 expm1 log "
     "log10 log1p log2 max mean median min negative prod reciprocal sin sqrt square std sum tan tanh "
     "var"},
    {"pandas._libs.tslibs", "A* *_unpickle _unpickle_* __pyx_unpickle_*"},
    {"pandas",
     "DataFrame Series *Index *Dtype *Array Categorical FrozenList BlockManager SingleBlockManager "
     "*Block new_block BlockPlacement IntIndex NA NAType NaT Timestamp Timedelta Period Interval "
     "_new_* _unpickle_block __pyx_unpickle_*"},
    {"pyarrow.lib", "_restore_array py_buffer type_for_alias"},
    {"scipy.sparse", "*_matrix *_array"},
    {"scipy.interpolate", "A* interp1d"},
    {"scipy.spatial", "cKDTree KDTree"},
    {"scipy._lib.array_api_compat", "asarray"},
    {"xgboost", "XGB* Booster EarlyStopping LearningRateScheduler EvaluationMonitor"},
    {"lightgbm", "LGBM* Booster"},
    {"catboost", "CatBoost*"},
    {"joblib.numpy_pickle", "NumpyArrayWrapper"},
    {"joblib.numpy_pickle_utils", "NumpyArrayWrapper"},
    {"torch.nn.modules", "A*"},
    {"torch",
     "_rebuild_* *Storage *Tensor Parameter Size device float16 bfloat16 float32 float64 int8 int16 "
     "int32 int64 uint8"},
    {"collections", "OrderedDict defaultdict deque Counter ChainMap UserDict UserList"},
    {"datetime", "date datetime time timedelta timezone"},
    {"decimal", "Decimal"},
    {"copyreg", "_reconstructor __newobj__ __newobj_ex__"},
    {"copy_reg", "_reconstructor __newobj__ __newobj_ex__"},
    {"_codecs", "encode"}};

constexpr std::string_view kHarmlessBuiltins =
    "set frozenset list dict tuple object int long float bool str unicode bytes bytearray complex slice "
    "range "
    "xrange Ellipsis NotImplemented";

bool isModuleOf(std::string_view module, std::string_view package) {
  return module.starts_with(package) && (module.size() == package.size() || module[package.size()] == '.');
}

bool isClass(std::string_view name) {
  const std::size_t first = name.find_first_not_of('_');
  return first != std::string_view::npos && name[first] >= 'A' && name[first] <= 'Z';
}

bool fits(std::string_view name, std::string_view wanted) {
  if (wanted == "A*") {
    return isClass(name);
  }
  return wanted.ends_with('*')     ? name.starts_with(wanted.substr(0, wanted.size() - 1))
         : wanted.starts_with('*') ? name.ends_with(wanted.substr(1))
                                   : name == wanted;
}

bool isAmong(std::string_view name, std::string_view names) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (fits(name, names.substr(0, end))) {
      return true;
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

bool isAmong(std::string_view module, std::string_view name, std::span<const Names> list) {
  const auto own =
      std::ranges::find_if(list, [&](const Names& one) { return isModuleOf(module, one.module); });
  return own != list.end() && isAmong(name, own->names);
}

}  // namespace

ImportKind kindOfImport(std::string_view module, std::string_view name) {
  if (module == "builtins" || module == "__builtin__" || module == "__builtins__") {
    return isAmong(name, kHarmlessBuiltins) ? ImportKind::Expected : ImportKind::Dangerous;
  }
  // A dotted name walks through attributes: "numpy" "os.system" is no part of numpy.
  const bool walks = name.find('.') != std::string_view::npos;
  const bool dangerous =
      module.empty() || walks || isAmong(module, name, kDangerousNames) ||
      std::ranges::any_of(kDangerousModules, [&](std::string_view one) { return isModuleOf(module, one); });
  return dangerous                               ? ImportKind::Dangerous
         : isAmong(module, name, kExpectedNames) ? ImportKind::Expected
                                                 : ImportKind::Unknown;
}

}  // namespace tatara::registry::internal
