#define _GNU_SOURCE
#include "iamwatch_lease.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

bool iw_lease_take(int descriptor) {
  // Who waits for the lease is asked about after each piece. The signal that tells of them would end the process, unless it is one that
  // is ignored.
  return fcntl(descriptor, F_SETSIG, SIGURG) == 0 && fcntl(descriptor, F_SETLEASE, F_RDLCK) == 0;
}

bool iw_lease_is_alone(int descriptor) { return fcntl(descriptor, F_GETLEASE) == F_RDLCK; }

void iw_lease_give_back(int descriptor) { fcntl(descriptor, F_SETLEASE, F_UNLCK); }

static bool read_all(int descriptor, uint8_t *to, int64_t offset, size_t count) {
  for (size_t done = 0; done < count;) {
    const ssize_t got = pread(descriptor, to + done, count - done, offset + (int64_t)done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += (size_t)got;
  }
  return true;
}

// Maps whole pages of a file over memory that is there, and brings them in. A page that cannot be read would else raise SIGBUS later.
static bool map_pages(int descriptor, void *over, int64_t offset, size_t length) {
  if (mmap(over, length, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, offset) == MAP_FAILED) return false;
  int failed;
  do failed = madvise(over, length, MADV_POPULATE_READ);
  while (failed && errno == EINTR);
  return !failed;
}

struct iw_mapping iw_map(int descriptor, int64_t offset, size_t count, size_t padding) {
  const struct iw_mapping none = {NULL, 0, NULL};
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  // The last page has no zeros behind the bytes asked for: what they have of it is copied.
  const size_t before = (size_t)offset % page, tail = (before + count) % page, whole = before + count - tail;
  if (whole == 0) return none;
  const size_t length = whole + (tail + padding + page - 1) / page * page;
  uint8_t *base = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return none;
  const struct iw_mapping mapping = {base, length, base + before};
  if (!map_pages(descriptor, base, offset - (int64_t)before, whole) ||
      !read_all(descriptor, base + whole, offset + (int64_t)(count - tail), tail)) {
    iw_unmap(mapping);
    return none;
  }
  return mapping;
}

void iw_unmap(struct iw_mapping mapping) { munmap(mapping.base, mapping.length); }
