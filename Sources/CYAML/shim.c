#include "iamwatch_yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct iw_yaml_parser {
  yaml_parser_t parser;
  yaml_event_t event;  // zero when there is none to delete
};

struct iw_yaml_parser *iw_yaml_open(const char *bytes, size_t length) {
  struct iw_yaml_parser *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  if (!yaml_parser_initialize(&self->parser)) {
    free(self);
    return NULL;
  }
  // UTF-8 is said here, so that bytes that look like a UTF-16 mark are an error and not another encoding.
  yaml_parser_set_encoding(&self->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&self->parser, (const unsigned char *)bytes, length);
  return self;
}

static void fill_error(const yaml_parser_t *parser, struct iw_yaml_event *event) {
  const int has_mark = parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR;
  event->kind = IW_YAML_ERROR;
  event->line = has_mark ? parser->problem_mark.line + 1 : parser->mark.line + 1;
  event->column = has_mark ? parser->problem_mark.column + 1 : parser->mark.column + 1;
  event->value = parser->problem != NULL ? parser->problem : "out of memory";
  event->length = strlen(event->value);
}

static void fill_scalar(const yaml_event_t *from, struct iw_yaml_event *event) {
  event->kind = IW_YAML_SCALAR;
  event->value = (const char *)from->data.scalar.value;
  event->length = from->data.scalar.length;
  event->anchor = (const char *)from->data.scalar.anchor;
  event->tag = (const char *)from->data.scalar.tag;
  event->is_plain = from->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static void fill(const yaml_event_t *from, struct iw_yaml_event *event) {
  event->line = from->start_mark.line + 1;
  event->column = from->start_mark.column + 1;
  switch (from->type) {
    case YAML_SCALAR_EVENT:
      fill_scalar(from, event);
      break;
    case YAML_SEQUENCE_START_EVENT:
      event->kind = IW_YAML_SEQUENCE_START;
      event->anchor = (const char *)from->data.sequence_start.anchor;
      event->tag = (const char *)from->data.sequence_start.tag;
      break;
    case YAML_MAPPING_START_EVENT:
      event->kind = IW_YAML_MAPPING_START;
      event->anchor = (const char *)from->data.mapping_start.anchor;
      event->tag = (const char *)from->data.mapping_start.tag;
      break;
    case YAML_ALIAS_EVENT:
      event->kind = IW_YAML_ALIAS;
      event->anchor = (const char *)from->data.alias.anchor;
      break;
    case YAML_SEQUENCE_END_EVENT: event->kind = IW_YAML_SEQUENCE_END; break;
    case YAML_MAPPING_END_EVENT: event->kind = IW_YAML_MAPPING_END; break;
    case YAML_DOCUMENT_START_EVENT: event->kind = IW_YAML_DOCUMENT_START; break;
    case YAML_DOCUMENT_END_EVENT: event->kind = IW_YAML_DOCUMENT_END; break;
    default: event->kind = IW_YAML_END; break;
  }
}

void iw_yaml_next(struct iw_yaml_parser *self, struct iw_yaml_event *event) {
  memset(event, 0, sizeof *event);
  do {
    yaml_event_delete(&self->event);
    if (!yaml_parser_parse(&self->parser, &self->event)) {
      fill_error(&self->parser, event);
      return;
    }
  } while (self->event.type == YAML_STREAM_START_EVENT);
  fill(&self->event, event);
}

void iw_yaml_close(struct iw_yaml_parser *self) {
  if (self == NULL) return;
  yaml_event_delete(&self->event);
  yaml_parser_delete(&self->parser);
  free(self);
}
