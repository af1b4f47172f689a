// The order in which rows of a frame are shown, and the rows at a place in it.
//
// A RowOrder is a permutation of all rows, sorted once by any number of columns whatever is filtered; a
// RowView is an order seen through a selection, made in one pass over the bitmap, so that a brush does not
// sort again. Missing comes last in both directions, NaN is missing, texts compare by bytes, rows that are
// equal by every key stay in the order of the file. Sorting works in parts that fit the second cache; beyond
// 16 million rows the permutation lives in an unnamed file beside the frame, so that memory stays bounded.
//
// Threads: constant after making; made on several threads. Errors: Cancelled, Io (no room for the file).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/frame.h"
#include "core/dataset/frame_filter.h"

namespace tatara::dataset {

struct OrderKey {
  std::size_t column = 0;
  bool descending = false;
  friend bool operator==(const OrderKey&, const OrderKey&) = default;
};

class RowOrder {
 public:
  ~RowOrder();
  RowOrder(const RowOrder&) = delete;
  RowOrder& operator=(const RowOrder&) = delete;

  std::span<const std::uint32_t> rows() const { return {m_rows, m_count}; }

 private:
  friend Result<std::shared_ptr<const RowOrder>> sortRows(const Frame&, std::span<const OrderKey>,
                                                          std::stop_token);
  RowOrder() = default;
  Status allocate(const Frame& frame);

  std::uint32_t* m_rows = nullptr;
  std::size_t m_count = 0;
  std::vector<std::uint32_t> m_small;
  bool m_mapped = false;
};

// Without keys: the order of the file, which is null.
Result<std::shared_ptr<const RowOrder>> sortRows(const Frame& frame, std::span<const OrderKey> keys,
                                                 std::stop_token stop = {});

class RowView {
 public:
  // No rows at all.
  RowView() = default;
  // `order` null: the order of the file.
  static Result<RowView> make(const Frame& frame, std::shared_ptr<const RowOrder> order, Selection selection,
                              std::stop_token stop = {});

  std::uint64_t size() const { return m_size; }
  const Selection& selection() const { return m_selection; }
  const std::shared_ptr<const RowOrder>& order() const { return m_order; }
  // The rows at places first, first + 1, …; fewer at the end.
  std::vector<std::uint64_t> rows(std::uint64_t first, std::size_t count) const;
  // The place of a row of the file, or of the next row of the file that is in the view when there is no
  // order; none when it is filtered out. Walks the order: for workers.
  std::optional<std::uint64_t> placeOf(std::uint64_t row) const;

 private:
  std::shared_ptr<const RowOrder> m_order;
  Selection m_selection;
  std::uint64_t m_total = 0;
  std::uint64_t m_size = 0;
  std::vector<std::uint64_t> m_before;  // by block of places: how many of the view come before it
};

}  // namespace tatara::dataset
