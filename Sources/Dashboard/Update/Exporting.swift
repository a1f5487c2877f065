import CloudTrail
import Query
import Terminal

/// Choosing what to export, and what came of it.
extension Model {
  mutating func openExport() {
    exportMenu = ExportMenu(overlay == .marks ? .markedTimeline : .snapshot, now: now, over: overlay)
    show(.export)
  }

  private mutating func closeExport() {
    overlay = exportMenu?.under
    exportMenu = nil
  }

  /// Lets the page take a key: up and down choose, all others write the path.
  mutating func typeExport(_ key: Key) -> [Command] {
    switch key {
    case .escape: closeExport()
    case .enter: return export()
    case .up, .backTab: exportMenu?.move(by: -1)
    case .down, .tab: exportMenu?.move(by: 1)
    default: return exportMenu?.take(key) == true ? [] : [.bell]
    }
    return []
  }

  mutating func clickExport(_ event: MouseEvent) -> [Command] {
    switch event.action {
    case .wheelUp: exportMenu?.move(by: -1)
    case .wheelDown: exportMenu?.move(by: 1)
    case .press:
      let lines = ExportLine.lines(of: self)
      let place = event.y - 2 + ExportLine.top(lines, height: ExportLine.height(rows: rows))
      if lines.indices.contains(place), let kind = lines[place].kind { exportMenu?.choose(kind) }
    case .doubleClick: return export()
    case .drag, .release: break
    }
    return []
  }

  private mutating func export() -> [Command] {
    guard let menu = exportMenu, !menu.path.text.isEmpty else { return [.bell] }
    guard !menu.kind.isOfMarks || !marks.all.isEmpty else {
      say("no event is marked", .warn)
      return [.bell]
    }
    closeExport()
    let view = SummaryRequest(
      since: brushedWindow.since, until: brushedWindow.until, predicate: predicate(for: nil),
      arrivedBefore: frozen?.arrived
    )
    let request = ExportRequest(
      kind: menu.kind, path: menu.path.text, events: view, filter: viewFilter, sources: health,
      marks: marks.all,
      writtenAt: now)
    lastRequest += 1
    return [.export(request: lastRequest, request)]
  }

  mutating func take(_ outcome: ExportOutcome) {
    exports.append((now, outcome))
    switch outcome {
    case .written(let path, let bytes): say("written: \(path), \(Wording.bytes(bytes))")
    case .failed(let path, let reason):
      say("\(path) was not written: \(reason)", .high)
      add(Problem(time: now, source: path, text: "the export was not written: \(reason)"))
    }
  }
}
