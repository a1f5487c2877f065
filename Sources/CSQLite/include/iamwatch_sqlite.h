// The few calls of SQLite that the state needs. SQLite's own header, hidden here, passes lifetimes as function pointers
// made of integers (SQLITE_TRANSIENT), which do not import.
#ifndef IAMWATCH_SQLITE_H
#define IAMWATCH_SQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// What a call came to.
enum iw_sqlite_result {
  IW_SQLITE_OK,
  IW_SQLITE_ROW,
  IW_SQLITE_DAMAGED,   // it is no database, or not a whole one
  IW_SQLITE_BUSY,      // another process held it longer than the patience
  IW_SQLITE_READONLY,  // it can be read, not written
  IW_SQLITE_FAILED     // anything else; iw_sqlite_message has the words
};

typedef struct iw_sqlite iw_sqlite;
typedef struct iw_statement iw_statement;

enum iw_sqlite_mode {
  IW_SQLITE_WRITE,  // read and written, made if it is not there
  IW_SQLITE_FROZEN  // only read, in the belief that nobody writes: what a disk that cannot be written allows
};

// Opens the file. Whoever else has it is waited for, up to `patience` milliseconds a call. NULL only without memory; the
// handle must be closed in any case.
iw_sqlite *_Nullable iw_sqlite_open(const char *path, enum iw_sqlite_mode mode, int patience,
                                    enum iw_sqlite_result *result);
void iw_sqlite_close(iw_sqlite *database);

// SQLite's words for what went wrong last; they live until the next call.
const char *iw_sqlite_message(iw_sqlite *database);

// Runs statements that give no rows, separated by semicolons.
enum iw_sqlite_result iw_sqlite_run(iw_sqlite *database, const char *sql);

// One statement with its parameters; NULL when it cannot be prepared.
iw_statement *_Nullable iw_sqlite_prepare(iw_sqlite *database, const char *sql, enum iw_sqlite_result *result);
void iw_statement_free(iw_statement *statement);

// Sets parameter `index`, from 1; one that is not set is NULL.
void iw_statement_set_integer(iw_statement *statement, int index, int64_t value);
void iw_statement_set_text(iw_statement *statement, int index, const char *text, size_t size);
void iw_statement_set_bytes(iw_statement *statement, int index, const void *_Nullable bytes, size_t size);

// The next row, or OK behind the last one.
enum iw_sqlite_result iw_statement_step(iw_statement *statement);

// The value in column `index`, from 0.
bool iw_statement_is_null(iw_statement *statement, int index);
int64_t iw_statement_integer(iw_statement *statement, int index);
// The bytes of a text or a blob; they live until the next step.
const void *_Nullable iw_statement_bytes(iw_statement *statement, int index, size_t *size);

#pragma clang assume_nonnull end

#endif
