#include "core/dataset/profile_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/number_text.h"
#include "core/dataset/frame.h"
#include "core/dataset/internal/type_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --ink: #1b1f27; --soft: #5b6370; --line: #d9dde3; --bar: #7f9be0; --page: #fff; --card: #f6f7f9;
        --error: #b3261e; --warning: #8a5a00; --note: #2a5bb0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --soft: #9aa2ae; --line: #353b45; --bar: #6d8be0; --page: #15181d;
        --card: #1e2229; --error: #ff8a80; --warning: #f0c060; --note: #8ab4ff; } }
body { font: 14px/1.5 Inter, "Noto Sans", sans-serif; color: var(--ink); background: var(--page); margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; } p.soft, .soft { color: var(--soft); }
table { border-collapse: collapse; } th, td { padding: .2rem .6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child, .left { text-align: left; } th { font-weight: 600; color: var(--soft); } .wide { overflow-x: auto; }
.alert { border-left: 3px solid var(--line); padding: .3rem .8rem; margin: .4rem 0; background: var(--card); }
.alert.error { border-color: var(--error); } .alert.warning { border-color: var(--warning); } .alert.information { border-color: var(--note); }
.column { border-top: 1px solid var(--line); padding: 1rem 0; display: grid; grid-template-columns: 20rem 1fr; gap: 1.5rem; }
code { font-family: "JetBrains Mono", monospace; word-break: break-all; } rect.bar { fill: var(--bar); } text { fill: var(--soft); font-size: 10px; }
svg text.cell { fill: #10131a; }
)css";

std::string escaped(std::string_view text) {
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
      case '\'':
        result += "&#39;";
        break;
      default:
        // Control characters are no part of HTML.
        result += static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return result;
}

// The sentences of the report, each escaped.
class ReportWords {
 public:
  explicit ReportWords(const ReportFacts& facts) : m_tell(facts.tell) {}
  std::string say(std::string_view pattern, std::vector<text::Phrase> values = {}) const {
    return tell(text::Phrase::say(pattern, std::move(values)));
  }
  std::string tell(const text::Phrase& phrase) const {
    return escaped(m_tell ? m_tell(phrase) : phrase.english());
  }

 private:
  const std::function<std::string(const text::Phrase&)>& m_tell;
};

std::string fixed(double value, int decimals) {
  char text[64];
  return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.*f", decimals, value))};
}

std::string rounded(double value) {
  if (std::isnan(value)) {
    return "–";
  }
  char text[64];
  return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.6g", value))};
}

std::string count(std::uint64_t value) {
  return withThousands(static_cast<std::int64_t>(value));
}

std::string valueText(const ColumnProfile& column, double value) {
  return !std::isnan(value) && column.type == ColumnType::Time ? timeText(value) : rounded(value);
}

std::string histogramSvg(const ColumnProfile& column, const ReportWords& words) {
  constexpr double kWidth = 320;
  constexpr double kHeight = 90;
  const std::uint64_t most = *std::ranges::max_element(column.counts);
  std::string svg = "<svg viewBox=\"0 0 320 110\" width=\"320\" height=\"110\" role=\"img\" aria-label=\"" +
                    words.say(TATARA_SAYS("Phrase", "Histogram of %1"), {column.name}) + "\">";
  const double width = kWidth / static_cast<double>(column.counts.size());
  for (std::size_t i = 0; i < column.counts.size(); ++i) {
    const double height =
        most == 0 ? 0 : kHeight * static_cast<double>(column.counts[i]) / static_cast<double>(most);
    svg += "<rect class=\"bar\" x=\"" + fixed(width * static_cast<double>(i), 2) + "\" y=\"" +
           fixed(kHeight - height, 2) + "\" width=\"" + fixed(std::max(0.5, width - 1), 2) + "\" height=\"" +
           fixed(height, 2) + "\"><title>" +
           words.say(TATARA_SAYS("Phrase", "%1 to %2: %3"),
                     {valueText(column, column.edges[i]), valueText(column, column.edges[i + 1]),
                      count(column.counts[i])}) +
           "</title></rect>";
  }
  return svg + "<text x=\"0\" y=\"104\">" + escaped(valueText(column, column.edges.front())) +
         "</text><text x=\"320\" y=\"104\" text-anchor=\"end\">" +
         escaped(valueText(column, column.edges.back())) + "</text></svg>";
}

std::string topSvg(const ColumnProfile& column, const ReportWords& words) {
  constexpr std::size_t kShown = 8;
  constexpr double kWidth = 320;
  const std::size_t shown = std::min(kShown, column.top.size());
  const std::string height = std::to_string(shown * 18 + 4);
  std::string svg = "<svg viewBox=\"0 0 320 " + height + "\" width=\"320\" height=\"" + height +
                    "\" role=\"img\" aria-label=\"" +
                    words.say(TATARA_SAYS("Phrase", "Most frequent values of %1"), {column.name}) + "\">";
  for (std::size_t i = 0; i < shown; ++i) {
    const double part = static_cast<double>(column.top[i].count) / static_cast<double>(column.top[0].count);
    const std::string y = std::to_string(i * 18);
    svg += "<rect class=\"bar\" x=\"0\" y=\"" + y + "\" width=\"" + fixed(std::max(1.0, kWidth * part), 2) +
           "\" height=\"15\" opacity=\"0.55\"/><text x=\"4\" y=\"" + std::to_string(i * 18 + 11) + "\">" +
           escaped(column.top[i].text.substr(0, 200)) + " · " + count(column.top[i].count) + "</text>";
  }
  return svg + "</svg>";
}

std::string matrixSvg(const RelationMatrix& matrix, const std::string& title) {
  const std::size_t size = matrix.columns.size();
  constexpr std::size_t kCell = 34;
  constexpr std::size_t kLabels = 130;
  constexpr std::size_t kMost = 40;
  if (size < 2 || size > kMost) {
    return {};
  }
  const std::string side = std::to_string(kLabels + size * kCell);
  std::string svg = "<h2>" + title + "</h2><div class=\"wide\"><svg viewBox=\"0 0 " + side + " " + side +
                    "\" width=\"" + side + "\" height=\"" + side + "\" role=\"img\" aria-label=\"" + title +
                    "\">";
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t y = i * kCell;
    const std::string name = escaped(matrix.columns[i].substr(0, 20));
    svg += "<text x=\"" + std::to_string(kLabels - 6) + "\" y=\"" + std::to_string(y + 21) +
           "\" text-anchor=\"end\">" + name + "</text><text transform=\"translate(" +
           std::to_string(kLabels + y + 20) + "," + std::to_string(size * kCell + 8) +
           ") rotate(-60)\" text-anchor=\"end\">" + name + "</text>";
    for (std::size_t k = 0; k < size; ++k) {
      const double r = matrix.at(i, k);
      const double strength = std::isnan(r) ? 0 : std::abs(r);
      const int fade = static_cast<int>(255 - 150 * strength);
      const std::string colour =
          r < 0 ? "rgb(245," + std::to_string(fade) + "," + std::to_string(fade - 30) + ")"
                : "rgb(" + std::to_string(fade - 40) + "," + std::to_string(fade) + ",245)";
      svg += "<rect x=\"" + std::to_string(kLabels + k * kCell) + "\" y=\"" + std::to_string(y) +
             "\" width=\"33\" height=\"33\" fill=\"" + colour + "\"><title>" + escaped(matrix.columns[i]) +
             ", " + escaped(matrix.columns[k]) + ": " + rounded(r) + "</title></rect>";
      if (!std::isnan(r)) {
        svg += "<text class=\"cell\" x=\"" + std::to_string(kLabels + k * kCell + 16) + "\" y=\"" +
               std::to_string(y + 20) + "\" text-anchor=\"middle\">" + fixed(r, 2) + "</text>";
      }
    }
  }
  return svg + "</svg></div>";
}

