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

/// The terminal as a canvas and a keyboard, through ncurses.
///
/// Belongs to one thread: the one that opened it must do everything else. Until `close` the terminal is put back however the program
/// ends, a crash included.
package final class Screen {
  /// The signs this terminal can show.
  package let glyphs: GlyphSet
  /// How many colours it has.
  package let depth: ColourDepth
  /// The theme that paints; another one repaints everything with the next `show`.
  package var theme: Theme {
    didSet {
      palette = Palette(theme: theme, colours: colours)
      shown = nil
    }
  }

  private let isUTF8: Bool
  private let colours: Int
  private var palette: Palette
  private var shown: Canvas?
  /// The size of the terminal when that was.
  private var shownAt: (columns: Int, rows: Int)?
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
    isUTF8 = iw_screen_is_utf8()
    glyphs = iw_screen_has_blocks() ? .utf8 : .ascii
    colours = Int(iw_screen_colours())
    depth = colours >= 256 ? .palette256 : colours >= 8 ? .sixteen : .monochrome
    palette = Palette(theme: theme, colours: colours)
  }

  deinit { iw_screen_close() }

  /// Paints `canvas`: only the cells that differ from what is shown are touched.
  package func show(_ canvas: Canvas) {
    let canvas = theme.tellsChartApart(depth) ? canvas : canvas.colourless
    let size = self.size
    if let shownAt, shownAt != size { invalidate() }
    shownAt = size
    let before = shown.flatMap { $0.columns == canvas.columns && $0.rows == canvas.rows ? $0 : nil }
    if before == nil { iw_erase() }
    for y in 0..<min(canvas.rows, size.rows) {
      paint(canvas[row: y].prefix(size.columns), over: before?[row: y], y: y)
    }
    shown = canvas
    iw_flush()
  }

  /// Puts the cells of row `y` that differ from `old`, the same row as it is shown; all when that is nil.
  private func paint(_ cells: ArraySlice<Cell>, over old: ArraySlice<Cell>?, y: Int) {
    if let old, old.starts(with: cells) { return }
    var isDisputed = false
    for index in cells.indices where cells[index].width > 0 {
      let cell = cells[index]
      // The right half of a wide glyph may be beyond the edge of a screen that has just shrunk.
      guard index + Int(cell.width) <= cells.endIndex else { break }
      if let old {
        let isSame = old[index] == cell && (cell.width == 1 || old[index + 1] == cells[index + 1])
        if isSame { continue }
        isDisputed = isDisputed || old[index].glyph.isDisputed
      }
      isDisputed = isDisputed || cell.glyph.isDisputed
      put(cell, x: index - cells.startIndex, y: y)
    }
    // Where the terminal moved on by another width, what is left of the row is not where ncurses believes it to be.
    if isDisputed { iw_redraw_row(Int32(y)) }
  }

  private func put(_ cell: Cell, x: Int, y: Int) {
    let look = palette.look(of: cell.style)
    guard let scalars = drawable(cell) else {
      // The terminal's own width for it is another: signs of one column keep the rest of the row in place.
      let sign: UInt32 = isUTF8 ? 0xFFFD : 0x3F
      for offset in 0..<Int(cell.width) {
        iw_put(Int32(y), Int32(x + offset), [offset == 0 ? sign : 0x20], 1, look.attributes, look.pair)
      }
      return
    }
    iw_put(Int32(y), Int32(x), scalars, Int32(scalars.count), look.attributes, look.pair)
  }

  /// The scalars of `cell` if this terminal draws them in as many columns as the canvas gave them.
  private func drawable(_ cell: Cell) -> [UInt32]? {
    let base = cell.glyph.base.value
    if base < 0x7F { return cell.glyph.scalars.map(\.value) }
    guard isUTF8, iw_scalar_width(base) == Int32(cell.width) else { return nil }
    let marks = cell.glyph.scalars.dropFirst().map(\.value)
    return [base] + marks.filter { iw_scalar_width($0) == 0 }
  }

  /// Has everything painted anew with the next `show`, as after another program wrote to the terminal.
  package func invalidate() {
    shown = nil
    iw_redraw_all()
  }

  /// Puts `text` on the clipboard of the machine the person sits at (OSC 52); terminals may refuse.
  package func copy(_ text: String, by clipboard: Clipboard) {
    var bytes = Array(clipboard.sequence(text).utf8).map { CChar(bitPattern: $0) }
    iw_write(&bytes, Int32(bytes.count))
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
