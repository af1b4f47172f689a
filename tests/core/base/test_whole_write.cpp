#include "core/base/whole_write.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <thread>

namespace tatara {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    for (const int end : ends) {
      ::close(end);
    }
  }
  std::array<int, 2> ends{-1, -1};
};

TEST(WholeWriteTest, MoreThanIsTakenAtOnceArrivesWhole) {
  const Pipe pipe;
  std::string sent(3'000'000, 'x');
  sent.back() = '!';
  std::string got;
  std::thread reader([&] {
    std::array<char, 1009> piece{};
    while (got.size() < sent.size()) {
      const ssize_t count = ::read(pipe.ends[0], piece.data(), piece.size());
      ASSERT_GT(count, 0);
      got.append(piece.data(), static_cast<std::size_t>(count));
    }
  });
  std::uint64_t length = 10;
  EXPECT_TRUE(writeWhole(pipe.ends[1], sent, length));
  reader.join();
  EXPECT_EQ(length, 10 + sent.size());
  EXPECT_TRUE(got == sent);
}

TEST(WholeWriteTest, WhatWasWrittenBeforeAFaultIsCounted) {
  const Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK), 0);
  std::uint64_t length = 0;
  EXPECT_FALSE(writeWhole(pipe.ends[1], std::string(3'000'000, 'x'), length));
  EXPECT_EQ(errno, EAGAIN);
  EXPECT_EQ(length, static_cast<std::uint64_t>(::fcntl(pipe.ends[1], F_GETPIPE_SZ)));
}

TEST(WholeWriteTest, AFullDiskIsTold) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  EXPECT_FALSE(writeWhole(full, "x"));
  EXPECT_EQ(errno, ENOSPC);
  EXPECT_TRUE(writeWhole(full, ""));
  ::close(full);
}

}  // namespace
}  // namespace tatara