std::string header(const ReportWords& words, std::initializer_list<const char*> patterns) {
  std::string row = "<tr>";
  for (const char* pattern : patterns) {
    row += "<th>" + words.say(pattern) + "</th>";
  }
  return row + "</tr>";
}

std::string factsTable(const ColumnProfile& column, bool personal, const ReportWords& words) {
  std::string table = "<table>" +
                      header(words, {TATARA_SAYS("Phrase", "Values"), TATARA_SAYS("Phrase", "Missing"),
                                     TATARA_SAYS("Phrase", "Distinct"), TATARA_SAYS("Phrase", "Zeros")}) +
                      "<tr><td>" + count(column.count) + "</td><td>" + count(column.missing) + "</td><td>" +
                      count(column.distinct) + "</td><td>" + count(column.zeros) + "</td></tr></table>";
  if (personal || std::isnan(column.min)) {
    return table;
  }
  std::string values;
  for (const double value :
       {column.min, column.q05, column.q25, column.median, column.q75, column.q95, column.max, column.mean}) {
    values += "<td>" + escaped(valueText(column, value)) + "</td>";
  }
  for (const double value : {column.sd, column.skew, column.kurtosis}) {
    values += "<td>" + rounded(value) + "</td>";
  }
  return table + "<div class=\"wide\"><table>" +
         header(words,
                {TATARA_SAYS("Phrase", "Min"), "5 %", "25 %", TATARA_SAYS("Phrase", "Median"), "75 %", "95 %",
                 TATARA_SAYS("Phrase", "Max"), TATARA_SAYS("Phrase", "Mean"), TATARA_SAYS("Phrase", "SD"),
                 TATARA_SAYS("Phrase", "Skew"), TATARA_SAYS("Phrase", "Kurtosis")}) +
         "<tr>" + values + "</tr></table></div>";
}

