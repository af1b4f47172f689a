#include "tests/support/faulty_vfs.h"

#include <sqlite3.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <mutex>

namespace tatara::tests {
namespace {

std::atomic<std::int64_t> g_writes = 0;
std::atomic<std::int64_t> g_at = 0;
std::atomic<Fault> g_fault = Fault::None;

sqlite3_vfs* g_real = nullptr;
sqlite3_vfs g_vfs;
sqlite3_io_methods g_methods;
sqlite3_io_methods g_methodsWithoutMemory;  // of files whose own methods are older: no shared memory

// A file of ours holds the real one behind it.
struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
sqlite3_file* realOf(sqlite3_file* file) {
  return reinterpret_cast<File*>(file)->real();
}

enum class Now { Go, Stop, Tear };

// Counts one and says what becomes of it; does not return where the process dies without a write.
Now next() {
  const std::int64_t write = ++g_writes;
  const Fault fault = g_fault;
  if (fault == Fault::None || write < g_at) {
    return Now::Go;
  }
  if (fault == Fault::Die) {
    ::raise(SIGKILL);
  }
  const bool tears = fault == Fault::DieTorn || (fault == Fault::FailTorn && write == g_at);
  return tears ? Now::Tear : Now::Stop;
}

int failure() {
  return g_fault == Fault::Full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const Now now = next();
  if (now == Now::Go) {
    return realOf(file)->pMethods->xWrite(realOf(file), bytes, size, offset);
  }
  if (now == Now::Tear) {
    realOf(file)->pMethods->xWrite(realOf(file), bytes, size / 2, offset);
    if (g_fault == Fault::DieTorn) {
      ::raise(SIGKILL);
    }
  }
  return failure();
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (next() != Now::Go) {
    if (g_fault == Fault::DieTorn) {
      ::raise(SIGKILL);
    }
    return failure();
  }
  return realOf(file)->pMethods->xTruncate(realOf(file), size);
}

int sync(sqlite3_file* file, int flags) {
  if (next() != Now::Go) {
    if (g_fault == Fault::DieTorn) {
      ::raise(SIGKILL);
    }
    return g_fault == Fault::Full ? SQLITE_FULL : SQLITE_IOERR_FSYNC;
  }
  return realOf(file)->pMethods->xSync(realOf(file), flags);
}

int close(sqlite3_file* file) {
  return realOf(file)->pMethods->xClose(realOf(file));
}
int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  return realOf(file)->pMethods->xRead(realOf(file), bytes, size, offset);
}
int fileSize(sqlite3_file* file, sqlite3_int64* size) {
  return realOf(file)->pMethods->xFileSize(realOf(file), size);
}
int lock(sqlite3_file* file, int level) {
  return realOf(file)->pMethods->xLock(realOf(file), level);
}
int unlock(sqlite3_file* file, int level) {
  return realOf(file)->pMethods->xUnlock(realOf(file), level);
}
int checkReserved(sqlite3_file* file, int* reserved) {
  return realOf(file)->pMethods->xCheckReservedLock(realOf(file), reserved);
}
int control(sqlite3_file* file, int what, void* with) {
  return realOf(file)->pMethods->xFileControl(realOf(file), what, with);
}
int sectorSize(sqlite3_file* file) {
  return realOf(file)->pMethods->xSectorSize(realOf(file));
}
int characteristics(sqlite3_file* file) {
  return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file));
}
int shmMap(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  return realOf(file)->pMethods->xShmMap(realOf(file), region, size, extend, memory);
}
int shmLock(sqlite3_file* file, int offset, int count, int flags) {
  return realOf(file)->pMethods->xShmLock(realOf(file), offset, count, flags);
}
void shmBarrier(sqlite3_file* file) {
  realOf(file)->pMethods->xShmBarrier(realOf(file));
}
int shmUnmap(sqlite3_file* file, int remove) {
  return realOf(file)->pMethods->xShmUnmap(realOf(file), remove);
}

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* outFlags) {
  auto* made = reinterpret_cast<File*>(file);
  made->base.pMethods = nullptr;
  const int code = g_real->xOpen(g_real, name, made->real(), flags, outFlags);
  if (code == SQLITE_OK) {
    made->base.pMethods = made->real()->pMethods->iVersion >= 2 ? &g_methods : &g_methodsWithoutMemory;
  } else if (made->real()->pMethods != nullptr) {
    made->real()->pMethods->xClose(made->real());
  }
  return code;
}

}  // namespace

void installFaultyVfs() {
  static std::once_flag once;
  std::call_once(once, [] {
    g_real = sqlite3_vfs_find(nullptr);
    g_methods = {};
    g_methods.iVersion = 2;  // without xFetch: nothing is written through a mapping
    g_methods.xClose = close;
    g_methods.xRead = read;
    g_methods.xWrite = write;
    g_methods.xTruncate = truncate;
    g_methods.xSync = sync;
    g_methods.xFileSize = fileSize;
    g_methods.xLock = lock;
    g_methods.xUnlock = unlock;
    g_methods.xCheckReservedLock = checkReserved;
    g_methods.xFileControl = control;
    g_methods.xSectorSize = sectorSize;
    g_methods.xDeviceCharacteristics = characteristics;
    g_methodsWithoutMemory = g_methods;
    g_methodsWithoutMemory.iVersion = 1;
    g_methods.xShmMap = shmMap;
    g_methods.xShmLock = shmLock;
    g_methods.xShmBarrier = shmBarrier;
    g_methods.xShmUnmap = shmUnmap;
    g_vfs = *g_real;
    g_vfs.zName = "tatara-faulty";
    g_vfs.szOsFile = static_cast<int>(sizeof(File)) + g_real->szOsFile;
    g_vfs.xOpen = open;
    g_vfs.pNext = nullptr;
    sqlite3_vfs_register(&g_vfs, 1);
  });
}

void armFault(Fault fault, std::int64_t atWrite) {
  g_fault = Fault::None;
  g_writes = 0;
  g_at = atWrite;
  g_fault = fault;
}

void disarmFault() {
  g_fault = Fault::None;
}

std::int64_t countedWrites() {
  return g_writes;
}

}  // namespace tatara::tests
