#include <gtest/gtest.h>
#include <sqlite3.h>
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
  for (sqlite3_stmt* at = sqlite3_next_stmt(db->handle(), nullptr); at;
       at = sqlite3_next_stmt(db->handle(), at)) {
    const std::unique_ptr<char, decltype(&sqlite3_free)> shown(sqlite3_expanded_sql(at), sqlite3_free);
    EXPECT_EQ(std::string_view(shown.get()), "INSERT INTO thing(id, name) VALUES(NULL, NULL)");
  }
  for (int id = 0; id < 3; ++id) {
    EXPECT_EQ(db->findInteger("SELECT name = ? FROM thing WHERE id = ?",
                              std::string(5000, static_cast<char>('a' + id)), id)
                  ->value_or(0),
              1);
  }
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

TEST_F(ConnectionTest, DamageInAFileOfAnotherProgramIsNotToldOfTheStore) {
  ASSERT_TRUE(create()->run("INSERT INTO thing VALUES(1, 'x', zeroblob(20000), 0.5)"));
  const auto file = m_folder.path() / "a #?%ü.db";
  std::filesystem::resize_file(file, 5000);
  for (const bool foreign : {true, false}) {
    auto opened = Connection::open(file, {.access = Access::ReadOnly, .foreign = foreign});
    ASSERT_TRUE(opened);
    const auto read = (*opened)->findInteger("SELECT length(data) FROM thing WHERE id = 1");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::Corrupt);
    EXPECT_EQ(read.error().message.find("tatara verify") == std::string::npos, foreign)
        << read.error().message;
  }
}

TEST_F(ConnectionTest, AMissingFileIsNotCreatedForReading) {
  EXPECT_FALSE(Connection::open(m_folder.path() / "none.db", {.access = Access::ReadOnly}));
  EXPECT_FALSE(std::filesystem::exists(m_folder.path() / "none.db"));
}

constexpr OpenOptions kOfAnother{
    .access = Access::ReadOnly, .busyMillis = 20, .leaveNoFiles = true, .foreign = true};

TEST_F(ConnectionTest, AnotherProgramsHalfDoneChangeIsNeverRead) {
  const auto file = m_folder.path() / "journal.db";
  auto writer = Connection::open(file, {.access = Access::Create}).value();
  ASSERT_TRUE(writer->script("PRAGMA cache_size = 1; CREATE TABLE n(i INTEGER, filler TEXT)"));
  // More than its cache holds, so that pages of the change under way lie in the file already.
  ASSERT_TRUE(
      writer->script("BEGIN EXCLUSIVE; WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE "
                     "i < 5000) INSERT INTO n SELECT i, hex(zeroblob(400)) FROM c"));
  auto reader = Connection::open(file, kOfAnother).value();
  const auto during = reader->findInteger("SELECT count(*) FROM n");
  ASSERT_FALSE(during);
  EXPECT_EQ(during.error().kind, ErrorKind::Busy);
  ASSERT_TRUE(writer->script("COMMIT"));
  EXPECT_EQ(reader->findInteger("SELECT count(*) FROM n").value(), 5000);
  ASSERT_TRUE(writer->script("INSERT INTO n VALUES(0, '')"));
  EXPECT_EQ(reader->findInteger("SELECT count(*) FROM n").value(), 5001);
}

TEST_F(ConnectionTest, ADatabaseInWriteAheadModeIsReadWithoutFilesBesideItAndToldWhenOutdated) {
  const auto file = m_folder.path() / "ahead.db";
  ASSERT_TRUE(Connection::open(file, {.access = Access::Create})
                  .value()
                  ->script("PRAGMA journal_mode = WAL; CREATE TABLE n(i); INSERT INTO n VALUES(1)"));
  auto reader = Connection::open(file, kOfAnother).value();
  EXPECT_EQ(reader->findInteger("SELECT count(*) FROM n").value(), 1);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_folder.path()), {}), 1);
  EXPECT_FALSE(reader->outdated());
  auto writer = Connection::open(file).value();
  ASSERT_TRUE(writer->script("INSERT INTO n VALUES(2)"));
  EXPECT_TRUE(reader->outdated());
  auto anew = Connection::open(file, kOfAnother).value();
  EXPECT_FALSE(anew->outdated());
  EXPECT_EQ(anew->findInteger("SELECT count(*) FROM n").value(), 2);
}

TEST_F(ConnectionTest, StatementsAreForgottenWhenTheyAreMany) {
  auto db = create();
  auto open = db->query("SELECT 1 UNION ALL SELECT 2");
  ASSERT_TRUE(open->next());
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(db->findInteger("SELECT " + std::to_string(i)).value(), i);
  }
  ASSERT_TRUE(open->next());
  EXPECT_EQ(open->integer(0), 2);
  int kept = 0;
  for (sqlite3_stmt* at = sqlite3_next_stmt(db->handle(), nullptr); at;
       at = sqlite3_next_stmt(db->handle(), at)) {
    ++kept;
  }
  EXPECT_LE(kept, 256);
}

TEST_F(ConnectionTest, AnArgumentThatCannotBeBoundIsRefusedAndNotTakenForNothing) {
  create();
  auto db = Connection::open(m_folder.path() / "a #?%ü.db", {.foreign = true}).value();
  const std::string large((64u << 20) + 1, 'x');
  const Status stored = db->run("INSERT INTO thing(id, name) VALUES(1, ?)", large);
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(db->findInteger("SELECT count(*) FROM thing").value(), 0);
  EXPECT_TRUE(db->run("INSERT INTO thing(id, name) VALUES(1, ?)", "small"));
}

}  // namespace
}  // namespace tatara::sql
