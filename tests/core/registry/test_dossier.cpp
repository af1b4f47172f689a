#include "core/registry/dossier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <regex>

#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "tests/core/registry/people.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kHostile = "</script><script>alert(1)</script> | `x` & \"y\"\r\n<b>";

class DossierTest : public testing::Test {
 protected:
  void SetUp() override {
    const Status made = m_temp.store().write([this](store::Writer& writer) -> Status {
      TATARA_TRY(createModel(writer, {.name = "bikes", .description = std::string(kHostile)}, kAna, kNow));
      TATARA_TRY(createVersion(writer, {.model = "bikes", .source = "s"}, kAna, kNow));
      std::vector<Evidence> evidence;
      evidence.push_back(
          {.name = "metrics",
           .body = text::parseJson(R"({"piece":"metrics","words":"Better.","metrics":[{"name":"rmse",
        "challenger":{"value":1.5},"champion":{"value":2.5},"difference":{"value":-1,"interval":{"low":-2,"high":-0.5}},
        "verdict":"better"}],"values":{"challenger.rmse":1.5}})")
                       .value(),
           .source = "test",
           .computed = kNow});
      evidence.push_back({.name = "note </main>", .body = std::string(kHostile), .computed = kNow});
      TATARA_TRY(putEvidence(writer, "bikes", 1, 0, evidence));
      NewReview review;
      review.model = "bikes";
      review.version = 1;
      review.reason = kHostile;
      TATARA_ASSIGN(const auto info, openReview(writer, review, kAna, kNow));
      m_id = info.id;
      TATARA_TRY(addComment(writer, m_id, "metrics", kHostile, kMika, kNow));
      TATARA_TRY(decide(writer, m_id, {.verdict = Verdict::Approve, .reason = "sound"}, kMika, kNow));
      return {};
    });
    ASSERT_TRUE(made) << made.error().message;
  }
  Dossier dossier() {
    return m_temp.store()
        .read([&](sql::Connection& connection) { return loadDossier(connection, m_id, kNow); })
        .value();
  }

  tests::TempWorkspace m_temp;
  ReviewId m_id;
};

std::string attribute(const std::string& html, const std::string& name) {
  std::smatch match;
  return std::regex_search(html, match, std::regex(name + "=\"([^\"]*)\"")) ? match[1].str() : "none";
}

// What a browser shows of the page's text: tags gone, entities decoded.
std::string textOf(const std::string& html) {
  const std::size_t from = html.find('>', html.find("<main")) + 1;
  std::string text = html.substr(from, html.find("</main>") - from);
  text = std::regex_replace(text, std::regex("<[^>]*>"), "");
  for (const auto& [entity, plain] :
       {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""), std::pair("&amp;", "&")}) {
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; at += std::strlen(plain)) {
      text.replace(at, std::strlen(entity), plain);
    }
  }
  return text;
}

TEST_F(DossierTest, TheFileCarriesItsEvidenceAndTheSumsAgree) {
  const Dossier made = dossier();
  const std::string html = dossierHtml(made);
  EXPECT_EQ(attribute(html, "data-subject"), reviewSubject(made.review));
  EXPECT_EQ(attribute(html, "data-sha256"), crypto::sha256Hex(textOf(html)));
  const std::regex piece("data-name=\"([^\"]*)\" data-sha256=\"([0-9a-f]{64})\">([^<]*)<");
  std::size_t pieces = 0;
  for (auto at = std::sregex_iterator(html.begin(), html.end(), piece); at != std::sregex_iterator(); ++at) {
    const auto bytes = crypto::fromBase64((*at)[3].str());
    ASSERT_TRUE(bytes);
    EXPECT_EQ(crypto::sha256Hex(*bytes), (*at)[2].str());
    ++pieces;
  }
  EXPECT_EQ(pieces, made.review.evidence.size());
}

