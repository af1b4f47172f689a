// Bodies of inference requests as batches that fit a model's signature, and batches as answers.
//
// What does not fit is InvalidArgument, naming row (from 1) and column; what is no JSON is Parse, with line
// and column; a key that stands twice in an object is Parse as well, since nobody could say which one was
// meant. Threads: pure functions.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/infer/signature.h"
#include "core/infer/tensor.h"
#include "core/text/json.h"

namespace tatara::api {

// While one lives, reading a body on this thread ends as Busy once the time has come: nobody waits for it any
// more, and others wait for the thread. Looked at between columns and every few thousand rows.
class ReadUntil {
 public:
  explicit ReadUntil(std::chrono::steady_clock::time_point time);
  ~ReadUntil();
  ReadUntil(const ReadUntil&) = delete;
  ReadUntil& operator=(const ReadUntil&) = delete;
};

// Of its first bytes: with a mark, or every other of them zero.
bool isUtf16(std::string_view body);
Result<text::Json> parseInferenceJson(std::string_view body);

// {"columns": [...], "data": [[...], ...]}
Result<infer::Batch> batchFromSplit(const infer::Signature& signature, const text::Json& split);
// [{"temp": 0.3}, ...], or rows of values in the signature's order, or plain values for a single input.
Result<infer::Batch> batchFromRows(const infer::Signature& signature, const text::Json& rows);
// {"temp": [0.3, ...]} by input, or the one input alone.
Result<infer::Batch> batchFromColumns(const infer::Signature& signature, const text::Json& columns);
// With a header of the signature's columns, or without one and with as many fields.
Result<infer::Batch> batchFromCsv(const infer::Signature& signature, std::string_view body);
// Typed tensors by name, as the Open Inference Protocol sends them.
Result<infer::Batch> batchFromTensors(const infer::Signature& signature, std::vector<infer::Tensor> tensors);

// [12.5, 13] for one output; [{"prediction": 12.5, …}, …] for several of a value a row each.
void appendAnswerRows(std::string& out, const infer::Batch& answer);
// The one output alone, or {"prediction": [12.5, …], …}.
void appendAnswerColumns(std::string& out, const infer::Batch& answer);

}  // namespace tatara::api
