// Functions of newer glibcs that static libraries built on Debian take, and that Amazon Linux 2023, where the pipeline's functions run
// with glibc 2.34, has not or not in that version.
#ifndef IAMWATCH_GLIBC_H
#define IAMWATCH_GLIBC_H

#include <stddef.h>

// Fills a buffer with random bytes, arc4random(3): of 2.36, for libexpat.a.
void arc4random_buf(void *buffer, size_t count);

// The length of a vector, hypot(3): its version is of 2.35, for libswiftGlibc.a.
float hypotf(float x, float y);

#endif
