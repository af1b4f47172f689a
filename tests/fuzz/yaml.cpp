// YAML in both dialects: tatara.yaml, and the meta.yaml and MLmodel files of MLflow.
#include "core/text/yaml.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  using std::string_literals::operator""s;
  return {"\0version: 1\nmodels:\n  - name: \"a*\"\n    aliases: {champion: {approvals: 2}}\n"s,
          "\1artifact_uri: file:///a/b\nend_time: 1700000000000\nname: 'x'\nstatus: 3\ntags: []\n"s,
          "\1a: &x [1, 2]\nb: *x\nc: |\n  text\n  more\nd: >-\n  folded\n"s,
          "\0{a: yes, b: 0x1F, c: 010, d: 1e-3, e: ~, f: .nan}\n"s,
          "\1? [a, b]\n: c\n"s,
          "\1&a [*a]\n"s,
          "\0- - - - - a\n"s};
}

void tryBytes(std::string_view bytes) {
  const auto dialect = takeChoice(bytes) % 2 == 0 ? text::YamlDialect::Core : text::YamlDialect::Python;
  const auto value = text::parseYaml(bytes, dialect);
  const auto document = text::parseYamlDocument(bytes, dialect);
  expect(value.has_value() == document.has_value(), "a document reads alike with and without places");
  if (value) {
    const std::string written = text::toYaml(*value);
    const auto again = text::parseYaml(written);
    expect(again.has_value(), "what is written as YAML is YAML");
    expect(text::toJson(*again) == text::toJson(*value), "YAML written and read again is the same");
  }
}

}  // namespace tatara::fuzz
