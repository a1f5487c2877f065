// Leases on files (fcntl(2), F_SETLEASE), and pieces of files mapped into memory: Swift does not import their constants.
#ifndef IAMWATCH_LEASE_H
#define IAMWATCH_LEASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Has whoever opens or truncates the file to write to it wait until the lease is given back, 45 s at most. False where somebody has it
// open to write already, where it is not ours and we are not root, or where its file system knows no leases.
bool iw_lease_take(int descriptor);

// Whether the lease is held and nobody waits for it.
bool iw_lease_is_alone(int descriptor);

void iw_lease_give_back(int descriptor);

// A piece of a file in memory.
struct iw_mapping {
  // NULL where the file could not be mapped.
  void *_Nullable base;
  size_t length;
  // The first byte asked for.
  const uint8_t *_Nullable start;
};

// Maps `count` bytes of a file from `offset` on, and at least `padding` zeros behind them. All of it is in memory when this returns.
struct iw_mapping iw_map(int descriptor, int64_t offset, size_t count, size_t padding);

void iw_unmap(struct iw_mapping mapping);

#endif
