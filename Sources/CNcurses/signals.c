#define _GNU_SOURCE
#include "iamwatch_signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static const int handled[] = {SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH};
enum { handled_count = sizeof handled / sizeof *handled };

static void fill_set(sigset_t *set) {
  sigemptyset(set);
  for (int i = 0; i < handled_count; i++) sigaddset(set, handled[i]);
}

void iw_block_signals(void) {
  sigset_t set;
  fill_set(&set);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  signal(SIGPIPE, SIG_IGN);
}

void iw_unblock_signals(void) {
  sigset_t set;
  fill_set(&set);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

int iw_signal_descriptor(void) {
  sigset_t set;
  fill_set(&set);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static pthread_t reader;

static void forward(int number) {
  const int saved = errno;
  pthread_kill(reader, number);
  errno = saved;
}

void iw_take_signals(void) {
  sigset_t set;
  fill_set(&set);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  reader = pthread_self();
  struct sigaction action = {.sa_handler = forward, .sa_flags = SA_RESTART};
  sigfillset(&action.sa_mask);
  for (int i = 0; i < handled_count; i++) sigaction(handled[i], &action, NULL);
}

void iw_give_signals_back(void) {
  for (int i = 0; i < handled_count; i++) signal(handled[i], SIG_DFL);
}

int iw_next_signal(int descriptor) {
  struct signalfd_siginfo info;
  ssize_t count;
  do count = read(descriptor, &info, sizeof info);
  while (count < 0 && errno == EINTR);
  return count == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

int iw_doorbell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void iw_doorbell_ring(int descriptor) {
  const uint64_t one = 1;
  // EAGAIN says that the counter is full: it rings already.
  while (write(descriptor, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void iw_doorbell_clear(int descriptor) {
  uint64_t count;
  while (read(descriptor, &count, sizeof count) < 0 && errno == EINTR) {
  }
}

static int64_t now_nanoseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int iw_wait(int first, int second, int third, int64_t nanoseconds) {
  struct pollfd places[3] = {
      {.fd = first, .events = POLLIN}, {.fd = second, .events = POLLIN}, {.fd = third, .events = POLLIN}};
  const int64_t end = nanoseconds < 0 ? 0 : now_nanoseconds() + nanoseconds;
  int count;
  do {
    int64_t left = nanoseconds < 0 ? 0 : end - now_nanoseconds();
    if (left < 0) left = 0;
    const struct timespec limit = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
    count = ppoll(places, 3, nanoseconds < 0 ? NULL : &limit, NULL);
  } while (count < 0 && errno == EINTR);
  int result = 0;
  for (int i = 0; i < 3; i++) {
    if (places[i].revents & POLLIN) result |= 1 << i;
    if (places[i].revents & (POLLHUP | POLLERR | POLLNVAL)) result |= 16 << i;
  }
  return result;
}

// Sent to this thread, not to the process: another one might take it, and this one go on for a while and paint on the shell's screen.
void iw_stop_process(void) { raise(SIGSTOP); }

// The rescue. What the handler reads is written before `armed` and never changed while it is set; the handler calls
// only what signal-safety(7) lists.

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGQUIT, SIGSYS};
enum { crash_count = sizeof crashes / sizeof *crashes };
enum { longest_messages = 16 * 1024 };

static struct {
  volatile sig_atomic_t armed;
  int descriptor;
  size_t length;
  char restore[512];
  struct termios modes;
  int messages;  // a file in memory that stands in for standard error, or -1
  int standard_error;
  struct sigaction before[crash_count];
} rescue;

static bool write_all(int descriptor, const char *bytes, size_t length) {
  size_t done = 0;
  while (done < length) {
    const ssize_t count = write(descriptor, bytes + done, length - done);
    if (count > 0) {
      done += (size_t)count;
    } else if (count == 0 || errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Standard error as it was, and on it the end of what was written meanwhile.
static void release_messages(void) {
  if (rescue.messages < 0) return;
  dup2(rescue.standard_error, STDERR_FILENO);
  const off_t size = lseek(rescue.messages, 0, SEEK_END);
  off_t place = size > longest_messages ? size - longest_messages : 0;
  char buffer[1024];
  ssize_t count;
  while ((count = pread(rescue.messages, buffer, sizeof buffer, place)) > 0) {
    if (!write_all(STDERR_FILENO, buffer, (size_t)count)) break;
    place += count;
  }
  close(rescue.messages);
  close(rescue.standard_error);
  rescue.messages = -1;
}

// What a library or a crash writes to standard error would be painted over, and lost with the alternate screen: it is
// kept until the terminal is back.
static void hold_messages(void) {
  rescue.messages = -1;
  if (!isatty(STDERR_FILENO)) return;
  const int messages = memfd_create("stderr", MFD_CLOEXEC);
  const int standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (messages < 0 || standard_error < 0) {
    if (messages >= 0) close(messages);
    if (standard_error >= 0) close(standard_error);
    return;
  }
  fcntl(messages, F_SETFL, O_APPEND);
  dup2(messages, STDERR_FILENO);
  rescue.standard_error = standard_error;
  rescue.messages = messages;
}

void iw_rescue_trim(void) {
  struct stat file;
  if (rescue.armed && rescue.messages >= 0 && fstat(rescue.messages, &file) == 0 && file.st_size > 1 << 20) {
    while (ftruncate(rescue.messages, 0) != 0 && errno == EINTR) {
    }
  }
}

static void restore_terminal(void) {
  if (!rescue.armed) return;
  rescue.armed = 0;
  write_all(rescue.descriptor, rescue.restore, rescue.length);
  tcsetattr(rescue.descriptor, TCSANOW, &rescue.modes);
  release_messages();
}

static void on_crash(int number) {
  const int saved = errno;
  restore_terminal();
  for (int i = 0; i < crash_count; i++) {
    if (crashes[i] == number) sigaction(number, &rescue.before[i], NULL);
  }
  errno = saved;
  // Blocked until this handler returns; then it finds the action there was before: a core dump or Swift's backtrace.
  raise(number);
}

// A stack of its own, so that an overflow of the thread's can be handled.
static void give_stack(void) {
  static char stack[64 * 1024];
  const stack_t place = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&place, NULL);
}

void iw_rescue_arm(int descriptor, const char *restore, size_t length, const struct termios *modes) {
  static int registered;
  iw_rescue_disarm();
  rescue.descriptor = descriptor;
  rescue.length = length < sizeof rescue.restore ? length : sizeof rescue.restore;
  memcpy(rescue.restore, restore, rescue.length);
  rescue.modes = *modes;
  if (!registered) {
    registered = 1;
    atexit(restore_terminal);
    give_stack();
  }
  struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
  sigfillset(&action.sa_mask);
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &rescue.before[i]);
  hold_messages();
  rescue.armed = 1;
}

void iw_rescue_disarm(void) {
  if (!rescue.armed) return;
  rescue.armed = 0;
  release_messages();
  for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &rescue.before[i], NULL);
}
