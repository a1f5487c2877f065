#include "iamwatch_expat.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

typedef struct {
  iw_xml_handlers handlers;
  void *context;
  XML_Parser parser;
} reading;

static void on_start(void *data, const XML_Char *name, const XML_Char **attributes) {
  (void)attributes;
  reading *self = data;
  const char *colon = strrchr(name, ':');
  if (!self->handlers.start(self->context, colon != NULL ? colon + 1 : name)) XML_StopParser(self->parser, XML_FALSE);
}

static void on_end(void *data, const XML_Char *name) {
  (void)name;
  reading *self = data;
  self->handlers.end(self->context);
}

static void on_text(void *data, const XML_Char *bytes, int count) {
  reading *self = data;
  self->handlers.text(self->context, bytes, (size_t)count);
}

static void on_doctype(void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal) {
  (void)name, (void)system, (void)public, (void)internal;
  reading *self = data;
  XML_StopParser(self->parser, XML_FALSE);
}

bool iw_xml_read(const void *bytes, size_t size, iw_xml_handlers handlers, void *context) {
  if (size > INT_MAX) return false;
  XML_Parser parser = XML_ParserCreate(NULL);
  if (parser == NULL) return false;
  reading self = {handlers, context, parser};
  XML_SetUserData(parser, &self);
  XML_SetElementHandler(parser, on_start, on_end);
  XML_SetCharacterDataHandler(parser, on_text);
  XML_SetStartDoctypeDeclHandler(parser, on_doctype);
  const bool is_read = XML_Parse(parser, size > 0 ? bytes : "", (int)size, 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  return is_read;
}
