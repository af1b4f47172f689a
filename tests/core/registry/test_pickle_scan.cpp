#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "core/registry/pickle_scan.h"

namespace tatara::registry {
namespace {

using namespace std::string_literals;

// What Python writes for an expression, in a protocol.
std::string pickled(const std::string& expression, int protocol) {
  const std::string command =
      "python3 -c \"import pickle, collections, sys, os, decimal, datetime; "
      "sys.stdout.buffer.write(pickle.dumps(" +
      expression + ", " + std::to_string(protocol) + "))\"";
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string bytes;
  char buffer[4096];
  for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
    bytes.append(buffer, got);
  }
  EXPECT_EQ(::pclose(pipe), 0);
  return bytes;
}

TEST(PickleScanTest, WhatPythonWritesIsReadToItsEnd) {
  const std::string expression =
      "[1, 2.5, 'text', None, True, b'bytes', (1,), (1, 2), (1, 2, 3), {'a': {1, 2}}, frozenset([3]), "
      "10**40, "
      "collections.OrderedDict(a=1), os.system, decimal.Decimal(3), datetime.datetime(2024, 1, 1), "
      "bytearray(b'x')]";
  for (const int protocol : {0, 2, 5}) {
    const PickleReport report = scanPickle(pickled(expression, protocol));
    EXPECT_TRUE(report.complete) << protocol << ": " << report.problem.english();
    const auto has = [&](const char* module, const char* name) {
      for (const PickleImport& one : report.imports) {
        if (one.module == module && one.name == name) {
          return true;
        }
      }
      return false;
    };
    EXPECT_TRUE(has("collections", "OrderedDict")) << protocol;
    EXPECT_TRUE(has("posix", "system")) << protocol;
    EXPECT_TRUE(report.dangerous());
  }
  EXPECT_FALSE(scanPickle(pickled("{'a': [1, 2, 3]}", 4)).dangerous());
}

TEST(PickleScanTest, HostilePicklesAreFlaggedInWordsAndNeverRun) {
  const std::vector<std::pair<std::string, const char*>> corpus{
      {"cos\nsystem\n(S'echo hurt'\ntR.", "os.system"},
      {"\x80\x04\x8c\x05posix\x8c\x06system\x93."s, "posix.system"},
      {"\x80\x04\x8c\x08"s + "builtins\x8c\x04"s + "eval\x93."s, "builtins.eval"},
      {"\x80\x04\x8c\x05numpy\x8c\x09os.system\x93."s, "numpy.os.system"},
      {"\x80\x04\x8c\x02os\x94\x30\x8c\x06system\x94\x30h\x00h\x01\x93."s, "os.system"},
      {"\x80\x04NN\x93."s, "a name that it computes"},
      {"(S'x'\nios\nsystem\n.", "os.system"}};
  for (const auto& [bytes, part] : corpus) {
    const PickleReport report = scanPickle(bytes);
    EXPECT_TRUE(report.dangerous()) << part;
    EXPECT_NE(report.sentence().english().find(part), std::string::npos) << report.sentence().english();
  }
}

TEST(PickleScanTest, LyingSizesAndBrokenStreamsAreToldAndCostNothing) {
  for (const std::string& bytes :
       {"\x80\x04\x8e\xff\xff\xff\xff\xff\xff\xff\x7f"s, "\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\xff"s,
        "\x80\x02X\xff\xff\xff\xff"s, "\x80\x04"s, "(((("s, "\x80\x04\x93."s, "\x80\x04R."s, "\x80\x04\xff."s,
        "\x80\x04\x94."s, "cno line break"s, "(pabc\n."s, "\x80\x04" + std::string(1'100'000, 'N')}) {
    const PickleReport report = scanPickle(bytes);
    EXPECT_FALSE(report.complete);
    EXPECT_FALSE(report.problem.empty());
  }
  EXPECT_FALSE(scanPickle("").pickle);
  EXPECT_FALSE(scanPickle("PK\x03\x04").pickle);
}

TEST(PickleScanTest, RandomBytesNeverHarmIt) {
  std::mt19937 random(3);
  const std::string start = pickled("[{'a': (1, 'b')}, os.system]", 4);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = start;
    for (auto n = random() % 6 + 1; n > 0; --n) {
      bytes[2 + random() % (bytes.size() - 2)] = static_cast<char>(random());
    }
    const PickleReport report = scanPickle(bytes);
    EXPECT_TRUE(report.complete || !report.problem.empty());
  }
}

}  // namespace
}  // namespace tatara::registry
