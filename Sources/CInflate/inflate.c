#define _DEFAULT_SOURCE  // madvise

#include "iamwatch_inflate.h"

#include <libdeflate.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <zlib.h>

// Asks for large pages where a text of many megabytes is about to be written from end to end: taking it in pages of 4 KiB costs about
// as much as inflating it does. A system that has none to give is as well without.
static void iw_expect_all(void *start, size_t size) {
  const uintptr_t page = 1 << 21;
  uintptr_t from = ((uintptr_t)start + page - 1) & ~(page - 1), end = ((uintptr_t)start + size) & ~(page - 1);
#ifdef MADV_HUGEPAGE
  if (end > from) (void)madvise((void *)from, end - from, MADV_HUGEPAGE);
#endif
}

enum iw_inflate_result iw_gunzip(const void *input, size_t input_size, void *output, size_t output_size,
                                 size_t *consumed, size_t *produced) {
  // One decompressor a thread, kept for the thread's life: allocating its tables costs as much as a small file.
  static _Thread_local struct libdeflate_decompressor *decompressor;
  if (decompressor == NULL) decompressor = libdeflate_alloc_decompressor();
  if (decompressor == NULL) return IW_INFLATE_DAMAGED;
  iw_expect_all(output, output_size);
  switch (libdeflate_gzip_decompress_ex(decompressor, input, input_size, output, output_size, consumed, produced)) {
    case LIBDEFLATE_SUCCESS: return IW_INFLATE_END;
    case LIBDEFLATE_INSUFFICIENT_SPACE: return IW_INFLATE_NO_SPACE;
    default: return IW_INFLATE_DAMAGED;
  }
}

struct iw_inflater {
  z_stream stream;
};

iw_inflater *iw_inflater_new(void) {
  iw_inflater *inflater = calloc(1, sizeof *inflater);
  if (inflater == NULL) return NULL;
  // 15 + 16: the largest window, and a gzip header and trailer, whose checksum zlib verifies.
  if (inflateInit2(&inflater->stream, 15 + 16) == Z_OK) return inflater;
  free(inflater);
  return NULL;
}

void iw_inflater_free(iw_inflater *inflater) {
  inflateEnd(&inflater->stream);
  free(inflater);
}

void iw_inflater_reset(iw_inflater *inflater) { inflateReset(&inflater->stream); }

static uInt clamped(size_t size) { return size > UINT_MAX ? UINT_MAX : (uInt)size; }

enum iw_inflate_result iw_inflater_run(iw_inflater *inflater, const void *input, size_t input_size, void *output,
                                       size_t output_size, size_t *consumed, size_t *produced) {
  z_stream *stream = &inflater->stream;
  // zlib's z_const is not set in Debian's header; it does not write through next_in.
  stream->next_in = (Bytef *)input;
  stream->avail_in = clamped(input_size);
  stream->next_out = output;
  stream->avail_out = clamped(output_size);
  uInt in_before = stream->avail_in, out_before = stream->avail_out;
  int status = inflate(stream, Z_NO_FLUSH);
  *consumed = in_before - stream->avail_in;
  *produced = out_before - stream->avail_out;
  if (status == Z_STREAM_END) return IW_INFLATE_END;
  if (status == Z_OK || status == Z_BUF_ERROR) return IW_INFLATE_OK;
  // zlib tells these two from other damage by its message alone.
  if (status == Z_DATA_ERROR && stream->msg != NULL) {
    if (strcmp(stream->msg, "incorrect data check") == 0) return IW_INFLATE_WRONG_CHECKSUM;
    if (strcmp(stream->msg, "incorrect length check") == 0) return IW_INFLATE_WRONG_LENGTH;
  }
  return IW_INFLATE_DAMAGED;
}
