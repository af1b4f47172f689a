#include "core/deploy/batch_predict.h"

#include "core/base/number_text.h"
#include "core/dataset/export.h"
#include "core/text/error_phrase.h"

namespace tatara::deploy {
namespace {

using dataset::ColumnType;
using dataset::RowChunk;

Status fillOne(infer::ColumnFill& fill, const infer::Field& field, const RowChunk::Values& values,
               std::size_t row) {
  if (values.missing(row)) {
    return fill.missing(row);
  }
  if (field.type == infer::ElementType::String) {
    return fill.text(row, dataset::valueText(values, row));
  }
  switch (values.type) {
    case ColumnType::Integer:
      return fill.integer(row, values.integers[row]);
    case ColumnType::Real:
      return fill.real(row, values.reals[row]);
    case ColumnType::Boolean:
      return fill.boolean(row, values.integers[row] != 0);
    default:
      return fill.text(row, dataset::valueText(values, row));
  }
}

// The table's columns that the model takes; for one matrix, all of them in their order.
std::vector<std::string> namesFor(const infer::Signature& signature, const dataset::Table& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns()) {
    if (signature.tensors ? column.type != ColumnType::Unsupported
                          : signature.findInput(column.name) != nullptr) {
      names.push_back(column.name);
    }
  }
  return names;
}

Result<infer::Batch> columnBatch(const infer::Signature& signature, const RowChunk& chunk,
                                 const std::vector<std::optional<std::size_t>>& places) {
  infer::Batch batch;
  for (std::size_t i = 0; i < signature.inputs.size(); ++i) {
    infer::ColumnFill fill(signature.inputs[i], chunk.rows, chunk.firstRow);
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      TATARA_TRY(places[i] ? fillOne(fill, signature.inputs[i], chunk.columns[*places[i]], row)
                           : fill.missing(row));
    }
    batch.push_back(fill.take());
  }
  return batch;
}

Result<infer::Batch> matrixBatch(const infer::Field& field, const RowChunk& chunk,
                                 const std::vector<std::string>& names) {
  const std::size_t width = names.size();
  infer::Tensor matrix = infer::Tensor::make(
      field.name, field.type, {static_cast<std::int64_t>(chunk.rows), static_cast<std::int64_t>(width)});
  infer::Field column = field;
  for (std::size_t c = 0; c < width; ++c) {
    column.name = names[c];
    infer::ColumnFill fill(column, chunk.rows, chunk.firstRow);
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      TATARA_TRY(fillOne(fill, column, chunk.columns[c], row));
    }
    const infer::Tensor values = fill.take();
    const std::size_t size = infer::elementSize(field.type);
    for (std::size_t row = 0; row < chunk.rows; ++row) {
      std::copy_n(values.bytes.begin() + static_cast<std::ptrdiff_t>(row * size), size,
                  matrix.bytes.begin() + static_cast<std::ptrdiff_t>((row * width + c) * size));
    }
  }
  return infer::Batch{std::move(matrix)};
}

std::string textOf(const infer::Tensor& tensor, std::size_t element) {
  if (tensor.isMissing(element)) {
    return {};
  }
  if (tensor.type == infer::ElementType::String) {
    return tensor.texts[element];
  }
  if (tensor.type == infer::ElementType::Boolean) {
    return tensor.number(element) != 0 ? "true" : "false";
  }
  if (infer::isFloat(tensor.type)) {
    return toText(tensor.number(element));
  }
  return infer::withElementType(
      tensor.type, [&](auto zero) { return std::to_string(tensor.values<decltype(zero)>()[element]); });
}

}  // namespace

Status predictTable(const infer::Runner& runner, const dataset::Table& table,
                    const OnPredictions& onPredictions, std::stop_token stop) {
  const infer::Signature& signature = runner.info().signature;
  const std::vector<std::string> names = namesFor(signature, table);
  const bool matrix = signature.tensors;
  if (matrix && (signature.inputs.size() != 1 || signature.inputs[0].shape.size() != 2 ||
                 signature.inputs[0].type == infer::ElementType::String)) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase", "The model takes tensors that the rows of a table cannot be"));
  }
  std::vector<std::optional<std::size_t>> places;
  if (matrix) {
    const std::int64_t width = signature.inputs[0].shape[1];
    if (width >= 0 && static_cast<std::size_t>(width) != names.size()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The model takes %1 columns, and the data has %2"),
                            {std::to_string(width), std::to_string(names.size())});
    }
  } else {
    TATARA_ASSIGN(places, infer::matchColumns(signature, names));
  }
  return table.scan(
      names,
      [&](const RowChunk& chunk) -> Status {
        TATARA_ASSIGN(const infer::Batch inputs, matrix ? matrixBatch(signature.inputs[0], chunk, names)
                                                        : columnBatch(signature, chunk, places));
        TATARA_ASSIGN(const infer::Batch predictions, runner.predict(inputs));
        if (predictions.empty() || predictions[0].rows() != chunk.rows) {
          const std::size_t answers = predictions.empty() ? 0 : predictions[0].rows();
          return text::sayError(
              ErrorKind::Unsupported,
              TATARA_SAYS("Phrase", "The model answers %1 rows with %2 predictions, which fit no table"),
              {std::to_string(chunk.rows), std::to_string(answers)});
        }
        return onPredictions(chunk.firstRow, predictions);
      },
      stop);
}

std::vector<std::string> columnsWantedAsText(const infer::Runner& runner, const dataset::Table& table) {
  std::vector<std::string> names;
  for (const infer::Field& field : runner.info().signature.inputs) {
    const auto* column = table.find(field.name);
    if (column && field.type == infer::ElementType::String && column->type != ColumnType::Text) {
      names.push_back(field.name);
    }
  }
  return names;
}

Result<std::vector<TextColumn>> textColumns(const infer::Batch& predictions) {
  std::vector<TextColumn> columns;
  for (const infer::Tensor& tensor : predictions) {
    const std::size_t rows = tensor.rows();
    if (tensor.shape.empty() || rows == 0 || rows != predictions[0].rows()) {
      return text::sayError(
          ErrorKind::Unsupported,
          TATARA_SAYS("Phrase", "The model's output '%1' has not one value a row and fits no table"),
          {tensor.name});
    }
    const std::size_t width = tensor.elements() / rows;
    for (std::size_t c = 0; c < width; ++c) {
      TextColumn column;
      column.name = tensor.shape.size() == 1 ? tensor.name : tensor.name + "[" + std::to_string(c) + "]";
      column.number = tensor.type != infer::ElementType::String && tensor.type != infer::ElementType::Boolean;
      for (std::size_t row = 0; row < rows; ++row) {
        column.values.push_back(textOf(tensor, row * width + c));
      }
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

}  // namespace tatara::deploy
