// What became of a contract's rules, as JSON and as the test suite that build servers read.
#include <algorithm>

#include "core/dataset/contract.h"

namespace tatara::dataset {
namespace {

std::string xmlText(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
      case '\t':
        result += c;
        break;
      default:
        // XML 1.0 has no other control characters.
        result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return result;
}

}  // namespace

std::size_t ContractReport::broken() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(results, [](const RuleResult& one) { return !one.holds; }));
}

text::Json toJson(const ContractReport& report) {
  using text::Json;
  Json json = Json::object();
  json.set("contract", report.contract);
  json.set("holds", report.holds());
  json.set("refuse", report.refuse);
  json.set("rows", report.rows);
  json.set("broken", report.broken());
  Json results = Json::array();
  for (const RuleResult& one : report.results) {
    Json item = Json::object();
    item.set("rule", one.rule);
    item.set("column", one.column.empty() ? Json() : Json(one.column));
    item.set("holds", one.holds);
    item.set("expected", one.expected.english());
    item.set("found", one.holds ? Json() : Json(one.found.english()));
    item.set("rows", one.rows);
    Json offenders = Json::array();
    for (const Offender& offender : one.offenders) {
      Json cell = Json::object();
      cell.set("row", offender.row);
      cell.set("value", offender.value);
      offenders.append(std::move(cell));
    }
    item.set("offenders", std::move(offenders));
    results.append(std::move(item));
  }
  json.set("results", std::move(results));
  return json;
}

std::string toJUnit(const ContractReport& report, std::string_view subject) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"" +
                    xmlText(subject) + "\" tests=\"" + std::to_string(report.results.size()) +
                    "\" failures=\"" + std::to_string(report.broken()) + "\" errors=\"0\" skipped=\"0\">\n";
  for (const RuleResult& one : report.results) {
    const std::string name = one.rule + ": " + one.expected.english();
    xml += "    <testcase classname=\"" +
           xmlText(one.column.empty() ? subject : std::string_view(one.column)) + "\" name=\"" +
           xmlText(name) + "\"";
    if (one.holds) {
      xml += "/>\n";
      continue;
    }
    xml += ">\n      <failure message=\"" + xmlText(one.found.english()) + "\">";
    for (const Offender& offender : one.offenders) {
      xml += "row " + std::to_string(offender.row) + ": " + xmlText(offender.value) + "\n";
    }
    xml += "</failure>\n    </testcase>\n";
  }
  return xml + "  </testsuite>\n</testsuites>\n";
}

}  // namespace tatara::dataset
