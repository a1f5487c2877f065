#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "iamwatch_ncurses.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "iamwatch_signals.h"

static struct {
  SCREEN *screen;  // NULL when closed
  WINDOW *keys;    // reads keys; a pad, because reading from a window would draw it
  FILE *input;
  FILE *output;
  int descriptor;
  struct termios modes;  // as the terminal was found
  bool mouse;
  bool extras;  // it understands xterm's private modes
  bool suspended;
  bool utf8;
} self;

// Private modes of xterm that terminfo has no names for: mouse reports in SGR form, bracketed paste.
// 1000 reports clicks; 1002, where a terminal knows it, movements with a button held down too.
static const char mouse_on[] = "\033[?1000h\033[?1002h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1002l\033[?1000l";
static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
// A crash in the middle of a frame would leave the terminal waiting for its end.
static const char frame_end[] = "\033[?2026l";

void iw_write(const char *bytes, int length) {
  int done = 0;
  while (done < length) {
    const ssize_t count = write(self.descriptor, bytes + done, (size_t)(length - done));
    if (count > 0) {
      done += (int)count;
    } else if (count < 0 && errno != EINTR) {
      break;
    }
  }
  iw_rescue_trim();
}

static void write_text(const char *text) { iw_write(text, (int)strlen(text)); }

// The locale the environment asks for, by POSIX's order of precedence; empty when it asks for none.
static const char *asked_locale(void) {
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    if (value != NULL && *value != 0) return value;
  }
  return "";
}

// ncurses draws what the locale's character set has. A session on a bastion often asks for no locale, or for one that
// is not installed there, while its terminal (the line's IUTF8 flag says so, or the name asked for) takes UTF-8. A
// locale that is there is taken at its word: LC_ALL=C is how ASCII is asked for.
static void choose_locale(bool line_is_utf8) {
  const char *asked = asked_locale();
  const bool found = setlocale(LC_CTYPE, "") != NULL;
  const bool names_utf8 = strcasestr(asked, "utf-8") != NULL || strcasestr(asked, "utf8") != NULL;
  if ((*asked == 0 && line_is_utf8) || (!found && (names_utf8 || line_is_utf8))) setlocale(LC_CTYPE, "C.UTF-8");
  self.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool open_streams(void) {
  int descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (descriptor < 0 && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
    descriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  }
  if (descriptor < 0 || tcgetattr(descriptor, &self.modes) != 0) return false;
  const int second = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  self.descriptor = descriptor;
  self.input = fdopen(descriptor, "r");
  self.output = fdopen(second, "w");
  return self.input != NULL && self.output != NULL;
}

static void close_streams(void) {
  if (self.input != NULL) fclose(self.input);
  if (self.output != NULL) fclose(self.output);
  self.input = NULL;
  self.output = NULL;
  self.descriptor = -1;
}

static bool has_string(const char *capability) {
  const char *value = tigetstr(capability);
  return value != NULL && value != (char *)-1;
}

static void set_modes(void) {
  cbreak();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  self.keys = newpad(1, 1);
  keypad(self.keys, TRUE);
  nodelay(self.keys, TRUE);
  curs_set(0);
  // Mouse reports are read as plain input: ncurses would take the form that ends at column 223 where terminfo says so.
  keyok(KEY_MOUSE, FALSE);
}

size_t iw_string(const char *name, char *buffer, size_t size) {
  size_t length = 0;
  if (!has_string(name)) return 0;
  for (const char *from = tigetstr(name); *from != 0 && length < size; from++) {
    if (from[0] == '$' && from[1] == '<') {
      const char *end = strchr(from, '>');
      if (end != NULL) {
        from = end;
        continue;
      }
    }
    buffer[length++] = *from;
  }
  return length;
}

int iw_number(const char *name) {
  const int number = tigetnum(name);
  return number < 0 ? -1 : number;
}

bool iw_flag(const char *name) { return tigetflag(name) > 0; }

size_t iw_expand(const char *capability, int first, int second, char *buffer, size_t size) {
  // tparm answers with memory of its own.
  static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&one_at_a_time);
  const char *text = tparm(capability, first, second);
  size_t length = text == NULL ? 0 : strlen(text);
  if (length > size) length = 0;
  memcpy(buffer, text, length);
  pthread_mutex_unlock(&one_at_a_time);
  return length;
}

static size_t append_capability(char *buffer, size_t length, size_t size, const char *name) {
  return length + iw_string(name, buffer + length, size - length);
}

static size_t append_text(char *buffer, size_t length, size_t size, const char *text) {
  while (*text != 0 && length < size) buffer[length++] = *text++;
  return length;
}

// Everything a crash must undo, put together while there is time.
static void arm_rescue(void) {
  char restore[512];
  const size_t size = sizeof restore;
  size_t length = 0;
  if (self.extras) {
    length = append_text(restore, length, size, frame_end);
    length = append_text(restore, length, size, mouse_off);
    length = append_text(restore, length, size, paste_off);
  }
  length = append_capability(restore, length, size, "sgr0");
  length = append_capability(restore, length, size, "op");
  length = append_capability(restore, length, size, "rmkx");
  length = append_capability(restore, length, size, "rmcup");
  length = append_capability(restore, length, size, "cnorm");
  length = append_text(restore, length, size, "\r");
  iw_rescue_arm(self.descriptor, restore, length, &self.modes);
}

