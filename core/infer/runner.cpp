#include "core/infer/runner.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/infer/internal/lightgbm_api.h"
#include "core/infer/internal/onnx_api.h"
#include "core/infer/internal/runners.h"
#include "core/infer/xgboost.h"
#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

using text::Json;

constexpr std::size_t kMostFiles = 10'000;

Result<std::string> readFile(const std::filesystem::path& file, std::uint64_t limit) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0 && errno == ELOOP) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "'%1' is a symbolic link, which is not followed; name the file itself"),
        {file.string()});
  }
  if (descriptor < 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The model file cannot be read"), {}, file, errno);
  }
  struct stat facts {};
  std::string bytes;
  Status status;
  if (::fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    status = text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "'%1' is no ordinary file"),
                            {file.string()});
  } else if (static_cast<std::uint64_t>(facts.st_size) > limit) {
    status = text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The model is too large: '%1' brings it over %2"),
                            {file.string(), toByteText(limit)});
  } else {
    bytes.resize(static_cast<std::size_t>(facts.st_size));
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count = ::read(descriptor, bytes.data() + done, bytes.size() - done);
      if (count <= 0) {
        status = text::sayFileError(TATARA_SAYS("Phrase", "The model file cannot be read"), {}, file,
                                    count < 0 ? errno : EIO);
        break;
      }
      done += static_cast<std::size_t>(count);
    }
  }
  ::close(descriptor);
  if (!status) {
    return status.error();
  }
  return bytes;
}

bool endsWith(std::string_view path, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
}

// A flavour's model file; empty when it names none that is there.
std::string dataFile(const ModelFiles& files, const Json& flavor) {
  const std::string* data = flavor["data"].asString();
  return data && files.find(*data) ? *data : std::string();
}

struct Choice {
  std::string flavor;
  std::string file;
};

// A file alone, without an MLmodel beside it.
Result<Choice> chooseByFile(const ModelFiles& files) {
  if (files.files.size() == 1) {
    const ModelFile& only = files.files.front();
    if (endsWith(only.path, {".ubj", ".json", ".xgb"})) {
      return Choice{"xgboost", only.path};
    }
    if (endsWith(only.path, {".onnx"})) {
      return Choice{"onnx", only.path};
    }
    if (endsWith(only.path, {".lgb", ".txt"})) {
      return Choice{"lightgbm", only.path};
    }
  }
  return text::sayError(ErrorKind::Unsupported,
                        TATARA_SAYS("Phrase",
                                    "There is no model: a folder with a file MLmodel is wanted, or one file "
                                    "that ends with .ubj, .json, .lgb, .txt or .onnx"));
}

Result<Choice> choose(const ModelFiles& files, const Json& flavors) {
  if (std::string file = dataFile(files, flavors["xgboost"]); endsWith(file, {".ubj", ".json", ".xgb"})) {
    return Choice{"xgboost", std::move(file)};
  }
  // A scikit-learn wrapper of LightGBM is pickled; its file is not text.
  if (std::string file = dataFile(files, flavors["lightgbm"]); endsWith(file, {".lgb", ".txt"})) {
    return Choice{"lightgbm", std::move(file)};
  }
  if (std::string file = dataFile(files, flavors["onnx"]); !file.empty()) {
    return Choice{"onnx", std::move(file)};
  }
  if (flavors["python_function"].isObject()) {
    return Choice{"python_function", {}};
  }
  std::string names;
  for (const auto& member : flavors.members()) {
    names += (names.empty() ? "" : ", ") + member.key;
  }
  return text::sayError(ErrorKind::Unsupported,
                        TATARA_SAYS("Phrase",
                                    "The model is of the flavour %1; it can be run when it is saved with one "
                                    "of xgboost, lightgbm, onnx or python_function as well"),
                        {names});
}

Result<ModelDescription> describe(const ModelFiles& files, Choice& choice) {
  ModelDescription description;
  if (const std::string* mlmodel = files.find("MLmodel")) {
    TATARA_ASSIGN(description, parseMlmodel(*mlmodel));
    TATARA_ASSIGN(choice, choose(files, description.flavors));
  } else {
    TATARA_ASSIGN(choice, chooseByFile(files));
  }
  return description;
}

}  // namespace

const std::string* ModelFiles::find(std::string_view path) const {
  const auto found = std::ranges::find(files, path, &ModelFile::path);
  return found == files.end() ? nullptr : &found->bytes;
}

std::uint64_t ModelFiles::bytes() const {
  std::uint64_t sum = 0;
  for (const ModelFile& file : files) {
    sum += file.bytes.size();
  }
  return sum;
}

