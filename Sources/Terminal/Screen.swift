import CNcurses
import Text

/// Why the terminal could not be opened, and what to do.
package enum ScreenError: Error, CustomStringConvertible {
  case noTerminal
  case unknownTerminal
  case dumbTerminal

  package var description: String {
    switch self {
    case .noTerminal: "there is no terminal here; for a snapshot use --once"
    case .unknownTerminal:
      "the terminal named by TERM is not known on this machine; try TERM=xterm-256color, or --once for a snapshot"
    case .dumbTerminal:
      "this terminal cannot move its cursor; try TERM=xterm-256color, or --once for a snapshot"
    }
  }
}

/// The terminal as a canvas and a keyboard: ncurses opens it, reads its keys and puts it back, ``FrameWriter`` draws.
///
/// Belongs to one thread: the one that opened it must do everything else. Until `close` the terminal is put back however the program
/// ends, a crash included.
package final class Screen {
  /// The signs this terminal can show.
  package let glyphs: GlyphSet
  /// How many colours it has.
  package var depth: ColourDepth { strings.depth }
  /// The theme that paints; another one repaints everything with the next `show`.
  package var theme: Theme {
    didSet {
      writer = FrameWriter(terminal: strings, theme: theme)
      invalidate()
    }
  }

  private let strings: TerminalStrings
  private var writer: FrameWriter
  private var shown: Canvas?
  private var parser = InputParser()

  /// Opens the controlling terminal, full screen.
  ///
  /// - Parameter mouse: whether clicks and the wheel are asked for.
  /// - Throws: `ScreenError` when there is none or it cannot do it.
  package init(theme: Theme, mouse: Bool = true) throws(ScreenError) {
    switch iw_screen_open(mouse) {
    case IW_OPENED: break
    case IW_NO_TERMINAL: throw .noTerminal
    case IW_DUMB_TERMINAL: throw .dumbTerminal
    default: throw .unknownTerminal
    }
    self.theme = theme
    glyphs = iw_screen_has_blocks() ? .utf8 : .ascii
    strings = TerminalStrings(openTerminal: ())
    writer = FrameWriter(terminal: strings, theme: theme)
  }

  deinit { iw_screen_close() }

  /// Paints `canvas`: only the cells that differ from what is shown are written, all in one piece.
  package func show(_ canvas: Canvas) {
    let canvas = theme.tellsChartApart(depth) ? canvas : canvas.colourless
    let size = self.size
    let frame = canvas.resized(columns: size.columns, rows: size.rows)
    let before = shown.flatMap { $0.columns == frame.columns && $0.rows == frame.rows ? $0 : nil }
    if before == nil { writer.forget() }
    let bytes = writer.frame(frame, over: before).map { CChar(bitPattern: $0) }
    if !bytes.isEmpty { iw_write(bytes, Int32(bytes.count)) }
    shown = frame
  }

  /// Has everything painted anew with the next `show`, as after another program wrote to the terminal.
  package func invalidate() {
    shown = nil
  }

  /// Puts `text` on the clipboard of the machine the person sits at (OSC 52); terminals may refuse.
  package func copy(_ text: String, by clipboard: Clipboard) {
    let bytes = Array(clipboard.sequence(text).utf8).map { CChar(bitPattern: $0) }
    iw_write(bytes, Int32(bytes.count))
  }

  /// Calls a person who looks elsewhere.
  /// - Parameter text: what is told where the form tells anything, sanitised.
  package func call(_ form: TerminalNotice, _ text: String, by clipboard: Clipboard) {
    let bytes = Array(form.sequence(text, through: clipboard).utf8).map { CChar(bitPattern: $0) }
    iw_write(bytes, Int32(bytes.count))
  }

  /// Closes the terminal for good and leaves it as it was found.
  package func close() { iw_screen_close() }
}

extension Screen: Terminal {
  package var descriptor: Int32 { iw_screen_descriptor() }

  /// The size now, in cells.
  package var size: (columns: Int, rows: Int) {
    var columns: Int32 = 0
    var rows: Int32 = 0
    iw_screen_size(&columns, &rows)
    return (Int(columns), Int(rows))
  }

  package func readKeys() -> [Key] {
    var tokens: [InputToken] = []
    var value: Int32 = 0
    while true {
      let kind = iw_read(&value)
      if kind == IW_INPUT_NONE { break }
      if let token = InputToken(kind, value) { tokens.append(token) }
    }
    return parser.keys(from: tokens)
  }

  package func suspend() { iw_screen_suspend() }

  package func resume() {
    iw_screen_resume()
    invalidate()
  }
}

extension InputToken {
  /// The token of one read, or nil for a key that has no name here.
  fileprivate init?(_ kind: iw_input_kind, _ value: Int32) {
    if kind == IW_INPUT_SCALAR {
      guard let scalar = Unicode.Scalar(UInt32(bitPattern: value)) else { return nil }
      self = .scalar(scalar)
    } else {
      let named: [iw_key: Key] = [
        IW_KEY_UP: .up, IW_KEY_DOWN: .down, IW_KEY_LEFT: .left, IW_KEY_RIGHT: .right, IW_KEY_HOME: .home,
        IW_KEY_END: .end, IW_KEY_PAGE_UP: .pageUp, IW_KEY_PAGE_DOWN: .pageDown, IW_KEY_BACK_TAB: .backTab,
        IW_KEY_ENTER: .enter, IW_KEY_BACKSPACE: .backspace, IW_KEY_DELETE: .delete, IW_KEY_INSERT: .insert,
      ]
      let code = UInt32(bitPattern: value)
      if let key = named[iw_key(code)] {
        self = .key(key)
      } else if code > IW_KEY_FUNCTION.rawValue {
        self = .key(.function(Int(code - IW_KEY_FUNCTION.rawValue)))
      } else {
        return nil
      }
    }
  }
}
