// Reading XML with expat, whose own header this one hides: its macros and its calling conventions do not import.
#ifndef IAMWATCH_EXPAT_H
#define IAMWATCH_EXPAT_H

#include <stdbool.h>
#include <stddef.h>

// What is called while a document is read. A start that returns false ends the reading.
typedef struct {
  bool (*_Nonnull start)(void *_Nonnull context, const char *_Nonnull name);
  void (*_Nonnull text)(void *_Nonnull context, const char *_Nonnull bytes, size_t count);
  void (*_Nonnull end)(void *_Nonnull context);
} iw_xml_handlers;

// Reads a whole document; names come without the prefixes of their namespaces. False for what is no XML, and for any with a
// document type, whose entities no answer of a service needs.
bool iw_xml_read(const void *_Nullable bytes, size_t size, iw_xml_handlers handlers, void *_Nonnull context);

#endif
