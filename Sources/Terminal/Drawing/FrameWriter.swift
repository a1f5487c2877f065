import Text

/// Turns canvases into the bytes that show them, one piece a frame.
///
/// Of a frame only the cells that differ from the one before are written; between two of them the cursor jumps or the
/// cells between are written again, whichever is shorter. A glyph whose width terminals do not agree on is drawn on
/// blanks, and what follows it is placed anew: whatever the terminal made of it, the columns behind stay where they
/// are.
struct FrameWriter {
  private static let begin: [UInt8] = Array("\u{1B}[?2026h".utf8)
  private static let end: [UInt8] = Array("\u{1B}[?2026l".utf8)

  private let terminal: TerminalStrings
  private var palette: Palette
  private var pen: Pen
  private var cursor: Cursor
  private var bytes: [UInt8] = []

  init(terminal: TerminalStrings, theme: Theme) {
    self.terminal = terminal
    palette = Palette(theme: theme, terminal: terminal)
    pen = Pen(terminal: terminal)
    cursor = Cursor(terminal: terminal)
  }

  /// Forgets what the terminal draws with and where its cursor is: something else wrote to it.
  mutating func forget() {
    pen.forget()
    cursor.forget()
  }

  /// The bytes that make a terminal which shows `before` (nil: anything at all) show `canvas`; none when it does already.
  ///
  /// Both canvases and the terminal are of one size.
  mutating func frame(_ canvas: Canvas, over before: Canvas?) -> [UInt8] {
    bytes = terminal.synchronises ? FrameWriter.begin : []
    let empty = bytes.count
    let old = shifted(before, to: canvas)
    for y in 0..<canvas.rows {
      let row = canvas[row: y]
      if row == old[y] { continue }
      write(Array(writable(row, isLast: y == canvas.rows - 1)), over: old[y].map { Array($0) }, y: y)
    }
    guard bytes.count > empty else { return [] }
    if terminal.synchronises { bytes += FrameWriter.end }
    return bytes
  }

  /// Lets the terminal move rows where that leaves less to write; returns what its rows are then, nil for what is not known.
  private mutating func shifted(_ before: Canvas?, to canvas: Canvas) -> [ArraySlice<Cell>?] {
    let old = (0..<canvas.rows).map { y in before.map { $0[row: y] } }
    guard terminal.shiftsRows, let before, let shift = Shift(from: before, to: canvas) else { return old }
    if !terminal.movesAttributed { pen.take(Look(), into: &bytes) }
    bytes += terminal.region.filled(shift.rows.lowerBound, shift.rows.upperBound - 1)
    // Setting the region moves the cursor.
    cursor.forget()
    go(toX: 0, y: shift.rows.lowerBound, in: [])
    let lines = shift.distance > 0 ? terminal.insertRows : terminal.deleteRows
    bytes += lines.filled(abs(shift.distance))
    bytes += terminal.region.filled(0, canvas.rows - 1)
    cursor.forget()
    return shift.applied(to: old)
  }

  /// The cells of a row that may be written.
  private func writable(_ row: ArraySlice<Cell>, isLast: Bool) -> ArraySlice<Cell> {
    guard terminal.scrollsAtCorner, isLast else { return row }
    return row.dropLast(row.last?.width == 0 ? 2 : 1)
  }

  private mutating func write(_ row: [Cell], over old: [Cell]?, y: Int) {
    let tail = terminal.eraseRow.isEmpty ? row.count : startOfBlankTail(row)
    var x = 0
    var isDoubtful = false
    while x < row.count {
      let width = max(1, Int(row[x].width))
      defer { x += width }
      if !isDoubtful, let old, isShown(row, over: old, at: x) { continue }
      if x >= tail, row.count - x > 3 { return eraseRow(from: x, y: y, ground: row[x]) }
      isDoubtful = !draw(row, at: x, y: y)
    }
  }

