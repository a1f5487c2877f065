// libyaml's parser behind a header that hides yaml.h, whose unions and macros Swift cannot import well.
#ifndef IAMWATCH_YAML_H
#define IAMWATCH_YAML_H

#include <stddef.h>

enum iw_yaml_kind {
  IW_YAML_END,
  IW_YAML_DOCUMENT_START,
  IW_YAML_DOCUMENT_END,
  IW_YAML_SCALAR,
  IW_YAML_SEQUENCE_START,
  IW_YAML_SEQUENCE_END,
  IW_YAML_MAPPING_START,
  IW_YAML_MAPPING_END,
  IW_YAML_ALIAS,
  IW_YAML_ERROR
};

// One event of the parser. The pointers live until the next event or until the parser is freed.
struct iw_yaml_event {
  enum iw_yaml_kind kind;
  size_t line;          // from 1
  size_t column;        // from 1, in characters
  const char *value;    // the scalar's bytes, or the message of an error; not ended by a zero
  size_t length;        // of value, in bytes
  const char *anchor;   // the anchor of a node or the name of an alias, or NULL
  const char *tag;      // the tag written before a node, or NULL
  int is_plain;         // 1 for a scalar without quotes and not in a block
};

struct iw_yaml_parser;

// A parser of `length` bytes, which must outlive it; NULL when there is no memory.
struct iw_yaml_parser *iw_yaml_open(const char *bytes, size_t length);

// The next event. After IW_YAML_END or IW_YAML_ERROR there is nothing more to ask for.
void iw_yaml_next(struct iw_yaml_parser *parser, struct iw_yaml_event *event);

void iw_yaml_close(struct iw_yaml_parser *parser);

#endif
