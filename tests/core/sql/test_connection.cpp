#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "core/sql/connection.h"
#include "tests/support/temp_folder.h"

namespace tatara::sql {
namespace {

class ConnectionTest : public testing::Test {
 protected:
  std::unique_ptr<Connection> create() {
    auto opened = Connection::open(m_folder.path() / "a #?%ü.db", {.access = Access::Create});
    EXPECT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE((*opened)->script(
        "CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT, data BLOB, size REAL) STRICT"));
    return std::move(*opened);
  }
  tests::TempFolder m_folder;
};

TEST_F(ConnectionTest, ValuesOfEveryKindReadBack) {
  auto db = create();
  const std::byte bytes[] = {std::byte{0}, std::byte{255}};
  ASSERT_TRUE(db->run("INSERT INTO thing VALUES(?, ?, ?, ?)", 7, std::string("a\0b", 3), Bytes(bytes), 0.1));
  ASSERT_TRUE(
      db->run("INSERT INTO thing VALUES(8, ?, ?, ?)", std::optional<std::string>(), nullptr, nullptr));
  auto rows = db->query("SELECT id, name, data, size FROM thing ORDER BY id");
  ASSERT_TRUE(rows);
  ASSERT_TRUE(rows->next());
  EXPECT_EQ(rows->integer(0), 7);
  EXPECT_EQ(rows->text(1), std::string_view("a\0b", 3));
  EXPECT_EQ(rows->blob(2).size(), 2u);
  EXPECT_EQ(rows->real(3), 0.1);
  ASSERT_TRUE(rows->next());
  EXPECT_FALSE(rows->optionalText(1));
  EXPECT_TRUE(rows->isNull(3));
  EXPECT_FALSE(rows->next());
  EXPECT_TRUE(rows->status());
}

TEST_F(ConnectionTest, AFullDiskIsNamedWhereNotEvenReadingGoes) {
  ASSERT_TRUE(create()->script("PRAGMA journal_mode = WAL"));
  // No file may grow over a kilobyte, as on a full disk; the one that readers share is made anew by the first
  // of them.
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit none{1024, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
  const auto opened = Connection::open(m_folder.path() / "a #?%ü.db");
  const Status read = opened ? (*opened)->run("PRAGMA application_id") : Status(opened.error());
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::Io);
  EXPECT_EQ(read.error().message, "The disk is full; free some space and try again") << read.error().detail;
}

TEST_F(ConnectionTest, AQueryKeepsACopyOfWhatItIsAskedWith) {
  auto db = create();
  ASSERT_TRUE(db->run("INSERT INTO thing(id) VALUES(1), (2)"));
  std::string text(5000, 'x');
  std::vector<std::byte> bytes(5000, std::byte{7});
  auto rows = db->query("SELECT ?1, ?2 FROM thing", text, Bytes(bytes));
  ASSERT_TRUE(rows);
  std::fill(text.begin(), text.end(), 'y');
  std::fill(bytes.begin(), bytes.end(), std::byte{9});
  for (int row = 0; row < 2; ++row) {
    ASSERT_TRUE(rows->next());
    EXPECT_EQ(rows->text(0), std::string(5000, 'x'));
    EXPECT_EQ(rows->blob(1)[4999], std::byte{7});
  }
}

TEST_F(ConnectionTest, AStatementThatRanHoldsNothingOfItsArguments) {
  auto db = create();
  for (int id = 0; id < 3; ++id) {
    const auto text = std::make_unique<std::string>(5000, static_cast<char>('a' + id));
    ASSERT_TRUE(db->run("INSERT INTO thing(id, name) VALUES(?, ?)", id, *text));
  }
  // The same statement again, with less bound than before: what is missing is NULL, not what was there.
  ASSERT_TRUE(db->run("INSERT INTO thing(id, name) VALUES(?, ?)", 3));
  for (int id = 0; id < 3; ++id) {
    EXPECT_EQ(db->findInteger("SELECT name = ? FROM thing WHERE id = ?",
                              std::string(5000, static_cast<char>('a' + id)), id)
                  ->value_or(0),
              1);
  }
  EXPECT_EQ(db->findInteger("SELECT name IS NULL FROM thing WHERE id = 3")->value_or(0), 1);
}

TEST_F(ConnectionTest, TheSameStatementMayBeOpenTwice) {
  auto db = create();
  ASSERT_TRUE(db->run("INSERT INTO thing(id) VALUES(1), (2)"));
  auto outer = db->query("SELECT id FROM thing");
  int count = 0;
  while (outer->next()) {
    auto inner = db->query("SELECT id FROM thing");
    while (inner->next()) {
      ++count;
    }
  }
  EXPECT_EQ(count, 4);
}

TEST_F(ConnectionTest, AnUncommittedTransactionLeavesNothing) {
  auto db = create();
  {
    auto transaction = Transaction::begin(*db, Transaction::Kind::Immediate);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(db->run("INSERT INTO thing(id) VALUES(1)"));
  }
  EXPECT_EQ(db->findInteger("SELECT count(*) FROM thing").value(), 0);
}

TEST_F(ConnectionTest, AConstraintIsAConflictAndItsMessageHoldsNoSql) {
  auto db = create();
  ASSERT_TRUE(db->run("INSERT INTO thing(id) VALUES(1)"));
  const Status again = db->run("INSERT INTO thing(id) VALUES(1)");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::Conflict);
  EXPECT_EQ(again.error().message.find("INSERT"), std::string::npos);
}

TEST_F(ConnectionTest, ARunningStatementEndsSoonAfterItsTokenIsStopped) {
  auto db = create();
  std::stop_source source;
  db->setStopToken(source.get_token());
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    source.request_stop();
  });
  const auto start = std::chrono::steady_clock::now();
  const auto endless = db->findInteger(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
  stopper.join();
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().kind, ErrorKind::Cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST_F(ConnectionTest, AFileThatIsNoDatabaseIsCorrupt) {
  const auto file = m_folder.path() / "text.db";
  std::ofstream(file) << std::string(5000, 'x');
  auto opened = Connection::open(file, {.access = Access::ReadOnly, .foreign = true});
  ASSERT_TRUE(opened);
  const auto read = (*opened)->findInteger("SELECT count(*) FROM sqlite_master");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::Corrupt);
}

TEST_F(ConnectionTest, AMissingFileIsNotCreatedForReading) {
  EXPECT_FALSE(Connection::open(m_folder.path() / "none.db", {.access = Access::ReadOnly}));
  EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "none.db"));
}

}  // namespace
}  // namespace tatara::sql
