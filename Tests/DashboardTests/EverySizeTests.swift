import Audit
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Every size from nothing to 400x100")
struct EverySizeTests {
  private static let focuses: [Pane] = [.accounts, .principals, .actions, .alerts, .events, .details]

  @Test("panes never overlap, never leave the screen, and fill it")
  func tiling() {
    for columns in 0...400 {
      for rows in 0...100 {
        let focus = Self.focuses[(columns + rows) % Self.focuses.count]
        let layout = Layout(
          columns: columns, rows: rows, focus: focus, tab: focus.table ?? .principals,
          isOpen: focus == .details,
          isFull: (columns + rows).isMultiple(of: 11))
        if let fault = Self.fault(in: layout, columns: columns, rows: rows, focus: focus) {
          Issue.record("\(columns)x\(rows) \(focus): \(fault)")
          return
        }
      }
    }
  }

  private static func fault(in layout: Layout, columns: Int, rows: Int, focus: Pane) -> String? {
    let isTooSmall = columns < Layout.leastColumns || rows < Layout.leastRows
    guard layout.isTooSmall == isTooSmall else { return "too small is \(layout.isTooSmall)" }
    if isTooSmall { return layout.panes.isEmpty ? nil : "a pane on a screen too small" }
    guard layout.panes[focus] != nil else { return "the pane in focus is not seen" }
    let rects = Array(layout.panes.values)
    let screen = Rect(x: 0, y: 0, width: columns, height: rows)
    var cells = 0
    for (index, rect) in rects.enumerated() {
      cells += rect.width * rect.height
      if rect.isEmpty || rect.intersection(screen) != rect { return "\(rect) leaves the screen" }
      for other in rects[(index + 1)...] where !rect.intersection(other).isEmpty {
        return "\(rect) and \(other)"
      }
    }
    return cells == columns * rows ? nil : "\(columns * rows - cells) cells belong to no pane"
  }

  /// The edges of every rule of the layout, and sizes between and beyond.
  private static let widths = [0, 1, 39, 40, 41, 54, 66, 80, 109, 110, 159, 160, 200, 400]
  private static let heights = [0, 1, 9, 10, 16, 17, 22, 23, 24, 29, 30, 53, 100]

  /// The last events of the story: counting them is not what is tested here.
  private static let world: World = {
    var world = Story.world
    world.events = Array(world.events.suffix(30))
    return world
  }()

  @Test("the title of every pane can be read, and so can the status line", arguments: widths)
  func titles(columns: Int) {
    var screen = Screen(Self.world, columns: 120, rows: 40)
    for rows in Self.heights {
      for focus in Self.focuses {
        screen.model.isFull = false
        screen.press(.resize(columns: columns, rows: rows))
        screen.model.setFocus(focus)
        screen.send(.tick(Story.now))
        Self.checkTitles(screen.model)
      }
    }
  }

  private static func checkTitles(_ model: Model) {
    let canvas = view(model)
    #expect(canvas.columns == model.columns && canvas.rows == model.rows)
    for (pane, rect) in model.layout.panes {
      let line = canvas[row: rect.y].dropFirst(rect.x).prefix(rect.width).map(\.text).joined()
      if let title = title(of: pane, model), !line.contains(title) {
        Issue.record("\(model.columns)x\(model.rows): no \(title) in \(line)")
      }
    }
  }

  /// What has to stand in a pane's first line.
  private static func title(of pane: Pane, _ model: Model) -> String? {
    switch pane {
    case .header: "iamwatch"
    case .timeline: "Activity"
    case .accounts, .principals, .actions, .alerts: pane.table?.title
    case .events: "Events"
    case .details: model.details.shown.map { String($0.row.action.prefix(8)) } ?? "Details"
    case .status: nil
    }
  }

  @Test("help can be found at any size that shows a pane", arguments: widths.filter { $0 >= 40 })
  func help(columns: Int) {
    for rows in Self.heights where rows >= Layout.leastRows {
      #expect(
        Screen(Self.world, columns: columns, rows: rows).lines.last?.contains("? help") == true,
        "\(columns)x\(rows)")
    }
  }

  @Test(
    "in ASCII no sign of any pane is anything else", arguments: [(80, 24), (120, 40), (200, 60), (400, 100)])
  func ascii(columns: Int, rows: Int) {
    var settings = Story.settings()
    settings.glyphs = .ascii
    let screen = Screen(Self.world, columns: columns, rows: rows, settings: settings)
    #expect(screen.lines.joined().unicodeScalars.allSatisfy { $0.value < 0x7F })
  }
}