Result<ModelFiles> readModelFolder(const std::filesystem::path& folder, std::uint64_t limit) {
  ModelFiles files;
  std::error_code failed;
  const auto kind = std::filesystem::status(folder, failed).type();
  if (kind == std::filesystem::file_type::not_found) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no model '%1'"),
                          {folder.string()});
  }
  if (kind == std::filesystem::file_type::regular) {
    TATARA_ASSIGN(std::string bytes, readFile(folder, limit));
    files.files.push_back({folder.filename().string(), std::move(bytes)});
    return files;
  }
  if (kind != std::filesystem::file_type::directory && kind != std::filesystem::file_type::none) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "'%1' is neither an ordinary file nor a folder"),
                          {folder.string()});
  }
  std::uint64_t left = limit;
  std::filesystem::recursive_directory_iterator entries(folder, failed);
  for (; !failed && entries != std::filesystem::recursive_directory_iterator(); entries.increment(failed)) {
    if (entries->is_symlink() || !entries->is_regular_file()) {
      continue;
    }
    if (files.files.size() >= kMostFiles) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The model's folder holds more than %1 files"),
                            {std::to_string(kMostFiles)});
    }
    TATARA_ASSIGN(std::string bytes, readFile(entries->path(), left));
    left -= bytes.size();
    files.files.push_back({entries->path().lexically_relative(folder).generic_string(), std::move(bytes)});
  }
  if (failed) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The model's folder cannot be read: %1"),
                          {failed.message()}, folder.string());
  }
  std::ranges::sort(files.files, {}, &ModelFile::path);
  return files;
}

bool newerVersion(std::string_view left, std::string_view right) {
  const auto number = [](std::string_view text) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view rest = text.substr(std::min(dot + 1, text.size()));
    return std::pair(parseInt(text.substr(0, dot)).value_or(0),
                     parseInt(rest.substr(0, rest.find('.'))).value_or(0));
  };
  return number(left) > number(right);
}

Status checkBatch(const Signature& signature, const Batch& inputs) {
  if (inputs.size() != signature.inputs.size()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The model takes %1 inputs, not %2"),
                          {std::to_string(signature.inputs.size()), std::to_string(inputs.size())});
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i].type != signature.inputs[i].type) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "The input '%1' is of %2 where the model takes %3"),
          {signature.inputs[i].name, toString(inputs[i].type), toString(signature.inputs[i].type)});
    }
    if (inputs[i].rows() != inputs[0].rows()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The inputs differ in their number of rows"));
    }
  }
  return {};
}

Result<std::vector<std::size_t>> featureColumns(const Signature& signature,
                                                const std::vector<std::string>& features) {
  std::vector<std::size_t> columns;
  if (signature.tensors) {
    return columns;
  }
  if (features.empty()) {
    for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
      columns.push_back(i);
    }
    return columns;
  }
  for (const std::string& feature : features) {
    const Field* field = signature.findInput(feature);
    if (!field) {
      return text::sayError(ErrorKind::Corrupt,
                            TATARA_SAYS("Phrase", "The model's feature '%1' is not in its signature"),
                            {feature});
    }
    columns.push_back(static_cast<std::size_t>(field - signature.inputs.data()));
  }
  return columns;
}

Result<std::unique_ptr<Runner>> loadRunner(const ModelFiles& files, const LoadOptions& options) {
  Choice choice;
  TATARA_ASSIGN(const ModelDescription description, describe(files, choice));
  const RunnerSource source{files, description, choice.file, description.flavors[choice.flavor]};
  if (choice.flavor == "xgboost") {
    return makeXgboostRunner(source, options);
  }
  if (choice.flavor == "lightgbm") {
    return makeLightgbmRunner(source, options);
  }
  return choice.flavor == "onnx" ? makeOnnxRunner(source, options) : makePythonRunner(source, options);
}

void openLibraryOf(const ModelFiles& files) {
  Choice choice;
  if (!describe(files, choice)) {
    return;
  }
  if (choice.flavor == "xgboost") {
    (void)xgboostVersion();
  } else if (choice.flavor == "lightgbm") {
    (void)lightgbmApi();
  } else if (choice.flavor == "onnx") {
    (void)onnxRuntime();
  }
}

Result<bool> needsPython(const ModelFiles& files) {
  Choice choice;
  TATARA_TRY(describe(files, choice));
  return choice.flavor == "python_function";
}

Batch exampleBatch(const Signature& signature) {
  Batch batch;
  for (const Field& field : signature.inputs) {
    std::vector<std::int64_t> shape = field.shape.empty() ? std::vector<std::int64_t>{1} : field.shape;
    for (std::int64_t& size : shape) {
      size = size < 0 ? 1 : size;
    }
    batch.push_back(Tensor::make(field.name, field.type, std::move(shape)));
  }
  return batch;
}

}  // namespace tatara::infer
