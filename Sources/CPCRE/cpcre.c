#define PCRE2_CODE_UNIT_WIDTH 8
#include "cpcre.h"

#include <pcre2.h>
#include <stdlib.h>

// A pattern on a kilobyte of text takes some hundred steps; one that needs these many backtracks exponentially.
static const uint32_t step_limit = 200000;
static const uint32_t depth_limit = 20000;
static const uint32_t heap_limit_kib = 16384;

struct cpcre_regex {
  pcre2_code *code;
  pcre2_match_context *limits;
};

cpcre_regex *cpcre_compile(const uint8_t *pattern, size_t length, uint32_t options, int *error, size_t *offset) {
  static const uint8_t empty = 0;
  // NEVER_BACKSLASH_C: \C could split a character and leave the rest of the match outside UTF-8.
  uint32_t flags = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C;
  if (options & CPCRE_IGNORE_CASE) flags |= PCRE2_CASELESS;
  if (options & CPCRE_MULTI_LINE) flags |= PCRE2_MULTILINE;
  if (options & CPCRE_DOT_ALL) flags |= PCRE2_DOTALL;
  PCRE2_SIZE at = 0;
  pcre2_code *code = pcre2_compile(pattern ? pattern : &empty, length, flags, error, &at, NULL);
  *offset = at;
  if (!code) return NULL;
  pcre2_match_context *limits = pcre2_match_context_create(NULL);
  cpcre_regex *regex = malloc(sizeof *regex);
  if (!limits || !regex) {
    pcre2_match_context_free(limits);
    pcre2_code_free(code);
    free(regex);
    *error = PCRE2_ERROR_NOMEMORY;
    return NULL;
  }
  pcre2_set_match_limit(limits, step_limit);
  pcre2_set_depth_limit(limits, depth_limit);
  pcre2_set_heap_limit(limits, heap_limit_kib);
  regex->code = code;
  regex->limits = limits;
  return regex;
}

void cpcre_free(cpcre_regex *regex) {
  pcre2_match_context_free(regex->limits);
  pcre2_code_free(regex->code);
  free(regex);
}

int cpcre_matches(const cpcre_regex *regex, const uint8_t *text, size_t length) {
  static const uint8_t empty = 0;
  // One pair of offsets is all that is asked; match data is a caller's own, which keeps the expression shareable.
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  if (!data) return -1;
  int found = pcre2_match(regex->code, text ? text : &empty, length, 0, 0, data, regex->limits);
  pcre2_match_data_free(data);
  if (found >= 0) return 1;
  return found == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

void cpcre_error_words(int error, char *buffer, size_t size) {
  if (pcre2_get_error_message(error, (PCRE2_UCHAR *)buffer, size) < 0 && size > 0) buffer[0] = 0;
}
