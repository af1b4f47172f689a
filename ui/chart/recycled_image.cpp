#include "ui/chart/internal/recycled_image.h"

#include <memory>
#include <utility>
#include <vector>

#include "core/base/mutex.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostKept = 2;
constexpr std::size_t kMostKeptBytes = std::size_t{16} << 20;  // each

struct ImageMemory {
  std::size_t size = 0;
  std::unique_ptr<uchar[]> bytes;
};

class ImageMemories {
 public:
  ImageMemory* take(std::size_t size) {
    const Lock lock(m_mutex);
    for (std::unique_ptr<ImageMemory>& one : m_kept) {
      if (one->size == size) {
        std::swap(one, m_kept.back());
        ImageMemory* taken = m_kept.back().release();
        m_kept.pop_back();
        return taken;
      }
    }
    return nullptr;
  }
  void giveBack(std::unique_ptr<ImageMemory> memory) {
    std::unique_ptr<ImageMemory> oldest;
    const Lock lock(m_mutex);
    if (m_kept.size() == kMostKept) {
      oldest = std::move(m_kept.front());
      m_kept.erase(m_kept.begin());
    }
    m_kept.push_back(std::move(memory));
  }

 private:
  Mutex m_mutex;
  std::vector<std::unique_ptr<ImageMemory>> m_kept GUARDED_BY(m_mutex);
};

// Pictures may outlive everything else.
ImageMemories& imageMemories() {
  static auto* const memories = new ImageMemories;
  return *memories;
}

}  // namespace

QImage recycledImage(QSize size) {
  const std::size_t line = static_cast<std::size_t>(size.width()) * 4;
  const std::size_t bytes = line * static_cast<std::size_t>(size.height());
  if (bytes == 0 || bytes > kMostKeptBytes) {
    return QImage(size, QImage::Format_ARGB32_Premultiplied);
  }
  ImageMemory* memory = imageMemories().take(bytes);
  if (memory == nullptr) {
    memory = new ImageMemory{bytes, std::make_unique_for_overwrite<uchar[]>(bytes)};
  }
  const auto give = [](void* gone) {
    imageMemories().giveBack(std::unique_ptr<ImageMemory>(static_cast<ImageMemory*>(gone)));
  };
  return QImage(memory->bytes.get(), size.width(), size.height(), static_cast<qsizetype>(line),
                QImage::Format_ARGB32_Premultiplied, give, memory);
}

}  // namespace tatara::ui
