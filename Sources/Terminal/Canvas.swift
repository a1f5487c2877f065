import Text

/// A screenful of cells, painted by pure code and shown or exported afterwards.
///
/// Whatever is drawn is sanitised and clipped here, so a canvas can never hold a control character, and a wide glyph
/// always has its two columns.
package struct Canvas: Equatable, Sendable {
  package let columns: Int
  package let rows: Int
  private var cells: [Cell]

  /// A canvas of blanks; a negative size counts as 0.
  package init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    cells = Array(repeating: .blank(.text), count: self.columns * self.rows)
  }

  /// The whole canvas.
  package var bounds: Rect { Rect(x: 0, y: 0, width: columns, height: rows) }

  /// The cell at column `x` of row `y`; a blank outside the canvas.
  package subscript(x: Int, y: Int) -> Cell {
    bounds.contains(x: x, y: y) ? cells[y * columns + x] : .blank(.text)
  }

  /// The cells of row `y`, from the left; none outside the canvas.
  package subscript(row y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < rows else { return [] }
    return cells[(y * columns)..<((y + 1) * columns)]
  }

  /// Draws `text` from column `x` of row `y` on, in at most `width` columns (to the right edge when nil), and returns the columns
  /// used.
  ///
  /// What lies outside the canvas is cut off; of a wide glyph with only one column left, a blank stays.
  @discardableResult
  package mutating func draw(
    _ text: some StringProtocol, x: Int, y: Int, width limit: Int? = nil, style: Style = .text
  ) -> Int {
    guard y >= 0, y < rows, x < columns else { return 0 }
    let end = min(columns, limit.map { $0 < columns - x ? x + $0 : columns } ?? columns)
    var column = x
    if isPrintableASCII(text) {
      for byte in text.utf8 where column < end {
        put(Glyph(ascii: byte), at: column, y, style)
        column += 1
      }
    } else {
      for glyph in Glyphs(text) where column < end {
        let next = column + Int(glyph.width)
        put(next <= end ? glyph : .blank, at: column, y, style)
        column = min(next, end)
      }
    }
    return max(0, column - x)
  }

  /// The part of it that a screen of another size shows, blank where it has nothing.
  package func resized(columns: Int, rows: Int) -> Canvas {
    if columns == self.columns, rows == self.rows { return self }
    var other = Canvas(columns: columns, rows: rows)
    for y in 0..<min(other.rows, self.rows) {
      for x in 0..<min(other.columns, self.columns) where self[x, y].width > 0 {
        let cell = self[x, y]
        other.put(x + Int(cell.width) <= other.columns ? cell.glyph : .blank, at: x, y, cell.style)
      }
    }
    return other
  }

  /// Fills `rect` with blanks of `style`.
  package mutating func fill(_ rect: Rect, _ style: Style) {
    fill(rect, with: " ", style)
  }

  /// Fills `rect` with `character` in `style`; a character that is not one column wide counts as a blank.
  package mutating func fill(_ rect: Rect, with character: Character, _ style: Style) {
    let inside = rect.intersection(bounds)
    let glyphs = Array(Glyphs(String(character)))
    let glyph = glyphs.count == 1 && glyphs[0].width == 1 ? glyphs[0] : .blank
    for y in inside.y..<inside.maxY {
      for x in inside.x..<inside.maxX { put(glyph, at: x, y, style) }
    }
  }

  /// Gives the cells of `rect` another look and leaves what is written there.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let inside = rect.intersection(bounds)
    for y in inside.y..<inside.maxY {
      for x in inside.x..<inside.maxX { change(&cells[y * columns + x].style) }
    }
  }

  /// Puts other cells in place of those there are, each as wide as the one before.
  mutating func replaceCells(_ change: (Cell) -> Cell) {
    for index in cells.indices { cells[index] = change(cells[index]) }
  }

  /// Puts `glyph` at (`x`, `y`) and blanks the other half of any wide glyph it cuts in two.
  private mutating func put(_ glyph: Glyph, at x: Int, _ y: Int, _ style: Style) {
    guard x >= 0 else {
      // A wide glyph that starts left of the canvas shows a blank for its visible half.
      if x + Int(glyph.width) > 0 { put(.blank, at: 0, y, style) }
      return
    }
    let index = y * columns + x
    freeHalves(around: index, x: x)
    if glyph.width == 2 {
      freeHalves(around: index + 1, x: x + 1)
      cells[index + 1] = .rightHalf(style)
    }
    cells[index] = Cell(glyph: glyph, style: style)
  }

  /// Blanks the wide glyph that has one of its halves at `index`, in column `x`.
  private mutating func freeHalves(around index: Int, x: Int) {
    let cell = cells[index]
    guard cell.width != 1 else { return }
    if cell.width == 0, x > 0 { cells[index - 1] = .blank(cells[index - 1].style) }
    if cell.width == 2, x + 1 < columns { cells[index + 1] = .blank(cells[index + 1].style) }
    cells[index] = .blank(cell.style)
  }
}
