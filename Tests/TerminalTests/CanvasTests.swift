import Terminal
import Testing
import Text

@Suite("The canvas") struct CanvasTests {
  @Test("drawing tells the columns used")
  func used() {
    var canvas = Canvas(columns: 10, rows: 1)
    let used = [
      canvas.draw("한a", x: 0, y: 0), canvas.draw("long enough", x: 6, y: 0),
      canvas.draw("abc", x: 0, y: 0, width: 2), canvas.draw("abc", x: 0, y: 3),
    ]
    #expect(used == [3, 4, 2, 0])
  }

  @Test("a wide glyph that does not fit its width leaves a blank")
  func cutByWidth() {
    var canvas = Canvas(columns: 4, rows: 1)
    canvas.draw("xxxx", x: 0, y: 0)
    canvas.draw("한국", x: 0, y: 0, width: 3)
    #expect(canvas.plainText() == "한 x\n")
  }

  @Test("a wide glyph cut by either edge of the canvas leaves a blank")
  func cutByEdge() {
    var canvas = Canvas(columns: 3, rows: 1)
    canvas.draw("a한국", x: 0, y: 0, width: 2)
    #expect(canvas.plainText() == "a\n")
    canvas.draw("한국", x: -1, y: 0)
    #expect(canvas.plainText() == " 국\n")
  }

  @Test("overwriting half of a wide glyph blanks the other half")
  func overwritten() {
    var canvas = Canvas(columns: 4, rows: 1)
    canvas.draw("한국", x: 0, y: 0)
    canvas.draw("a", x: 1, y: 0)
    #expect(canvas.plainText() == " a국\n")
    canvas.draw("漢", x: 1, y: 0)
    #expect(canvas.plainText() == " 漢\n")
  }

  @Test("marks stay in the cell of their letter")
  func marks() {
    var canvas = Canvas(columns: 4, rows: 1)
    canvas.draw("e\u{301}x", x: 0, y: 0)
    #expect(Array(canvas[0, 0].text.unicodeScalars) == ["e", "\u{301}"])
    #expect(canvas[1, 0].text == "x")
  }

  @Test("control characters never get into a cell")
  func controls() {
    var canvas = Canvas(columns: 8, rows: 1)
    canvas.draw("\u{1B}[2J\u{9B}\n", x: 0, y: 0)
    #expect(canvas.plainText() == "␛[2J\u{FFFD}␊\n")
  }

  @Test("whatever is drawn wherever, each wide glyph has its right half and no half is alone")
  func invariant() {
    var canvas = Canvas(columns: 12, rows: 2)
    var state: UInt64 = 5
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let texts = ["한", "a", "日本語", "x한y", "👍❤\u{FE0F}", "e\u{301}", "🇰🇷", "    "]
    for _ in 0..<5000 {
      canvas.draw(
        texts[random(texts.count)], x: random(16) - 3, y: random(3) - 1,
        width: random(2) == 0 ? nil : random(6))
      for y in 0..<2 {
        let row = Array(canvas[row: y])
        for (x, cell) in row.enumerated() {
          if cell.width == 2 { #expect(x + 1 < 12 && row[x + 1].width == 0) }
          if cell.width == 0 { #expect(x > 0 && row[x - 1].width == 2) }
        }
      }
    }
  }

  @Test("filling and restyling stay inside the canvas")
  func fills() {
    var canvas = Canvas(columns: 3, rows: 2)
    canvas.fill(Rect(x: 1, y: -1, width: 9, height: 2), with: "─", .rule)
    canvas.restyle(Rect(x: 0, y: 0, width: 2, height: 9)) { $0 = $0.selected }
    #expect(canvas.plainText() == " ──\n\n")
    #expect(canvas[1, 0].style == Style(.rule, on: .selection, bold: true))
    #expect(canvas[2, 0].style == .rule)
  }

  @Test("an empty or negative size is a canvas of nothing")
  func empty() {
    var canvas = Canvas(columns: -1, rows: 0)
    let used = canvas.draw("a", x: 0, y: 0)
    #expect(used == 0)
    #expect(canvas.plainText().isEmpty)
  }

  @Test("canvases with the same cells are equal")
  func equality() {
    var one = Canvas(columns: 5, rows: 1)
    var other = one
    one.draw("e\u{301}", x: 0, y: 0)
    #expect(one != other)
    other.draw("e\u{301}", x: 0, y: 0)
    #expect(one == other)
  }
}
