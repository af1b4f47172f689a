// YAML in both dialects: tatara.yaml, and the meta.yaml and MLmodel files of MLflow.
#include "core/text/yaml.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  const std::string_view texts[] = {
      "version: 1\nmodels:\n  - name: \"a*\"\n    aliases: {champion: {approvals: 2}}\n",
      "artifact_uri: file:///a/b\nend_time: 1700000000000\nname: 'x'\nstatus: 3\ntags: []\n",
      "a: &x [1, 2]\nb: *x\nc: |\n  text\n  more\nd: >-\n  folded\n",
      "{a: yes, b: 0x1F, c: 010, d: 1e-3, e: ~, f: .nan}\n",
      "? [a, b]\n: c\n",
      "&a [*a]\n",
      "- - - - - a\n"};
  std::vector<std::string> result;
  for (const std::string_view text : texts) {
    for (char choice = 0; choice < 4; ++choice) {
      result.push_back(choice + std::string(text));
    }
  }
  return result;
}

// One law a time, because a parse costs more than all else here.
void tryBytes(std::string_view bytes) {
  const unsigned choice = takeChoice(bytes);
  const auto dialect = (choice & 1U) == 0 ? text::YamlDialect::Core : text::YamlDialect::Python;
  const auto value = text::parseYaml(bytes, dialect);
  if ((choice & 2U) == 0) {
    const auto document = text::parseYamlDocument(bytes, dialect);
    expect(value.has_value() == document.has_value(), "a document reads alike with and without places");
    expect(!value || text::toJson(*value) == text::toJson(document->value), "and holds the same");
  } else if (value) {
    const auto again = text::parseYaml(text::toYaml(*value));
    expect(again.has_value(), "what is written as YAML is YAML");
    expect(text::toJson(*again) == text::toJson(*value), "YAML written and read again is the same");
  }
}

}  // namespace tatara::fuzz
