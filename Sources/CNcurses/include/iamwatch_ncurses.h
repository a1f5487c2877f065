// The terminal and the keyboard, behind a header that hides ncurses's own: its macros, its variadics and `stdscr` do not
// import under Swift 6. ncurses opens the terminal, reads its description and its keys, and puts it back; what is drawn
// is written by FrameWriter. Everything here is for one thread, the one that called iw_screen_open.
#ifndef IAMWATCH_NCURSES_H
#define IAMWATCH_NCURSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum iw_open_result {
  IW_OPENED,
  IW_NO_TERMINAL,       // neither /dev/tty nor the standard streams are one
  IW_UNKNOWN_TERMINAL,  // TERM is not set or not in the database
  IW_DUMB_TERMINAL      // its cursor cannot be moved
};

// Opens the controlling terminal (or the standard streams) full screen: alternate screen, no echo, no cursor, keys one
// at a time without waiting, signals from the keyboard left on. `mouse` asks for SGR mouse reports where the terminal
// has any.
enum iw_open_result iw_screen_open(bool mouse);

// Back to how the terminal was found; iw_screen_resume undoes it. Both may be called twice.
void iw_screen_suspend(void);
void iw_screen_resume(void);

// Suspends for good.
void iw_screen_close(void);

// The descriptor to poll for keys; -1 when closed.
int iw_screen_descriptor(void);

// The size the kernel knows, or the description's.
void iw_screen_size(int *columns, int *rows);

// Whether what is written is taken as UTF-8; otherwise only ASCII may be put.
bool iw_screen_is_utf8(void);

// Whether the font has block elements: false for consoles of 256 or 512 glyphs and for hardware terminals.
bool iw_screen_has_blocks(void);

// Whether it understands xterm's private modes: mouse reports, bracketed paste, synchronised output.
bool iw_screen_has_extras(void);

// A capability of the terminal's description, by its terminfo name: the string without its padding ($<5>), cut at
// `size`, and its length, 0 for none; the number, -1 for none; the flag.
size_t iw_string(const char *name, char *buffer, size_t size);
int iw_number(const char *name);
bool iw_flag(const char *name);

// Fills the places of a capability's two numbers (terminfo(5), Parameterized Strings).
size_t iw_expand(const char *capability, int first, int second, char *buffer, size_t size);

// The columns the C library, and so ncurses, gives a scalar; -1 for one it does not know.
int iw_scalar_width(uint32_t scalar);

enum iw_input_kind { IW_INPUT_NONE, IW_INPUT_SCALAR, IW_INPUT_KEY };

enum iw_key {
  IW_KEY_OTHER,
  IW_KEY_UP,
  IW_KEY_DOWN,
  IW_KEY_LEFT,
  IW_KEY_RIGHT,
  IW_KEY_HOME,
  IW_KEY_END,
  IW_KEY_PAGE_UP,
  IW_KEY_PAGE_DOWN,
  IW_KEY_BACK_TAB,
  IW_KEY_ENTER,
  IW_KEY_BACKSPACE,
  IW_KEY_DELETE,
  IW_KEY_INSERT,
  IW_KEY_FUNCTION  // F1 is IW_KEY_FUNCTION + 1, up to F24
};

// The next scalar or key that is there already; `value` is the scalar or the iw_key.
enum iw_input_kind iw_read(int32_t *value);

// Writes `length` bytes to the terminal as they are.
void iw_write(const char *bytes, int length);

#endif
