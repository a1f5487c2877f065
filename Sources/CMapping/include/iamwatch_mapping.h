// Pieces of files that are read where the kernel keeps them, without being copied.
//
// A file may shrink, or its disk fail, while a piece of it is mapped: touching what is gone then raises SIGBUS. Here it reads as zeros
// instead, and who unmaps the piece is told.
#ifndef IAMWATCH_MAPPING_H
#define IAMWATCH_MAPPING_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The bytes of a piece, behind which zeros lie.
struct iw_mapping {
  const uint8_t *_Nullable start;
  size_t count;
};

// Maps `count` bytes of a file from `offset` on for the calling thread, with at least `padding` zeros behind them; `start` is NULL for
// a file that cannot be mapped or has fewer bytes. A thread has one mapping at a time, and unmaps it itself.
struct iw_mapping iw_map(int descriptor, int64_t offset, size_t count, size_t padding);

// Unmaps the thread's mapping. False if some of it was gone and read as zeros.
bool iw_unmap(void);

// Has bus errors in mappings mended from now on; once is enough. Other bus errors do what they did before.
void iw_mend_bus_errors(void);

// For a handler of SIGBUS that was set up after iw_mend_bus_errors: puts zeros where the calling thread's mapping has lost its file.
// False for any other bus error.
bool iw_mend_mapping(const siginfo_t *_Nonnull info);

#endif