  /// Whether the cell at `x` looks as the old one does.
  private mutating func isShown(_ row: [Cell], over old: [Cell], at x: Int) -> Bool {
    let (new, was) = (row[x], old[x])
    if new == was {
      let next = x + max(1, Int(new.width))
      guard new.width < 2 || row[x + 1] == old[x + 1] else { return false }
      // A terminal may have joined a glyph of doubtful width to the one before it.
      return next >= row.count || old[next] == row[next] || old[next].glyph.hasCertainWidth
    }
    guard new.isBlank, was.isBlank else { return false }
    return palette.look(of: new.style).isSameGround(as: palette.look(of: was.style))
  }

  /// The column from which on the row is blank, on one ground.
  private mutating func startOfBlankTail(_ row: [Cell]) -> Int {
    guard let last = row.last else { return 0 }
    let ground = palette.look(of: last.style)
    var start = row.count
    while start > 0, row[start - 1].isBlank,
      row[start - 1].style == last.style || palette.look(of: row[start - 1].style).isSameGround(as: ground)
    {
      start -= 1
    }
    return ground.isSameGround(as: ground) ? start : row.count
  }

  private mutating func eraseRow(from x: Int, y: Int, ground: Cell) {
    go(toX: x, y: y, in: [])
    takeGround(palette.look(of: ground.style))
    bytes += terminal.eraseRow.bytes
  }

  /// Draws the cell at `x`; false when the terminal may have gone on by another width.
  private mutating func draw(_ row: [Cell], at x: Int, y: Int) -> Bool {
    let cell = row[x]
    go(toX: x, y: y, in: row)
    let look = palette.look(of: cell.style)
    if cell.isBlank { takeGround(look) } else { pen.take(look, into: &bytes) }
    if isPlain(cell, isLast: x + 1 == row.count) {
      write(plain: cell)
      cursor.advance(by: Int(cell.width), columns: row.count)
      return true
    }
    bytes += Array(repeating: 0x20, count: Int(cell.width))
    cursor.forget()
    go(toX: x, y: y, in: [])
    cell.glyph.append(to: &bytes)
    cursor.forget()
    return false
  }

  /// Whether the terminal goes on by the width of what is written for the cell. In the last column that has to be so:
  /// a glyph that it took for a wide one would go over to the next row.
  private func isPlain(_ cell: Cell, isLast: Bool) -> Bool {
    !terminal.isUTF8 || isLast || cell.glyph.hasCertainWidth
  }

  private mutating func write(plain cell: Cell) {
    if terminal.isUTF8, cell.glyph.hasCertainWidth { return cell.glyph.append(to: &bytes) }
    let isASCII = cell.glyph.base.isASCII
    bytes += isASCII ? [UInt8(cell.glyph.base.value)] : terminal.isUTF8 ? Array("\u{FFFD}".utf8) : [0x3F]
    bytes += Array(repeating: 0x20, count: Int(cell.width) - 1)
  }

  /// A blank shows nothing of the look but its ground.
  private mutating func takeGround(_ look: Look) {
    if !pen.suitsBlank(of: look) { pen.take(look, into: &bytes) }
  }

  /// Moves the cursor to a place, over cells of `row` by writing them again where that is shorter.
  private mutating func go(toX x: Int, y: Int, in row: [Cell]) {
    let motion = cursor.motion(toX: x, y: y)
    guard !motion.isEmpty else { return }
    if let place = cursor.place, place.y == y, place.x < x, x < row.count,
      let between = rewritten(row[place.x..<x]), between.count <= motion.count
    {
      bytes += between
    } else {
      if !terminal.movesAttributed { pen.take(Look(), into: &bytes) }
      bytes += motion
    }
    cursor.stand(atX: x, y: y)
  }

  /// The bytes of cells that can be written without another look; nil when they cannot.
  private mutating func rewritten(_ cells: ArraySlice<Cell>) -> [UInt8]? {
    guard cells.count <= 12, terminal.isUTF8 else { return nil }
    var text: [UInt8] = []
    for cell in cells where cell.width > 0 {
      let look = palette.look(of: cell.style)
      guard cell.glyph.hasCertainWidth, pen.look == look || (cell.isBlank && pen.suitsBlank(of: look)) else {
        return nil
      }
      cell.glyph.append(to: &text)
    }
    return text
  }
}

extension Cell {
  fileprivate var isBlank: Bool { width == 1 && glyph.isBlank }
}
