// gzip, from two libraries: libdeflate for a member that is all in memory, zlib for a stream.
//
// This header hides both libraries' own: zlib's inflateInit2 is a macro and its z_stream a struct of raw pointers, neither of
// which Swift imports well.
#ifndef IAMWATCH_INFLATE_H
#define IAMWATCH_INFLATE_H

#include <stddef.h>

// What became of a call.
enum iw_inflate_result {
  IW_INFLATE_OK = 0,    // more may come
  IW_INFLATE_END = 1,   // the member ended and its checksum is right
  IW_INFLATE_DAMAGED = 2,
  IW_INFLATE_NO_SPACE = 3,  // iw_gunzip only: the member is longer than the output
  // iw_inflater_run only: all of the member came out, but its checksum is not that of the trailer, of which the length is still to
  // come; or its length is not, and nothing is.
  IW_INFLATE_WRONG_CHECKSUM = 4,
  IW_INFLATE_WRONG_LENGTH = 5
};

// One gzip member, whole, from memory to memory: two to three times as fast as zlib. It writes nothing that can be used when the
// member is damaged.
enum iw_inflate_result iw_gunzip(const void *_Nonnull input, size_t input_size, void *_Nonnull output,
                                 size_t output_size, size_t *_Nonnull consumed, size_t *_Nonnull produced);

// A gzip stream, member by member, in pieces of any size.
typedef struct iw_inflater iw_inflater;

iw_inflater *_Nullable iw_inflater_new(void);
void iw_inflater_free(iw_inflater *_Nonnull inflater);
// Prepares for the next member.
void iw_inflater_reset(iw_inflater *_Nonnull inflater);
// Inflates from input to output; says how much of each was used.
enum iw_inflate_result iw_inflater_run(iw_inflater *_Nonnull inflater, const void *_Nonnull input, size_t input_size,
                                       void *_Nonnull output, size_t output_size, size_t *_Nonnull consumed,
                                       size_t *_Nonnull produced);

#endif
