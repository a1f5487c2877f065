#define _GNU_SOURCE
#include "iamwatch_mapping.h"

#include <errno.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

// What the calling thread has mapped: whole pages of the file from `base` to `file_end`, then a few of zeros.
static _Thread_local struct {
  uint8_t *base;
  uint8_t *file_end;
  size_t length;
  volatile sig_atomic_t is_damaged;
} mapped;

// Reads the last bytes of the piece, less than a page, to where they belong: the page that holds them has no zeros behind them.
static bool read_tail(int descriptor, int64_t offset, size_t count) {
  for (size_t done = 0; done < count;) {
    const ssize_t got = pread(descriptor, mapped.file_end + done, count - done, offset + (int64_t)done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += (size_t)got;
  }
  return true;
}

struct iw_mapping iw_map(int descriptor, int64_t offset, size_t count, size_t padding) {
  const struct iw_mapping none = {NULL, 0};
  iw_mend_bus_errors();
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  const size_t before = (size_t)offset % page, tail = (before + count) % page, whole = before + count - tail;
  if (whole == 0) return none;
  mapped.length = whole + (tail + padding + page - 1) / page * page;
  uint8_t *base = mmap(NULL, mapped.length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return none;
  mapped.is_damaged = 0;
  mapped.base = base;
  mapped.file_end = base + whole;
  if (mmap(base, whole, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, offset - (int64_t)before) == MAP_FAILED ||
      !read_tail(descriptor, offset + (int64_t)(count - tail), tail)) {
    iw_unmap();
    return none;
  }
#ifdef MADV_POPULATE_READ
  // All pages at once take half the time of a fault for every few. The kernel's answer changes nothing but speed.
  madvise(base, whole, MADV_POPULATE_READ);
#endif
  return (struct iw_mapping){base + before, count};
}

bool iw_unmap(void) {
  uint8_t *base = mapped.base;
  mapped.base = mapped.file_end = NULL;
  if (base) munmap(base, mapped.length);
  return !mapped.is_damaged;
}

// Of what is called here only mmap is not listed in signal-safety(7); on Linux it is a bare system call.
bool iw_mend_mapping(const siginfo_t *info) {
  uint8_t *place = info->si_addr;
  if (info->si_code != BUS_ADRERR || place < mapped.base || place >= mapped.file_end) return false;
  const int saved = errno;
  const size_t page = (size_t)sysconf(_SC_PAGESIZE);
  place -= (uintptr_t)place % page;
  const bool is_mended = mmap(place, (size_t)(mapped.file_end - place), PROT_READ,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
  mapped.is_damaged = 1;
  errno = saved;
  return is_mended;
}

static struct sigaction before;

static void on_bus_error(int number, siginfo_t *info, void *context) {
  (void)context;
  if (iw_mend_mapping(info)) return;
  sigaction(number, &before, NULL);
  // Blocked until this handler returns; then it finds what there was before.
  raise(number);
}

static void take_bus_errors(void) {
  struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigfillset(&action.sa_mask);
  sigaction(SIGBUS, &action, &before);
}

void iw_mend_bus_errors(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, take_bus_errors);
}
