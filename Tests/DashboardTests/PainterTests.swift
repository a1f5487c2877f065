import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("The pieces that panes are made of")
struct PainterTests {
  @Test("a title leaves its bare part bare, however little the two ends of it leave", arguments: 4...40)
  func title(width: Int) {
    var painter = Painter(canvas: Canvas(columns: width, rows: 1), signs: Signs(glyphs: .utf8))
    let line = Rect(x: 0, y: 0, width: width, height: 1)
    let bare = painter.title(line, [Painter.Piece("left side")], right: [Painter.Piece("9 more")])
    let seen = painter.canvas[row: 0].map(\.text)
    #expect(bare.allSatisfy { !seen.indices.contains($0) || seen[$0] == "─" })
  }
}
