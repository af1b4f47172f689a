#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <random>

#include "core/query/query.h"

namespace tatara::query {
namespace {

// A row of plain maps, asked by name.
struct MapRow {
  std::map<std::string, double> numbers;
  std::map<std::string, std::vector<std::string>> texts;
};

class BoundRow final : public FilterRow {
 public:
  BoundRow(const Filter& filter, const MapRow& row) : m_filter(filter), m_row(row) {}

  std::optional<double> number(std::size_t field) const override {
    const auto found = m_row.numbers.find(toText(m_filter.fields[field]));
    return found == m_row.numbers.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<std::string_view> text(std::size_t field, std::size_t nth) const override {
    const auto found = m_row.texts.find(toText(m_filter.fields[field]));
    if (found == m_row.texts.end() || nth >= found->second.size()) {
      return std::nullopt;
    }
    return found->second[nth];
  }

 private:
  const Filter& m_filter;
  const MapRow& m_row;
};

bool holds(std::string_view text, const MapRow& row, Entity entity = Entity::Run,
           Grammar grammar = Grammar::Tatara) {
  const auto filter = parseFilter(entity, text, grammar);
  EXPECT_TRUE(filter) << text << ": " << (filter ? "" : filter.error().message);
  return filter && matches(*filter, BoundRow(*filter, row));
}

std::string problemOf(std::string_view text, Entity entity = Entity::Run, Grammar grammar = Grammar::Tatara) {
  const auto filter = parseFilter(entity, text, grammar);
  if (filter) {
    return "ok";
  }
  EXPECT_EQ(filter.error().kind, ErrorKind::InvalidArgument);
  EXPECT_LE(filter.error().begin, filter.error().end);
  EXPECT_LE(filter.error().end, text.size());
  return filter.error().message;
}

std::string underlined(std::string_view text) {
  const auto filter = parseFilter(Entity::Run, text);
  return filter ? ""
                : std::string(text.substr(filter.error().begin, filter.error().end - filter.error().begin));
}

const MapRow kRow{
    {{"metrics.rmse", 38.5}, {"metrics.\"val/loss 1\"", 2}, {"metrics.nan", NAN}, {"start_time", 1e12}},
    {{"params.depth", {"6"}},
     {"params.booster", {"gbtree"}},
     {"tags.a.b", {"x"}},
     {"status", {"FINISHED"}},
     {"run_name", {"it's 日本 Run"}},
     {"dataset.name", {"bike", "holdout"}},
     {"dataset.context", {"train", "eval"}}}};

TEST(FilterTest, ComparisonsAskTheRow) {
  EXPECT_TRUE(holds("metrics.rmse < 40", kRow));
  EXPECT_FALSE(holds("metrics.rmse >= 40", kRow));
  EXPECT_TRUE(holds("metric.`val/loss 1` = 2 AND metrics.\"val/loss 1\" != 3", kRow));
  EXPECT_TRUE(holds("params.booster = \"gbtree\" and status='FINISHED'", kRow));
  EXPECT_TRUE(holds("tags.a.b = 'x'", kRow));
  EXPECT_TRUE(holds("attributes.status IN ('FAILED', 'FINISHED')", kRow));
  EXPECT_TRUE(holds("status NOT IN ('FAILED')", kRow));
  EXPECT_TRUE(holds("run_name = 'it''s 日本 Run'", kRow));
  EXPECT_TRUE(holds("", kRow));
}

TEST(FilterTest, AMissingKeySatisfiesNothingButIsNull) {
  for (const char* text :
       {"metrics.none > 0", "metrics.none != 0", "params.none != 'x'", "tags.none NOT IN ('x')",
        "params.none LIKE '%'", "metrics.none IS NOT NULL", "dataset.digest != 'x'"}) {
    EXPECT_FALSE(holds(text, kRow)) << text;
  }
  EXPECT_TRUE(holds("tags.none IS NULL AND metrics.none IS NULL", kRow));
  EXPECT_TRUE(holds("NOT metrics.none > 0", kRow));
}

TEST(FilterTest, NotANumberSatisfiesOnlyNotEqual) {
  EXPECT_TRUE(holds("metrics.nan != 1", kRow));
  EXPECT_FALSE(holds("metrics.nan = 1 OR metrics.nan < 1 OR metrics.nan >= 1", kRow));
}

TEST(FilterTest, AndBindsTighterThanOrAndNotTightest) {
  EXPECT_TRUE(holds("metrics.rmse < 40 OR metrics.rmse > 50 AND status = 'FAILED'", kRow));
  EXPECT_FALSE(holds("(metrics.rmse < 40 OR metrics.rmse > 50) AND status = 'FAILED'", kRow));
  EXPECT_TRUE(holds("NOT status = 'FAILED' AND metrics.rmse < 40", kRow));
}

TEST(FilterTest, NumbersAndDatesMayBeAskedOfText) {
  EXPECT_TRUE(holds("params.depth >= 6 AND params.depth < 10", kRow));
  EXPECT_FALSE(holds("params.booster > 1", kRow));
  EXPECT_TRUE(holds("start_time > '2001-09-08' AND start_time < '2001-09-10'", kRow));
  EXPECT_EQ(problemOf("start_time > 'yesterday'"),
            "This is no time; write it as '2026-11-20' or '2026-11-20T14:02:05Z'");
}

TEST(FilterTest, ADatasetConditionHoldsWhenOneDatasetSatisfiesIt) {
  EXPECT_TRUE(holds("dataset.name = 'holdout' AND dataset.context = 'train'", kRow));
  EXPECT_FALSE(holds("dataset.name = 'other'", kRow));
}

TEST(FilterTest, PromptsAreHiddenAsMlflowClientsExpect) {
  const MapRow model;
  const MapRow prompt{{}, {{"tags.mlflow.prompt.is_prompt", {"true"}}}};
  for (const char* text :
       {"tags.`mlflow.prompt.is_prompt` != 'true'", "tags.mlflow.prompt.is_prompt = 'false'"}) {
    EXPECT_TRUE(holds(text, model, Entity::RegisteredModel, Grammar::Mlflow));
    EXPECT_FALSE(holds(text, prompt, Entity::RegisteredModel, Grammar::Mlflow));
    EXPECT_FALSE(holds(text, model, Entity::Run, Grammar::Mlflow));
  }
}

// Recorded from MLflow 3.17's own parser.
TEST(FilterTest, TheMlflowGrammarAnswersAsMlflowDoes) {
  struct Case {
    Entity entity;
    const char* text;
    const char* answer;
  };
  const Case cases[] = {
      {Entity::Run, "metrics.m > \"a\"", "Expected numeric value type for metric. Found \"a\""},
      {Entity::Run, "metrics.m > abc", "Expected numeric value type for metric. Found abc"},
      {Entity::Run, "metrics.m LIKE 'x'", "Expected numeric value type for metric. Found 'x'"},
      {Entity::Run, "params.p = 1",
       "Expected a quoted string value for parameter (e.g. 'my-value'). Got value 1"},
      {Entity::Run, "tags.p IN ('a')",
       "Expected a quoted string value for tag (e.g. 'my-value'). Got value ('a')"},
      {Entity::Run, "params.p = abc",
       "Parameter value is either not quoted or unidentified quote types used for string value abc. Use "
       "either single "
       "or double quotes."},
      {Entity::Run, "params.p = \"1\" OR params.p=\"2\"", "Invalid clause(s) in filter string: 'OR'"},
      {Entity::Run, "(metrics.m > 1)", "Invalid clause(s) in filter string: '(metrics.m > 1)'"},
      {Entity::Run, "NOT metrics.m > 1", "Invalid clause(s) in filter string: 'NOT'"},
      {Entity::Run, "metrics.m", "Invalid clause(s) in filter string: 'metrics.m'"},
      {Entity::Run, "metrics.m >", "Invalid clause(s) in filter string: 'metrics.m', '>'"},
      {Entity::Run, "foo.bar = 'x'",
       "Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']"},
      {Entity::Run, "status = 5", "Expected a quoted string value for attributes. Got value 5"},
      {Entity::Run, "status IN ('a','b')",
       "Only ['run_id'] attributes support comparison with a list of quoted string values."},
      {Entity::Run, "run_id IN ()",
       "While parsing a list in the query, expected a non-empty list of string values, but got empty list"},
      {Entity::Run, "start_time > 'x'",
       "Expected numeric value type for numeric attribute: start_time. Found 'x'"},
      {Entity::Run, "metrics.m IS NULL",
       "IS NULL / IS NOT NULL is only supported for tags and params, not for 'metric' 'm'"},
      {Entity::Run, "status IS NULL",
       "IS NULL / IS NOT NULL is only supported for tags and params, not for 'attribute' 'status'"},
      {Entity::Run, "metrics.m > 1; metrics.m > 2",
       "Search filter contained multiple expression 'metrics.m > 1; metrics.m > 2'. Provide AND-ed "
       "expression list."},
      {Entity::Experiment, "metrics.a > 1",
       "Invalid entity type 'metrics'. Valid entity types are ('attribute', 'tag', 'tags')"},
      {Entity::Experiment, "name IN ('a')",
       "Only ['experiment_id'] attributes support comparison with a list of quoted string values."},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(problemOf(one.text, one.entity, Grammar::Mlflow), one.answer) << one.text;
  }
}

TEST(FilterTest, TheMlflowGrammarAcceptsAndRefusesWhatMlflowDoes) {
  const auto check = [](Entity entity, std::initializer_list<const char*> good,
                        std::initializer_list<const char*> bad) {
    for (const char* text : good) {
      EXPECT_EQ(problemOf(text, entity, Grammar::Mlflow), "ok") << text;
    }
    for (const char* text : bad) {
      EXPECT_NE(problemOf(text, entity, Grammar::Mlflow), "ok") << text;
    }
  };
  check(Entity::Run,
        {"run_id IN ('a','b')",
         "run_id IN ('a',)",
         "run_id NOT IN ('a')",
         "start_time > 5",
         "created >= 5.5",
         "`Run name` = 'x'",
         "\"run name\" = 'x'",
         "attribute.\"run name\" = 'x'",
         "params.\"a.b\" = 'x'",
         "metrics.a.b.c > 1",
         "metrics.`a/b` > -1.5e-3",
         "metrics.m > 1 AND",
         "AND metrics.m > 1",
         "metrics.m > 1 metrics.n > 2",
         "tags.t is not null",
         "params.p IS NULL",
         "dataset.digest IN ('a')",
         "",
         "datasets.context ILIKE '%a%'",
         "run.status = 'x'",
         "metric.m < 1e5",
         "metrics.m > .5",
         "params.p = 'it''s'"},
        {"params.p > 'a'", "dataset.foo = 'x'", "metrics.m == 1", "metrics.m <> 1", "params.p = 'unclosed",
         "duration > 5", "experiment_id = '1'", "metrics.m = inf", "nothing = 'x'", "run_id IN ('a', 5)"});
  check(Entity::Experiment,
        {"name ILIKE '%x'", "experiment_id IN ('1')", "creation_time > 5", "tags.t IS NULL"},
        {"params.x = '1'", "name IS NULL"});
  check(Entity::RegisteredModel, {"name LIKE 'a'", "tags.t = 'x'"},
        {"creation_timestamp > 5", "params.a = '1'"});
  check(Entity::ModelVersion,
        {"version_number > 1", "version_number = '1'", "run_id IN ('a','b')", "source_path = 'a'"},
        {"last_updated_timestamp > 4"});
  check(Entity::LoggedModel,
        {"source_run_id='a'", "metrics.a > 1", "model_type IN ('a')", "creation_time > 5"},
        {"dataset.name = 'x'", "run_name = 'x'"});
}

TEST(FilterTest, ProblemsSayWhatToDoAndWhere) {
  EXPECT_EQ(problemOf("stauts = 'x'"), "There is no attribute \"stauts\"; did you mean status?");
  EXPECT_EQ(
      problemOf("rmse < 3"),
      "There is no attribute \"rmse\"; write metrics.rmse, params.rmse or tags.rmse for what was logged");
  EXPECT_EQ(problemOf("metrcs.rmse < 3"), "A run has no \"metrcs\"; did you mean metrics?");
  EXPECT_EQ(problemOf("params.a = x"), "Put the value in quotes: 'x'");
  EXPECT_EQ(problemOf("metrics.a < '3'"), "metrics.a is a number; write the value without quotes");
  EXPECT_EQ(problemOf("metrics.a LIKE '3'"), "LIKE asks for text, but metrics.a is a number");
  EXPECT_EQ(
      problemOf("params.a LKE 'x'"),
      "An operator (= != < <= > >= LIKE ILIKE IN, IS NULL) is expected after params.a; did you mean LIKE?");
  EXPECT_EQ(problemOf("(metrics.a < 3"), "This parenthesis is not closed");
  EXPECT_EQ(problemOf("metrics.a < 3)"), "This parenthesis closes none");
  EXPECT_EQ(problemOf("metrics.a < 3 status = 'x'"), "AND or OR is expected here, not status");
  EXPECT_EQ(underlined("metrics.a < 3 AND stauts = 'x'"), "stauts");
  EXPECT_EQ(underlined("params.a = 'x"), "'x");
  EXPECT_EQ(underlined("metrics.é < 'x'"), "'x'");
}

TEST(FilterTest, LengthDepthAndTermsAreBounded) {
  EXPECT_NE(problemOf(std::string(100'000, '(')).find("longer than"), std::string::npos);
  EXPECT_NE(problemOf(std::string(60'000, '(')).find("nested deeper than 50"), std::string::npos);
  std::string nots;
  for (int i = 0; i < 10'000; ++i) {
    nots += "NOT ";
  }
  EXPECT_NE(problemOf(nots + "status = 'x'").find("nested deeper"), std::string::npos);
  std::string many = "metrics.a > 1";
  for (int i = 0; i < 1000; ++i) {
    many += " AND metrics.a > 1";
  }
  EXPECT_NE(problemOf(many).find("more than 1000 comparisons"), std::string::npos);
}

bool naiveLike(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) {
    return text.empty();
  }
  if (pattern[0] == '%') {
    return naiveLike(text, pattern.substr(1)) || (!text.empty() && naiveLike(text.substr(1), pattern));
  }
  return !text.empty() && (pattern[0] == '_' || pattern[0] == text[0]) &&
         naiveLike(text.substr(1), pattern.substr(1));
}

TEST(FilterTest, LikeEqualsTheNaiveDefinition) {
  std::mt19937 random(4);
  int matched = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    std::string pattern;
    for (auto n = random() % 8; n > 0; --n) {
      text.push_back("ab"[random() % 2]);
    }
    for (auto n = random() % 7; n > 0; --n) {
      pattern.push_back("ab%_"[random() % 4]);
    }
    ASSERT_EQ(isLike(text, pattern, LetterCase::Sensitive), naiveLike(text, pattern))
        << text << " " << pattern;
    matched += naiveLike(text, pattern) ? 1 : 0;
  }
  EXPECT_GT(matched, 2000);
}

// Pieces of the text itself, some with a letter changed, so that nearly as many match as not.
TEST(FilterTest, LikeEqualsTheNaiveDefinitionWhereLongPiecesAreLookedFor) {
  std::mt19937 random(5);
  int matched = 0;
  constexpr int kRounds = 3000;
  for (int round = 0; round < kRounds; ++round) {
    std::string text;
    for (int n = 0; n < 40; ++n) {
      text.push_back("aab"[random() % 3]);
    }
    std::string pattern = random() % 4 == 0 ? "" : "%";
    std::size_t at = pattern.empty() ? 0 : random() % 8;
    for (int piece = 0; piece < 2; ++piece) {
      const std::size_t size = 7 + random() % 7;
      pattern += text.substr(at, size) + (random() % 4 == 0 ? "_%" : "%");
      at += size + random() % 4;
    }
    if (random() % 2 == 0) {
      pattern += text.substr(30);
    }
    if (random() % 3 == 0) {
      pattern[random() % pattern.size()] = "ab"[random() % 2];
    }
    const bool expected = naiveLike(text, pattern);
    ASSERT_EQ(isLike(text, pattern, LetterCase::Sensitive), expected) << text << " " << pattern;
    std::transform(pattern.begin(), pattern.end(), pattern.begin(),
                   [](char c) { return c == 'a' ? 'A' : c; });
    ASSERT_EQ(isLike(text, pattern, LetterCase::Ignored), expected) << text << " " << pattern;
    matched += expected ? 1 : 0;
  }
  EXPECT_GT(matched, kRounds / 4);
  EXPECT_LT(matched, kRounds * 9 / 10);
}

// A text and a pattern that both come from clients.
TEST(FilterTest, LikeOfLongTextsTakesNoTimeOfTheirProduct) {
  const std::string text(2'000'000, 'a');
  const std::string piece(20'000, 'a');
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(isLike(text, "%" + piece + "b%", LetterCase::Sensitive));
  EXPECT_FALSE(isLike(text, "%" + piece + "b", LetterCase::Ignored));
  EXPECT_TRUE(isLike(text, "%" + piece + "%" + piece, LetterCase::Ignored));
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
}

TEST(FilterTest, LikeCountsCharactersAndFoldsAscii) {
  EXPECT_TRUE(isLike("日本語", "___", LetterCase::Sensitive));
  EXPECT_FALSE(isLike("日本語", "____", LetterCase::Sensitive));
  EXPECT_TRUE(isLike("Baseline", "base%", LetterCase::Ignored));
  EXPECT_FALSE(isLike("Baseline", "base%", LetterCase::Sensitive));
  EXPECT_FALSE(isLike(std::string(50'000, 'a'), "%a%a%a%a%a%b", LetterCase::Sensitive));
}

// Random trees over few keys and values, and what they mean, evaluated by the plainest code there is.
class Model {
 public:
  explicit Model(unsigned seed) : m_random(seed) {}

  MapRow row() {
    MapRow row;
    for (const char* key : {"metrics.a", "metrics.\"b c\"", "end_time"}) {
      if (m_random() % 3 != 0) {
        row.numbers[key] = m_random() % 6 == 0 ? NAN : static_cast<double>(m_random() % 4);
      }
    }
    for (const char* key : {"params.a", "tags.`q\"q`", "status", "dataset.name"}) {
      for (auto n = m_random() % (std::string(key) == "dataset.name" ? 3 : 2); n > 0; --n) {
        row.texts[key].push_back(word());
      }
    }
    return row;
  }

  // The expression as text, and its truth for the row.
  std::pair<std::string, bool> expression(const MapRow& row, int depth) {
    const auto choice = depth > 3 ? 0 : m_random() % 5;
    if (choice < 2) {
      return comparison(row);
    }
    const auto left = expression(row, depth + 1);
    if (choice == 2) {
      return {"NOT (" + left.first + ")", !left.second};
    }
    const auto right = expression(row, depth + 1);
    if (choice == 3) {
      return {"(" + left.first + ") AND (" + right.first + ")", left.second && right.second};
    }
    return {"(" + left.first + ") or (" + right.first + ")", left.second || right.second};
  }

 private:
  std::string word() { return std::string(1, "ABab"[m_random() % 4]) + (m_random() % 3 == 0 ? "'" : ""); }

  std::pair<std::string, bool> comparison(const MapRow& row) {
    return m_random() % 2 == 0 ? numeric(row) : textual(row);
  }

  std::pair<std::string, bool> numeric(const MapRow& row) {
    static constexpr const char* kKeys[] = {"metrics.a", "metrics.\"b c\"", "end_time"};
    static constexpr const char* kOps[] = {"=", "!=", "<", "<=", ">", ">=", "IS NULL", "IS NOT NULL"};
    const std::string key = kKeys[m_random() % 3];
    const auto op = m_random() % 8;
    const double right = static_cast<double>(m_random() % 4);
    const auto found = row.numbers.find(key);
    const bool there = found != row.numbers.end();
    if (op >= 6) {
      return {key + " " + kOps[op], there == (op == 7)};
    }
    const double left = there ? found->second : 0;
    const bool results[] = {left == right, left != right, left<right, left <= right, left> right,
                            left >= right};
    return {key + kOps[op] + std::to_string(static_cast<int>(right)), there && results[op]};
  }

  std::pair<std::string, bool> textual(const MapRow& row) {
    static constexpr const char* kKeys[] = {"params.a", "tags.`q\"q`", "status", "dataset.name"};
    static constexpr const char* kOps[] = {"=", "!=", "LIKE", "IN", "NOT IN", "IS NULL", "IS NOT NULL"};
    const std::string key = kKeys[m_random() % 4];
    const auto op = m_random() % 7;
    const std::string first = word();
    const std::string second = word();
    const auto found = row.texts.find(key);
    const bool there = found != row.texts.end() && !found->second.empty();
    if (op >= 5) {
      return {key + " " + kOps[op], there == (op == 6)};
    }
    bool any = false;
    for (const std::string& value : there ? found->second : std::vector<std::string>{}) {
      const bool listed = value == first || value == second;
      const bool results[] = {value == first, value != first, naiveLike(value, first + "%"), listed, !listed};
      any = any || results[op];
    }
    const std::string operand = op == 2   ? quotedValue(first + "%")
                                : op >= 3 ? "(" + quotedValue(first) + "," + quotedValue(second) + ")"
                                          : quotedValue(first);
    return {key + " " + kOps[op] + " " + operand, any};
  }

  std::mt19937 m_random;
};

TEST(FilterTest, RandomExpressionsMeanWhatTheNaiveEvaluatorSaysAlsoAfterPrinting) {
  Model model(20261121);
  int held = 0;
  for (int round = 0; round < 5000; ++round) {
    const MapRow row = model.row();
    const auto [text, expected] = model.expression(row, 0);
    const auto filter = parseFilter(Entity::Run, text);
    ASSERT_TRUE(filter) << text << ": " << filter.error().message;
    ASSERT_EQ(matches(*filter, BoundRow(*filter, row)), expected) << text;
    const auto again = parseFilter(Entity::Run, toText(*filter));
    ASSERT_TRUE(again) << toText(*filter) << ": " << again.error().message;
    ASSERT_EQ(again->conditions, filter->conditions) << toText(*filter);
    ASSERT_EQ(again->fields, filter->fields);
    held += expected ? 1 : 0;
  }
  EXPECT_GT(held, 1000);
  EXPECT_LT(held, 4000);
}

TEST(FilterTest, RandomTextNeverCrashes) {
  std::mt19937 random(8);
  static constexpr std::string_view kPieces[] = {
      "metrics.", "params.a", "status", "AND", "OR", "NOT",  "(",    ")",    "'x'", "\"y\"", "`z`",
      "'",        "\"",       "`",      "IN",  ",",  "IS",   "NULL", "LIKE", "=",   "<",     "!",
      "1.5",      ".",        ";",      "é",   " ",  "\xff", "--",   "tags", "\0x"};
  int parsed = 0;
  for (int round = 0; round < 6'000; ++round) {
    std::string text;
    for (auto n = random() % 12; n > 0; --n) {
      text += kPieces[random() % std::size(kPieces)];
      text += random() % 2 == 0 ? " " : "";
    }
    for (const Grammar grammar : {Grammar::Tatara, Grammar::Mlflow}) {
      const auto filter = parseFilter(Entity::Run, text, grammar);
      parsed += filter ? 1 : 0;
      if (!filter) {
        ASSERT_LE(filter.error().begin, filter.error().end) << text;
        ASSERT_LE(filter.error().end, text.size()) << text;
        ASSERT_FALSE(filter.error().message.empty());
      }
      const auto order = parseOrderBy(Entity::Run, text, grammar);
      ASSERT_TRUE(!order || !order->empty());
    }
  }
  EXPECT_GT(parsed, 100);
}

std::string orderOf(std::string_view text, Grammar grammar = Grammar::Tatara) {
  const auto keys = parseOrderBy(Entity::Run, text, grammar);
  if (!keys) {
    return keys.error().message;
  }
  std::string out;
  for (const OrderBy& key : *keys) {
    out += toText(key.field) + (key.direction == OrderBy::Direction::Descending ? "- " : "+ ");
  }
  return out;
}

TEST(OrderTest, MoreThanThirtyTwoFieldsAreRefused) {
  std::string text = "metrics.m0";
  for (int i = 1; i < 32; ++i) {
    text += ", metrics.m" + std::to_string(i);
  }
  EXPECT_TRUE(parseOrderBy(Entity::Run, text, Grammar::Tatara));
  EXPECT_FALSE(parseOrderBy(Entity::Run, text + ", metrics.m32", Grammar::Tatara));
}

TEST(OrderByTest, KeysAndDirectionsAreRead) {
  EXPECT_EQ(orderOf("metrics.`a b` DESC, start_time, params.x asc"),
            "metrics.\"a b\"- start_time+ params.x+ ");
  EXPECT_EQ(orderOf("created DESC", Grammar::Mlflow), "start_time- ");
  EXPECT_EQ(orderOf("tags.\"x y\" ASC", Grammar::Mlflow), "tags.\"x y\"+ ");
}

TEST(OrderByTest, WhatCannotBeSortedByIsRefused) {
  EXPECT_EQ(orderOf("metrics.a foo", Grammar::Mlflow),
            "Invalid ordering key in order_by clause 'metrics.a foo'.");
  EXPECT_EQ(orderOf("metrics.a desc x", Grammar::Mlflow),
            "Invalid order_by clause 'metrics.a desc x'. Could not be parsed.");
  EXPECT_EQ(orderOf("", Grammar::Mlflow), "Invalid order_by clause ''. Could not be parsed.");
  EXPECT_EQ(orderOf("metrics.a, metrics.b", Grammar::Mlflow),
            "Invalid order_by clause 'metrics.a, metrics.b'. Could not be parsed.");
  EXPECT_EQ(orderOf("metrics.a, metrics.a DESC"), "metrics.a is named twice");
  EXPECT_EQ(orderOf("dataset.name"), "Rows cannot be sorted by their datasets");
  EXPECT_EQ(orderOf("metrics.a,"), "A field to sort by is expected here");
  EXPECT_EQ(orderOf("strat_time"), "There is no attribute \"strat_time\"; did you mean start_time?");
}

TEST(FilterTest, NumbersBeyondAllNumbersAreWrittenSoThatTheyAreReadAgain) {
  for (const char* text : {"duration >= .44E4444", "metrics.a < -1e400", "metrics.a > 1e-400"}) {
    const auto filter = parseFilter(Entity::Run, text);
    ASSERT_TRUE(filter) << text;
    const auto again = parseFilter(Entity::Run, toText(*filter));
    ASSERT_TRUE(again) << toText(*filter);
    EXPECT_EQ(toText(*again), toText(*filter));
  }
  EXPECT_TRUE(parseFilter(Entity::ModelVersion, "version_number = '3'", Grammar::Mlflow));
  EXPECT_FALSE(parseFilter(Entity::ModelVersion, "version_number = 'nan'", Grammar::Mlflow));
}

}  // namespace
}  // namespace tatara::query
