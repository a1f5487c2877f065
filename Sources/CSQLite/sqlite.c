#include "iamwatch_sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

struct iw_sqlite {
  sqlite3 *handle;
};

struct iw_statement {
  sqlite3_stmt *handle;
};

static enum iw_sqlite_result meaning(int code) {
  switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_DONE: return IW_SQLITE_OK;
    case SQLITE_ROW: return IW_SQLITE_ROW;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return IW_SQLITE_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return IW_SQLITE_BUSY;
    case SQLITE_READONLY: return IW_SQLITE_READONLY;
    default: return IW_SQLITE_FAILED;
  }
}

// `path` as a URI that has the file taken for one that never changes: no locks, no files beside it.
static char *frozen_uri(const char *path) {
  sqlite3_str *uri = sqlite3_str_new(NULL);
  sqlite3_str_appendall(uri, "file:");
  for (const unsigned char *byte = (const unsigned char *)path; *byte != 0; byte++) {
    if (*byte == '%' || *byte == '?' || *byte == '#') {
      sqlite3_str_appendf(uri, "%%%02X", *byte);
    } else {
      sqlite3_str_append(uri, (const char *)byte, 1);
    }
  }
  sqlite3_str_appendall(uri, "?immutable=1");
  return sqlite3_str_finish(uri);
}

iw_sqlite *iw_sqlite_open(const char *path, enum iw_sqlite_mode mode, int patience, enum iw_sqlite_result *result) {
  iw_sqlite *database = calloc(1, sizeof *database);
  if (database == NULL) return NULL;
  char *uri = mode == IW_SQLITE_FROZEN ? frozen_uri(path) : NULL;
  const int flags = mode == IW_SQLITE_FROZEN ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
                                             : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  // One thread at a time has a handle; SQLite need not lock within it.
  const int code =
      sqlite3_open_v2(uri != NULL ? uri : path, &database->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
  sqlite3_free(uri);
  *result = meaning(code);
  if (code == SQLITE_OK) {
    sqlite3_extended_result_codes(database->handle, 1);
    sqlite3_busy_timeout(database->handle, patience);
  }
  return database;
}

void iw_sqlite_close(iw_sqlite *database) {
  sqlite3_close_v2(database->handle);
  free(database);
}

const char *iw_sqlite_message(iw_sqlite *database) { return sqlite3_errmsg(database->handle); }

enum iw_sqlite_result iw_sqlite_run(iw_sqlite *database, const char *sql) {
  return meaning(sqlite3_exec(database->handle, sql, NULL, NULL, NULL));
}

iw_statement *iw_sqlite_prepare(iw_sqlite *database, const char *sql, enum iw_sqlite_result *result) {
  sqlite3_stmt *handle = NULL;
  *result = meaning(sqlite3_prepare_v2(database->handle, sql, -1, &handle, NULL));
  if (handle == NULL) return NULL;
  iw_statement *statement = malloc(sizeof *statement);
  if (statement == NULL) {
    sqlite3_finalize(handle);
    return NULL;
  }
  statement->handle = handle;
  return statement;
}

void iw_statement_free(iw_statement *statement) {
  sqlite3_finalize(statement->handle);
  free(statement);
}

void iw_statement_set_integer(iw_statement *statement, int index, int64_t value) {
  sqlite3_bind_int64(statement->handle, index, value);
}

void iw_statement_set_text(iw_statement *statement, int index, const char *text, size_t size) {
  sqlite3_bind_text64(statement->handle, index, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void iw_statement_set_bytes(iw_statement *statement, int index, const void *bytes, size_t size) {
  // An empty blob is not NULL.
  sqlite3_bind_blob64(statement->handle, index, bytes != NULL ? bytes : "", size, SQLITE_TRANSIENT);
}

enum iw_sqlite_result iw_statement_step(iw_statement *statement) { return meaning(sqlite3_step(statement->handle)); }

bool iw_statement_is_null(iw_statement *statement, int index) {
  return sqlite3_column_type(statement->handle, index) == SQLITE_NULL;
}

int64_t iw_statement_integer(iw_statement *statement, int index) {
  return sqlite3_column_int64(statement->handle, index);
}

const void *iw_statement_bytes(iw_statement *statement, int index, size_t *size) {
  const void *bytes = sqlite3_column_blob(statement->handle, index);
  *size = (size_t)sqlite3_column_bytes(statement->handle, index);
  return bytes;
}
