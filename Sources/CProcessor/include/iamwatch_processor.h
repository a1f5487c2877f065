// What a processor can do and Swift has no word for: the mask of a comparison of many bytes as the bits of a number, and fetching
// memory ahead of its use.
//
// Static inline, so that the compiler builds them into the Swift loops that call them.
#ifndef IAMWATCH_PROCESSOR_H
#define IAMWATCH_PROCESSOR_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A bit for each of sixteen bytes, the first byte's lowest.
struct iw_string_bytes {
  // Quotes, backslashes and bytes below 0x20: all that ends a run of plain string bytes (RFC 8259, section 7). Only the lowest bit set
  // is exact: bits above it may be set by mistake.
  uint32_t stops;
  // Bytes that are not ASCII.
  uint32_t non_ascii;
};

// A bit for each of 64 bytes where escapes are to be told from the string's end; all bits are exact.
struct iw_escape_bytes {
  uint64_t quotes;
  uint64_t backslashes;
  uint64_t controls;  // below 0x20
  uint64_t non_ascii;
};

#if defined(__SSE2__)

// Looks at the sixteen bytes at `start`, all of which must be readable.
static inline struct iw_string_bytes iw_string_bytes(const uint8_t *_Nonnull start) {
  __m128i bytes = _mm_loadu_si128((const __m128i *)start);
  __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  // A byte is below 0x20 when the lesser of it and 0x1F is itself.
  __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
  __m128i stops = _mm_or_si128(_mm_or_si128(quotes, backslashes), controls);
  return (struct iw_string_bytes){(uint32_t)_mm_movemask_epi8(stops), (uint32_t)_mm_movemask_epi8(bytes)};
}

// Looks at the 64 bytes at `start`, all of which must be readable. What of the result is not asked for is not built.
static inline struct iw_escape_bytes iw_escape_bytes(const uint8_t *_Nonnull start) {
  struct iw_escape_bytes found = {0, 0, 0, 0};
  for (int index = 0; index < 64; index += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(start + index));
    __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    found.quotes |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))) << index;
    found.backslashes |= (uint64_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))) << index;
    found.controls |= (uint64_t)_mm_movemask_epi8(controls) << index;
    found.non_ascii |= (uint64_t)_mm_movemask_epi8(bytes) << index;
  }
  return found;
}

#else

// The high bits of eight bytes as eight bits.
static inline uint32_t iw_high_bits(uint64_t word) {
  return (uint32_t)(((word >> 7 & UINT64_C(0x0101010101010101)) * UINT64_C(0x0102040810204080)) >> 56);
}

// Marks the stops among eight bytes by their high bits. A borrow may mark bytes above the first one by mistake.
static inline uint64_t iw_word_stops(uint64_t word) {
  const uint64_t ones = UINT64_C(0x0101010101010101);
  uint64_t quote = word ^ ones * '"', backslash = word ^ ones * '\\';
  return ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((word - ones * 0x20) & ~word);
}

static inline struct iw_string_bytes iw_string_bytes(const uint8_t *_Nonnull start) {
  uint64_t words[2];
  memcpy(words, start, sizeof words);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  words[0] = __builtin_bswap64(words[0]);
  words[1] = __builtin_bswap64(words[1]);
#endif
  return (struct iw_string_bytes){
      iw_high_bits(iw_word_stops(words[0])) | iw_high_bits(iw_word_stops(words[1])) << 8,
      iw_high_bits(words[0]) | iw_high_bits(words[1]) << 8};
}

static inline struct iw_escape_bytes iw_escape_bytes(const uint8_t *_Nonnull start) {
  struct iw_escape_bytes found = {0, 0, 0, 0};
  for (int index = 0; index < 64; index++) {
    found.quotes |= (uint64_t)(start[index] == '"') << index;
    found.backslashes |= (uint64_t)(start[index] == '\\') << index;
    found.controls |= (uint64_t)(start[index] < 0x20) << index;
    found.non_ascii |= (uint64_t)(start[index] >> 7) << index;
  }
  return found;
}

#endif

// Begins to bring the memory at `address` near; the program goes on meanwhile.
static inline void iw_prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

#endif
