// What a Python pickle would import and call, read from its opcodes (protocols 0 to 5, as Python's
// pickletools lists them). Nothing is executed, unpickled or imported; nothing is allocated for what the file
// merely announces.
//
// A pickle is a program: loading one runs whatever it names. So a scan can show that something dangerous is
// in it, never that it is harmless; `imports` is what a person has to judge. Modules that start programs,
// touch files or the network, or run code are Dangerous, also where the usual libraries have such names;
// those of these libraries that models consist of are Expected; all others Unknown.
//
// Errors: none; what cannot be followed is a problem in the report. Bounds: 16 million opcodes, 1 million
// values on the stack, 2 million in its memory, 10,000 imports. Threads: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/phrase.h"

namespace tatara::registry {

enum class ImportKind : std::uint8_t { Expected, Unknown, Dangerous };
std::string_view toString(ImportKind kind);  // "expected", "unknown", "dangerous"

struct PickleImport {
  std::string module;  // empty where the pickle computes it
  std::string name;
  ImportKind kind = ImportKind::Unknown;
  friend bool operator==(const PickleImport&, const PickleImport&) = default;
};

struct PickleReport {
  bool pickle = false;                // whether it looks like one at all
  bool complete = false;              // read up to its end
  std::vector<PickleImport> imports;  // each once, in the order of the file
  text::Phrase problem;               // why it could not be read on; empty when complete
  bool dangerous() const;
  // "imports 3 names, 1 of them dangerous: os.system"
  text::Phrase sentence() const;
};

PickleReport scanPickle(std::string_view bytes);

}  // namespace tatara::registry
