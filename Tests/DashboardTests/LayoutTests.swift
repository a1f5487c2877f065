import Terminal
import Testing

@testable import Dashboard

@Suite("Where the panes lie")
struct LayoutTests {
  private func layout(_ columns: Int, _ rows: Int, _ focus: Pane = .events, isFull: Bool = false) -> Layout {
    Layout(
      columns: columns, rows: rows, focus: focus, tab: .principals, isOpen: focus == .details, isFull: isFull)
  }

  @Test("panes never overlap, never leave the screen, and fill it", arguments: 0..<3)
  func tiling(step: Int) {
    for columns in stride(from: 40 + step, to: 220, by: 17) {
      for rows in stride(from: 10, to: 80, by: 3) {
        for focus in [Pane.timeline, .accounts, .events, .details] {
          let shown = layout(columns, rows, focus)
          var cells = 0
          let rects = Array(shown.panes.values)
          for (index, rect) in rects.enumerated() {
            cells += rect.width * rect.height
            #expect(rect.intersection(Rect(x: 0, y: 0, width: columns, height: rows)) == rect)
            for other in rects[(index + 1)...] { #expect(rect.intersection(other).isEmpty) }
          }
          #expect(cells == columns * rows, "\(columns)x\(rows) \(focus)")
        }
      }
    }
  }

  @Test(
    "the pane in focus is always seen",
    arguments: [Pane.timeline, .accounts, .principals, .actions, .alerts, .events, .details])
  func focus(pane: Pane) {
    for (columns, rows) in [
      (40, 10), (100, 18), (120, 22), (79, 23), (80, 24), (109, 30), (110, 30), (200, 60),
    ] {
      var model = Model(settings: Story.settings(), columns: columns, rows: rows, now: Story.now)
      model.focus = pane
      _ = update(&model, .tick(Story.now))
      #expect(model.layout.panes[model.focus] != nil)
    }
  }

  @Test("at 80x24 one table is seen, at 120 all four and the details")
  func sizes() {
    #expect(Set(layout(80, 24).panes.keys) == [.header, .timeline, .principals, .events, .status])
    #expect(Set(layout(120, 40).panes.keys) == Set(Pane.allCases))
  }

  @Test("panes give way in order: the axis, the timeline, then all but the one in focus")
  func givingWay() {
    #expect(layout(120, 60).panes[.timeline]?.height == 8)
    #expect(layout(120, 40).panes[.timeline]?.height == 5)
    #expect(layout(120, 24).panes[.timeline]?.height == 3)
    #expect(layout(120, 22).panes[.timeline] == nil)
    #expect(Set(layout(120, 16).panes.keys) == [.header, .events, .status])
  }

  @Test(
    "a screen too small for a pane says what it needs in one line",
    arguments: [(39, 24), (80, 9), (1, 1), (0, 0)])
  func tooSmall(columns: Int, rows: Int) {
    let screen = Screen(columns: columns, rows: rows)
    #expect(screen.lines.count { !$0.isEmpty } == min(1, min(columns, rows)))
  }
}