// What the pictures are drawn from.
std::string dataBehind(const ColumnProfile& column, const ReportWords& words) {
  std::string html = "<details><summary class=\"soft\">" +
                     words.say(TATARA_SAYS("Phrase", "Data behind the picture")) + "</summary><table>";
  if (!column.counts.empty()) {
    html += header(
        words, {TATARA_SAYS("Phrase", "From"), TATARA_SAYS("Phrase", "To"), TATARA_SAYS("Phrase", "Rows")});
    for (std::size_t i = 0; i < column.counts.size(); ++i) {
      const bool time = column.type == ColumnType::Time;
      const auto edge = [&](double value) { return time ? timeText(value) : toText(value); };
      html += "<tr><td>" + escaped(edge(column.edges[i])) + "</td><td>" + escaped(edge(column.edges[i + 1])) +
              "</td><td>" + std::to_string(column.counts[i]) + "</td></tr>";
    }
    html += "</table><table>";
  }
  html += header(words, {TATARA_SAYS("Phrase", "Value"), TATARA_SAYS("Phrase", "Rows")});
  for (const ValueCount& one : column.top) {
    html += "<tr><td>" + escaped(one.text.substr(0, 200)) + "</td><td>" + std::to_string(one.count) +
            "</td></tr>";
  }
  return html + "</table></details>";
}

std::string columnHtml(const Profile& profile, const ColumnProfile& column, bool personal,
                       const ReportWords& words) {
  std::string html = "<section class=\"column\"><div>";
  if (personal) {
    html += "<p class=\"soft\">" +
            words.say(TATARA_SAYS("Phrase", "Personal data: its values are kept out of this report.")) +
            "</p>";
  } else if (!column.counts.empty()) {
    html += histogramSvg(column, words);
  } else if (!column.top.empty()) {
    html += topSvg(column, words);
  }
  html += "</div><div><h2 style=\"margin-top:0\">" + escaped(column.name) + " <span class=\"soft\">" +
          words.tell(typePhrase(column.type)) + ", " + words.tell(rolePhrase(column.role)) + "</span></h2>" +
          factsTable(column, personal, words);
  if (!std::isnan(column.predictivePower)) {
    html += "<p class=\"soft\">" +
            words.say(TATARA_SAYS("Phrase", "Against %1: predictive power %2, mutual information %3 nats"),
                      {profile.target, rounded(column.predictivePower), rounded(column.mutualInformation)}) +
            "</p>";
  }
  if (!personal) {
    html += dataBehind(column, words);
  }
  return html + "</div></section>";
}

