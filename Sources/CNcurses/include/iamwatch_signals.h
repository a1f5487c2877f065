// Signals as descriptors, and the terminal's rescue when the program crashes. Swift does not import signalfd, and nothing
// written in Swift may run in a signal handler.
#ifndef IAMWATCH_SIGNALS_H
#define IAMWATCH_SIGNALS_H

#include <stddef.h>
#include <stdint.h>

// Declared here only, so that Swift finds the C library's own.
struct termios;

// Blocks TERM, HUP, INT, TSTP, CONT and WINCH in this thread and all it starts, and ignores PIPE.
void iw_block_signals(void);

// Unblocks them in this thread, as a child process or the way out needs it.
void iw_unblock_signals(void);

// A descriptor on which this thread reads the signals iw_block_signals blocks, also those that came before; -1 with
// errno.
int iw_signal_descriptor(void);

// Has every signal that arrives at another thread passed on to this one, where it is blocked and waits to be read.
// Blocking alone is not enough: an asynchronous `main` ends in libdispatch's dispatch_main, which waits in sigsuspend
// with no signal blocked, and the kernel prefers that thread. This also keeps ncurses from handling any itself.
void iw_take_signals(void);

// Gives them their default action again.
void iw_give_signals_back(void);

// The next signal's number, 0 when none is waiting.
int iw_next_signal(int descriptor);

// A descriptor that other threads ring; -1 with errno.
int iw_doorbell(void);
void iw_doorbell_ring(int descriptor);
void iw_doorbell_clear(int descriptor);

// Waits until one of three descriptors (-1: none) can be read or `nanoseconds` have passed (-1: no limit). The answer
// has bit 0...2 for each that can be read, bit 4...6 for each that is gone; 0 for the time being over.
int iw_wait(int first, int second, int third, int64_t nanoseconds);

// Stops this process as a shell's Ctrl-Z does; returns once it is continued.
void iw_stop_process(void);

// Arms the rescue: on a crash (SEGV, BUS, ILL, TRAP, FPE, ABRT, QUIT, SYS) and at exit() `restore` is written to
// `descriptor` and its modes are set to `modes`, before the signal does what it did before. Until then standard error, if
// it is a terminal, is held back; its end is written when the rescue comes or is disarmed. A second call replaces the
// first.
void iw_rescue_arm(int descriptor, const char *restore, size_t length, const struct termios *modes);

// Disarms it: the terminal is as it was found.
void iw_rescue_disarm(void);

// Forgets what is held back of standard error when it has grown beyond 1 MiB.
void iw_rescue_trim(void);

#endif
