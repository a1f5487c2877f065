import CloudTrail
import Terminal
import Text

/// A step of the way to what is seen.
struct Crumb: Hashable {
  enum Step: Hashable {
    case start, filter, zoom, brush
    /// The drill at this place among them.
    case drill(Int)
    case selection(TableKind)
  }

  var step: Step
  /// As it is shown, with the sign before it; it may be hostile text.
  var text: String

  var style: Style {
    switch step {
    case .start: Style(.header, bold: true)
    case .filter, .zoom, .drill: .accent
    case .brush, .selection: .text
    }
  }
}

extension Model {
  /// The way to what is seen: the name, the filter, the zoom, what was drilled into, what is selected.
  var crumbs: [Crumb] {
    let signs = Signs(glyphs: settings.glyphs)
    var crumbs = [Crumb(step: .start, text: settings.name)]
    if !filter.text.isEmpty { crumbs.append(Crumb(step: .filter, text: " / \(filter.text)")) }
    if let zoom = zooms.last {
      crumbs.append(Crumb(step: .zoom, text: " \(signs.drilled) \(times.window(zoom))"))
    }
    for (place, drill) in drills.enumerated() {
      crumbs.append(Crumb(step: .drill(place), text: " \(signs.drilled) \(drill.name)"))
    }
    if let brushed = brush.window {
      crumbs.append(Crumb(step: .brush, text: " \(signs.chosen) \(times.window(brushed))"))
    }
    for table in TableKind.allCases {
      guard let chosen = selection(in: table) else { continue }
      crumbs.append(Crumb(step: .selection(table), text: " \(signs.chosen) \(chosen.name)"))
    }
    return crumbs
  }

  /// Goes back to a crumb: all that stands to its right is taken back.
  mutating func go(to step: Crumb.Step) {
    guard let at = crumbs.firstIndex(where: { $0.step == step }) else { return }
    for crumb in crumbs[(at + 1)...].reversed() {
      switch crumb.step {
      case .start: break
      case .filter: filter.restore("", nil)
      case .zoom: zooms = []
      case .drill: drills.removeLast()
      case .brush: _ = brush.cancel()
      case .selection(let table): tables[table]?.selected = nil
      }
    }
  }

  /// The crumb shown in column `x` of the status line.
  func crumb(at x: Int) -> Crumb? {
    var end = 1
    return crumbs.first { crumb in
      end += cellWidth(sanitised(crumb.text))
      return x < end
    }
  }
}