enum iw_open_result iw_screen_open(bool mouse) {
  if (self.screen != NULL) return IW_OPENED;
  if (!open_streams()) {
    close_streams();
    return IW_NO_TERMINAL;
  }
  iw_take_signals();
  choose_locale((self.modes.c_iflag & IUTF8) != 0);
  self.screen = newterm(NULL, self.output, self.input);
  if (self.screen == NULL) {
    close_streams();
    iw_give_signals_back();
    return IW_UNKNOWN_TERMINAL;
  }
  set_escdelay(25);
  if (!has_string("cup")) {
    iw_screen_close();
    return IW_DUMB_TERMINAL;
  }
  self.extras = has_string("kmous");
  self.mouse = mouse && self.extras;
  arm_rescue();
  set_modes();
  // Enters the alternate screen and clears it; ncurses draws nothing after this.
  wnoutrefresh(stdscr);
  doupdate();
  if (self.mouse) write_text(mouse_on);
  if (self.extras) write_text(paste_on);
  self.suspended = false;
  return IW_OPENED;
}

// ncurses did not see the colours change, so it would not put them back.
static void write_capability(const char *name) {
  char text[64];
  iw_write(text, (int)iw_string(name, text, sizeof text));
}

void iw_screen_suspend(void) {
  if (self.screen == NULL || self.suspended) return;
  self.suspended = true;
  write_capability("sgr0");
  write_capability("op");
  if (self.mouse) write_text(mouse_off);
  if (self.extras) write_text(paste_off);
  endwin();
  // ncurses's idea of the modes is the one at newterm; ours is older and exact.
  tcsetattr(self.descriptor, TCSADRAIN, &self.modes);
  iw_rescue_disarm();
}

void iw_screen_resume(void) {
  if (self.screen == NULL) return;
  self.suspended = false;
  arm_rescue();
  reset_prog_mode();
  // After endwin the next refresh enters the alternate screen and repaints; endwin here too for a stop nobody
  // announced (SIGSTOP), after which the shell may have changed the modes.
  if (!isendwin()) endwin();
  clearok(curscr, TRUE);
  wnoutrefresh(stdscr);
  doupdate();
  curs_set(0);
  if (self.mouse) write_text(mouse_on);
  if (self.extras) write_text(paste_on);
}

void iw_screen_close(void) {
  if (self.screen == NULL) return;
  iw_screen_suspend();
  delwin(self.keys);
  delscreen(self.screen);
  self.screen = NULL;
  close_streams();
  iw_give_signals_back();
}

int iw_screen_descriptor(void) { return self.screen == NULL ? -1 : self.descriptor; }

// term.h defines `columns` and `lines` as macros.
void iw_screen_size(int *width, int *height) {
  struct winsize size;
  const bool known = ioctl(self.descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
  *width = known ? size.ws_col : COLS;
  *height = known ? size.ws_row : LINES;
}

bool iw_screen_is_utf8(void) { return self.utf8; }

bool iw_screen_has_blocks(void) {
  static const char *const poor[] = {"linux", "vt", "ansi", "cons", "pcansi", "sun", "wy"};
  const char *name = termname();
  if (!self.utf8 || name == NULL) return false;
  for (size_t i = 0; i < sizeof poor / sizeof *poor; i++) {
    if (strncmp(name, poor[i], strlen(poor[i])) == 0) return false;
  }
  return true;
}

bool iw_screen_has_extras(void) { return self.extras; }

int iw_scalar_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

static enum iw_key key_of(wint_t code) {
  switch (code) {
    case KEY_UP: return IW_KEY_UP;
    case KEY_DOWN: return IW_KEY_DOWN;
    case KEY_LEFT: return IW_KEY_LEFT;
    case KEY_RIGHT: return IW_KEY_RIGHT;
    case KEY_HOME: return IW_KEY_HOME;
    case KEY_END: return IW_KEY_END;
    case KEY_PPAGE: return IW_KEY_PAGE_UP;
    case KEY_NPAGE: return IW_KEY_PAGE_DOWN;
    case KEY_BTAB: return IW_KEY_BACK_TAB;
    case KEY_ENTER: return IW_KEY_ENTER;
    case KEY_BACKSPACE: return IW_KEY_BACKSPACE;
    case KEY_DC: return IW_KEY_DELETE;
    case KEY_IC: return IW_KEY_INSERT;
    default: break;
  }
  if (code > KEY_F0 && code <= KEY_F(24)) return (enum iw_key)(IW_KEY_FUNCTION + (code - KEY_F0));
  return IW_KEY_OTHER;
}

enum iw_input_kind iw_read(int32_t *value) {
  wint_t code;
  switch (wget_wch(self.keys, &code)) {
    case OK:
      *value = (int32_t)code;
      return IW_INPUT_SCALAR;
    case KEY_CODE_YES:
      *value = key_of(code);
      return IW_INPUT_KEY;
    default:
      return IW_INPUT_NONE;
  }
}
