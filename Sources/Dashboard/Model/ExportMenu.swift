import CloudTrail
import Terminal

/// The page on which a person says what to export and where to.
struct ExportMenu: Sendable {
  private(set) var kind: ExportRequest.Kind
  /// The file's path, being written.
  private(set) var path: LineEditor
  /// What lay over the panes before.
  let under: Model.Overlay?

  /// - Parameter now: gives the file its first name.
  init(_ kind: ExportRequest.Kind, now: Timestamp, over under: Model.Overlay?) {
    let time = CivilTime(seconds: now.seconds).rfc3339.filter { $0 != "-" && $0 != ":" }
    (self.kind, self.under) = (kind, under)
    path = LineEditor(text: "iamwatch-\(time).\(kind.fileEnding)")
  }

  /// Goes on to the kind so many places further, round at the ends.
  mutating func move(by steps: Int) {
    let all = ExportRequest.Kind.allCases
    let at = all.firstIndex(of: kind) ?? 0
    choose(all[(at + steps + all.count) % all.count])
  }

  /// Chooses a kind; the path's ending goes along as long as it is the one of the kind before.
  mutating func choose(_ kind: ExportRequest.Kind) {
    let text = path.text
    if text.hasSuffix(".\(self.kind.fileEnding)") {
      path = LineEditor(text: text.dropLast(self.kind.fileEnding.count) + kind.fileEnding)
    }
    self.kind = kind
  }

  /// Lets the path take a key; false when it means nothing there.
  mutating func take(_ key: Key) -> Bool { path.take(key, history: []) }
}

extension ExportRequest.Kind {
  fileprivate var fileEnding: String {
    switch self {
    case .snapshot: "json"
    case .events, .markedEvents: "ndjson"
    case .groups: "csv"
    case .timeline, .markedTimeline: "md"
    case .picture: "svg"
    }
  }
}