// A second model whose pieces hold all that an evaluation finds.
TEST_F(DossierTest, EverythingThatWasFoundIsInTheDocument) {
  const Status made = m_temp.store().write([](store::Writer& writer) -> Status {
    TATARA_TRY(createModel(writer, {.name = "income"}, kAna, kNow));
    TATARA_TRY(createVersion(writer, {.model = "income", .source = "s"}, kAna, kNow));
    std::vector<Evidence> evidence;
    for (const auto& [name, body] :
         {std::pair("metrics", R"({"classes":["no","yes"],"metrics":[],
            "confusion":{"challenger":[90,3,4,12],"champion":[88,5,6,10]}})"),
          std::pair("slices", R"({"metric":"log_loss","slices":[],"looked_at":41,"weak":[{"conditions":
            [{"column":"hour","slice":"16 to 19"},{"column":"day","slice":"1"}],"rows":77,"loss":4,"others":2}]})"),
          std::pair("residuals",
                    R"({"challenger_residuals":{"groups":[{"predicted":12.5,"rows":9,"mean":-0.75}]}})"),
          std::pair("fairness",
                    R"({"challenger_groups":[{"column":"sex","groups":[{"group":"Female","rows":31,
            "selection_rate":{"value":0.25}}],"disparities":[{"name":"demographic_parity",
            "difference":{"value":0.125},"lowest":"Female","highest":"Male"}]}]})"),
          std::pair("explanation",
                    R"({"importance":[{"input":"temp","mean_contribution":1.5,"permutation":0.5}],
            "disagreements":[{"row":17,"actual":"yes","challenger":"no","champion":"yes",
            "reasons":[{"input":"temp","value":"3","contribution":-2.5}]}]})")}) {
      evidence.push_back({.name = name, .body = text::parseJson(body).value(), .computed = kNow});
    }
    return putEvidence(writer, "income", 1, 0, evidence);
  });
  ASSERT_TRUE(made) << made.error().message;
  const ModelCard card =
      m_temp.store()
          .read([](sql::Connection& connection) { return loadModelCard(connection, "income", 1, kNow); })
          .value();
  const std::string markdown = modelCardMarkdown(card);
  for (const char* line : {"| no | yes | 3 | 5 |", "| hour: 16 to 19 and day: 1 | 77 | 4 | 2 |",
                           "| challenger | 12.5 | 9 | -0.75 |", "| sex | Female | 31 | 0.25 |", "0.125",
                           "| temp | 1.5 | 0.5 |", "| 17 | yes | no | yes | temp = 3"}) {
    EXPECT_THAT(markdown, HasSubstr(line));
  }
  EXPECT_THAT(markdown, HasSubstr("among 41 that were looked at"));
}

TEST_F(DossierTest, WhatPeopleWroteIsTextAndNothingElse) {
  const std::string html = dossierHtml(dossier());
  EXPECT_THAT(html, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(html, Not(HasSubstr("</script><script>alert")));
  EXPECT_THAT(html, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(1)"));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));  // nothing is fetched
  EXPECT_THAT(html, Not(HasSubstr("src=\"")));
  const std::string markdown = dossierMarkdown(dossier());
  EXPECT_THAT(markdown, Not(HasSubstr("<script>")));
  EXPECT_THAT(markdown, HasSubstr("\\<script\\>"));
}

TEST_F(DossierTest, ItSaysWhoDecidedWhatOnWhatEvidence) {
  const std::string markdown = dossierMarkdown(dossier());
  EXPECT_THAT(markdown, HasSubstr("# Review 1: bikes version 1 as champion"));
  EXPECT_THAT(markdown, HasSubstr("| mika | approve | sound |"));
  EXPECT_THAT(markdown, HasSubstr("| rmse | 1.5 | 2.5 | -1 | -2 | -0.5 | better |"));
  EXPECT_THAT(markdown, HasSubstr(reviewSubject(dossier().review)));
}

TEST_F(DossierTest, AModelCardIsMadeOfFactsAndSaysWhatNobodySaid) {
  const auto card = m_temp.store().read(
      [&](sql::Connection& connection) { return loadModelCard(connection, "bikes", 1, kNow); });
  ASSERT_TRUE(card) << card.error().message;
  const std::string markdown = modelCardMarkdown(*card);
  EXPECT_THAT(markdown, HasSubstr("# Model card: bikes version 1"));
  EXPECT_THAT(markdown, HasSubstr("| Intended use | not said |"));
  const std::string html = modelCardHtml(*card);
  EXPECT_EQ(attribute(html, "data-sha256"), crypto::sha256Hex(textOf(html)));
  const auto missing = m_temp.store().read(
      [&](sql::Connection& connection) { return loadModelCard(connection, "bikes", 9, kNow); });
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace tatara::registry
