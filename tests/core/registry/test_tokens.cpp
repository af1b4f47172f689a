#include <gtest/gtest.h>

#include "core/registry/registry.h"
#include "core/registry/tokens.h"
#include "tests/core/registry/people.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

const Actor kAdmin{"mika", "test"};

class TokensTest : public testing::Test {
 protected:
  Result<IssuedToken> make(const NewToken& token, const Actor& actor = kAdmin) {
    return temp.store().writeFor([&](store::Writer& w) { return createToken(w, token, actor, kNow); });
  }
  Status revoke(std::int64_t id, const Actor& actor = kAdmin) {
    return temp.store().write([&](store::Writer& w) { return revokeToken(w, id, actor, kNow); });
  }
  TokenTable table() {
    return temp.store().read([](sql::Connection& c) { return TokenTable::load(c); }).value();
  }
  tests::TempWorkspace temp;
};

TEST_F(TokensTest, ATokenIsFoundByItsSecretAndSaysWhoItIs) {
  const auto issued = make({.person = "ana", .label = "laptop", .scopes = {Scope::Log, Scope::Review}});
  ASSERT_TRUE(issued) << issued.error().message;
  EXPECT_EQ(issued->secret.size(), 71u);
  const TokenTable tokens = table();
  const Token* found = tokens.find(issued->secret, kNow);
  ASSERT_NE(found, nullptr);
  const Actor actor = actorOf(*found, "mlflow-client");
  EXPECT_EQ(actor.person, "ana");
  EXPECT_EQ(actor.identity, Identity::Token);
  EXPECT_EQ(actor.token, issued->token.id);
  EXPECT_TRUE(actor.scopes.has(Scope::Read));
  EXPECT_TRUE(actor.scopes.has(Scope::Review));
  EXPECT_FALSE(actor.scopes.has(Scope::Deploy));
  EXPECT_FALSE(actor.scopes.has(Scope::Admin));
}

TEST_F(TokensTest, TheStoreDoesNotHoldTheSecret) {
  const auto issued = make({.person = "ana", .scopes = {Scope::Read}});
  ASSERT_TRUE(issued);
  const auto held = temp.store().read([&](sql::Connection& c) {
    return c.findInteger(
        "SELECT count(*) FROM access_token WHERE digest = ?1 OR label = ?1 OR instr(?1, digest) > 0",
        issued->secret);
  });
  EXPECT_EQ(held.value(), 0);
}

TEST_F(TokensTest, AWrongSecretFindsNothing) {
  const auto issued = make({.person = "ana", .scopes = {Scope::Read}});
  ASSERT_TRUE(issued);
  const TokenTable tokens = table();
  std::string other = issued->secret;
  other.back() = other.back() == '0' ? '1' : '0';
  for (const std::string& secret : {other, std::string(), issued->secret + "0", issued->secret.substr(0, 70),
                                    issued->secret.substr(7), std::string(71, 'a')}) {
    EXPECT_EQ(tokens.find(secret, kNow), nullptr) << secret;
  }
}

TEST_F(TokensTest, ATokenEndsWhenItSaysAndWhenItIsRevoked) {
  const auto issued =
      make({.person = "ana", .scopes = {Scope::Read}, .expires = kNow + std::chrono::hours(1)});
  ASSERT_TRUE(issued);
  const TokenTable tokens = table();
  EXPECT_NE(tokens.find(issued->secret, kNow + std::chrono::minutes(59)), nullptr);
  EXPECT_EQ(tokens.find(issued->secret, kNow + std::chrono::hours(1)), nullptr);
  EXPECT_TRUE(tokens.anyLive(kNow));
  EXPECT_FALSE(tokens.anyLive(kNow + std::chrono::hours(2)));
  ASSERT_TRUE(revoke(issued->token.id));
  EXPECT_EQ(table().find(issued->secret, kNow), nullptr);
  EXPECT_EQ(revoke(issued->token.id).error().kind, ErrorKind::Conflict);
  EXPECT_EQ(revoke(99).error().kind, ErrorKind::NotFound);
}

TEST_F(TokensTest, OnlyWhoMayAdministerMakesAndRevokes) {
  const auto issued = make({.person = "ana", .scopes = {Scope::Log}});
  ASSERT_TRUE(issued);
  for (const Actor& actor : {actorOf(issued->token, "test"), nobody("test")}) {
    const auto made = make({.person = "eve", .scopes = {Scope::Admin}}, actor);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::PermissionDenied);
    EXPECT_EQ(revoke(issued->token.id, actor).error().kind, ErrorKind::PermissionDenied);
  }
}

TEST_F(TokensTest, WhatIsNoTokenIsRefused) {
  for (const NewToken& token :
       {NewToken{.person = "", .scopes = {Scope::Read}}, NewToken{.person = "  ", .scopes = {Scope::Read}},
        NewToken{.person = "ana"}, NewToken{.person = "a\nb", .scopes = {Scope::Read}},
        NewToken{.person = std::string(kNobody), .scopes = {Scope::Read}},
        NewToken{.person = "ana", .label = std::string(201, 'x'), .scopes = {Scope::Read}},
        NewToken{.person = "ana", .scopes = {Scope::Read}, .expires = kNow}}) {
    const auto made = make(token);
    ASSERT_FALSE(made) << token.person;
    EXPECT_EQ(made.error().kind, ErrorKind::InvalidArgument);
  }
}

TEST_F(TokensTest, MakingAndRevokingAreActs) {
  const auto issued = make({.person = "ana", .scopes = {Scope::Read, Scope::Deploy}, .automated = true});
  ASSERT_TRUE(issued);
  ASSERT_TRUE(revoke(issued->token.id));
  const auto acts = temp.store().read([](sql::Connection& c) { return loadActs(c, 10); }).value();
  ASSERT_EQ(acts.size(), 2u);
  EXPECT_EQ(acts[0].verb, "revoke token");
  EXPECT_EQ(acts[1].verb, "create token");
  EXPECT_EQ(acts[1].actor, "mika");
  EXPECT_EQ(acts[1].after, "ana: read, deploy (automated)");
}

TEST(ScopesTest, EveryScopeReadsAndAdminMayAll) {
  for (const Scope scope : {Scope::Read, Scope::Log, Scope::Review, Scope::Deploy, Scope::Admin}) {
    EXPECT_TRUE(Scopes({scope}).has(Scope::Read));
    EXPECT_TRUE(Scopes::all().has(scope));
    EXPECT_EQ(parseScope(toString(scope)), scope);
  }
  EXPECT_FALSE(Scopes().has(Scope::Read));
  EXPECT_FALSE(Scopes({Scope::Read, Scope::Review, Scope::Deploy}).has(Scope::Log));
  EXPECT_EQ(parseScope("Read"), std::nullopt);
}

}  // namespace
}  // namespace tatara::registry
