// Perl-compatible regular expressions for Swift: the few calls of PCRE2 that a predicate needs.
// PCRE2's own header works through macros that select a code unit width and do not import; this one hides it.
#ifndef CPCRE_H
#define CPCRE_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// A compiled expression; read-only after compiling, so any number of threads may match with it.
typedef struct cpcre_regex cpcre_regex;

enum {
  CPCRE_IGNORE_CASE = 1,
  CPCRE_MULTI_LINE = 2,
  CPCRE_DOT_ALL = 4,
};

/// Compiles a pattern of `length` bytes of UTF-8. On failure returns NULL and sets PCRE2's error number and the byte
/// offset at which it gave up. An empty pattern may be NULL.
cpcre_regex *_Nullable cpcre_compile(
    const uint8_t *_Nullable pattern, size_t length, uint32_t options, int *error, size_t *offset);

void cpcre_free(cpcre_regex *regex);

/// 1 when the expression matches somewhere in the text, 0 when not, -1 when a limit stopped the attempt or the text is
/// not UTF-8. Limits on steps, depth and memory bound what a hostile text can cost.
int cpcre_matches(const cpcre_regex *regex, const uint8_t *_Nullable text, size_t length);

/// Writes the words for an error number of `cpcre_compile`, NUL-terminated, cut at `size`.
void cpcre_error_words(int error, char *buffer, size_t size);

#pragma clang assume_nonnull end

#endif
