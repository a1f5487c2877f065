import CloudTrail
import Query

/// How the screen is left, for the next start on the same sources.
package struct Remembered: Hashable, Sendable {
  /// Values by names of this file's own; what is not known or makes no sense is passed over.
  package var settings: [String: String]
  /// The filters used, the oldest first.
  package var filterHistory: [String]
  /// The filters that were given names on this screen.
  package var savedFilters: [SavedFilter]

  package init(
    settings: [String: String] = [:], filterHistory: [String] = [], savedFilters: [SavedFilter] = []
  ) {
    (self.settings, self.filterHistory, self.savedFilters) = (settings, filterHistory, savedFilters)
  }
}

extension Model {
  package var remembered: Remembered {
    var settings = ["filter": filter.text, "focus": focus.rawValue, "tab": tab.rawValue, "theme": theme]
    for table in TableKind.allCases {
      let order = state(of: table).order
      settings["sort.\(table.rawValue)"] = order.column.rawValue + (order.isReversed ? " reversed" : "")
    }
    // A zoom that is open at its end would show another stretch of time tomorrow.
    if let zoom = zooms.last, let since = zoom.since, let until = zoom.until {
      settings["zoom"] = "\(since.milliseconds) \(until.milliseconds)"
    }
    settings["times"] = timeForm.rawValue
    settings["zone"] = isLocal ? "local" : "utc"
    return Remembered(settings: settings, filterHistory: filterHistory, savedFilters: sessionFilters)
  }

  /// Takes up what was left. What the program was told at its start comes later and wins.
  ///
  /// - Parameter keepsWindow: a window was asked for, so no zoom is taken up.
  package mutating func restore(
    _ remembered: Remembered, keepsWindow: Bool, marks kept: [Mark], decided: [AlertDecision] = []
  ) {
    marks = Marks(kept)
    take(kept: decided)
    let values = remembered.settings
    (filterHistory, sessionFilters) = (remembered.filterHistory, remembered.savedFilters)
    if let text = values["filter"] { _ = filter.set(text, now: now) }
    if let pane = values["focus"].flatMap(Pane.init), pane.table != nil { focus = pane }
    if let table = values["tab"].flatMap(TableKind.init) { tab = table }
    for table in TableKind.allCases {
      if let order = values["sort.\(table.rawValue)"].flatMap({ TableOrder(remembered: $0) }),
        everyOrder(of: table).contains(order.column)
      {
        tables[table]?.setOrder(order)
      }
    }
    if let form = values["times"].flatMap(Times.Form.init) { timeForm = form }
    isLocal = values["zone"] == "local"
    if !keepsWindow, let zoom = values["zoom"].flatMap(TimeWindow.init(remembered:)) { zooms = [zoom] }
    if !filter.text.isEmpty || !zooms.isEmpty {
      say("as it was left: esc and / take it back, --fresh starts anew")
    }
  }
}

extension TableOrder {
  fileprivate init?(remembered text: String) {
    let words = text.split(separator: " ")
    guard let column = words.first.flatMap({ Column(rawValue: String($0)) }) else { return nil }
    self.init(column: column, isReversed: words.dropFirst().first == "reversed")
  }
}

extension TimeWindow {
  fileprivate init?(remembered text: String) {
    let ends = text.split(separator: " ").compactMap { Int64($0) }
    guard ends.count == 2, ends[0] < ends[1] else { return nil }
    self.init(since: Timestamp(milliseconds: ends[0]), until: Timestamp(milliseconds: ends[1]))
  }
}
