// The screen and the keyboard, behind a header that hides ncurses's own: its macros, its variadics and `stdscr` do not
// import under Swift 6. Everything here is for one thread, the one that called iw_screen_open.
#ifndef IAMWATCH_NCURSES_H
#define IAMWATCH_NCURSES_H

#include <stdbool.h>
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

// Asks the kernel for the size and fits ncurses to it.
void iw_screen_size(int *columns, int *rows);

// Whether what is written is taken as UTF-8; otherwise only ASCII may be put.
bool iw_screen_is_utf8(void);

// Whether the font has block elements: false for consoles of 256 or 512 glyphs and for hardware terminals.
bool iw_screen_has_blocks(void);

// How many colours: 0, 8, 16 or 256.
int iw_screen_colours(void);

enum iw_attribute { IW_BOLD = 1, IW_UNDERLINE = 2, IW_REVERSE = 4 };

// The number of the pair of two colours (-1: the terminal's own), made on first use; 0 when there are no more.
int iw_pair(int foreground, int background);

// Puts `count` scalars (one that takes room, then marks on it) at a place.
void iw_put(int row, int column, const uint32_t *scalars, int count, int attributes, int pair);

// Blanks everything that was put.
void iw_erase(void);

// Has the row sent as a whole with the next flush, whatever ncurses thinks is there.
void iw_redraw_row(int row);

// Has everything sent with the next flush.
void iw_redraw_all(void);

// Sends what has changed since the last flush.
void iw_flush(void);

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

// Writes `length` bytes to the terminal as they are, past ncurses (for the clipboard's OSC 52).
void iw_write(const char *bytes, int length);

#endif