text::Phrase aboutText(const Profile& profile, const ReportFacts& facts) {
  using text::Phrase;
  Phrase about = Phrase::say(TATARA_SAYS("Phrase", "%1 rows, %2 columns"),
                             {count(profile.rows), count(profile.columns.size())});
  if (profile.duplicateRows) {
    about =
        Phrase::say(TATARA_SAYS("Phrase", "%1, %2 repeated rows"), {about, count(*profile.duplicateRows)});
  }
  if (!profile.sample.empty()) {
    about = Phrase::say(TATARA_SAYS("Phrase", "%1; a sample: %2"), {about, profile.sample});
  }
  if (!profile.target.empty()) {
    about = Phrase::say(TATARA_SAYS("Phrase", "%1; target %2"), {about, profile.target});
  }
  return Phrase::say(TATARA_SAYS("Phrase", "%1. Made %2"), {about, toIso8601(facts.made)});
}

}  // namespace

std::string reportHtml(const Profile& profile, const ReportFacts& facts) {
  const ReportWords words(facts);
  const auto isPersonal = [&](const std::string& name) {
    return std::ranges::find(facts.personal, name) != facts.personal.end();
  };
  std::string html = "<!DOCTYPE html>\n<html lang=\"" + escaped(facts.language) +
                     "\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" "
                     "content=\"default-src 'none'; style-src 'unsafe-inline'\"><title>" +
                     escaped(facts.title) + "</title><style>" + std::string(kStyle) +
                     "</style></head><body>\n<h1>" + escaped(facts.title) + "</h1>\n<p class=\"soft\">" +
                     words.tell(aboutText(profile, facts)) + "</p>\n<table><tr><td>" +
                     words.say(TATARA_SAYS("Phrase", "Query")) + "</td><td class=\"left\"><code>" +
                     escaped(facts.query) + "</code></td></tr>";
  if (!facts.digest.empty()) {
    html += "<tr><td>SHA-256</td><td class=\"left\"><code>" + escaped(facts.digest) + "</code></td></tr>";
  }
  html += "</table>\n<h2>" + words.say(TATARA_SAYS("Phrase", "Alerts")) + "</h2>\n";
  for (const Alert& alert : profile.alerts) {
    const bool quotes = std::ranges::any_of(alert.columns, isPersonal);
    html += "<div class=\"alert " + std::string(toString(alert.severity)) + "\">" +
            (quotes ? std::string(toString(alert.kind)) + ": " : words.tell(alert.sentence));
    for (std::size_t i = 0; i < alert.columns.size() && quotes; ++i) {
      html += (i == 0 ? "" : ", ") + escaped(alert.columns[i]);
    }
    html += alert.fix && !quotes
                ? " <span class=\"soft\">· " + words.tell(alert.fix->label) + "</span></div>\n"
                : "</div>\n";
  }
  if (profile.alerts.empty()) {
    html +=
        "<p>" + words.say(TATARA_SAYS("Phrase", "Nothing is wrong that a person should look at.")) + "</p>\n";
  }
  html += "<h2>" + words.say(TATARA_SAYS("Phrase", "Columns")) + "</h2>\n";
  for (const ColumnProfile& column : profile.columns) {
    html += columnHtml(profile, column, isPersonal(column.name), words) + "\n";
  }
  html += matrixSvg(profile.pearson, "Pearson’s r") + matrixSvg(profile.spearman, "Spearman’s ρ") +
          matrixSvg(profile.cramersV, "Cramér’s V");
  return html + "\n</body></html>\n";
}

}  // namespace tatara::dataset
