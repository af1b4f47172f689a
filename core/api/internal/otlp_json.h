// OTLP as JSON, the second encoding of OTLP over HTTP: the JSON of an ExportTraceServiceRequest as its
// protobuf message, so that everything behind it knows one form.
//
// The mapping is protobuf's with OpenTelemetry's exceptions (opentelemetry.io, "OTLP/HTTP: JSON Protobuf
// Encoding"): names in lowerCamelCase, ids of traces and spans as hexadecimal, enums as numbers, 64-bit
// numbers as text or number, bytes as base64. Unknown members are passed over; what a span does not have is
// left out. Errors: Parse (no JSON, or a member of the wrong type, with its path). Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::api {

Result<std::string> exportMessageOf(std::string_view json);

}  // namespace tatara::api
