import Audit
import CloudTrail
import Query
import Terminal
import Text

/// The parts of the page that are no lists: who it is, when it acted, and what it did.
extension PageSheet {
  /// Who it is and how bad it looks: on one line where it fits, else on two.
  mutating func facts(_ profile: Profile) {
    let left = identity(profile)
    let right = verdict(profile)
    let lengths = (length(left), length(right))
    let y = take(lines: 1)
    write(left, x: 1, y: y)
    if lengths.0 + lengths.1 + 4 <= width {
      write(right, x: width - 1 - lengths.1, y: y)
    } else {
      write(right, x: 1, y: take(lines: 1))
    }
  }

  private func identity(_ profile: Profile) -> [Painter.Piece] {
    let key = profile.principal.string
    var pieces = [
      Painter.Piece(ShownPrincipal.form(of: key), Style(.accent, bold: true)),
      Painter.Piece("  \(profile.type)"),
    ]
    let parts = key.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    if parts.count == 6, !parts[4].isEmpty {
      pieces.append(Painter.Piece("  \(settings.accountName(String(parts[4])))", .dim))
    }
    return pieces
  }

  private func verdict(_ profile: Profile) -> [Painter.Piece] {
    let counts = profile.counts
    var pieces = [Painter.Piece(Wording.counted(counts.events, "event", "events"))]
    let share = Wording.percent(profile.denied, of: counts.events)
    pieces.append(Painter.Piece("  \(share) denied", profile.denied > 0 ? .warn : .dim))
    if counts.errors > profile.denied {
      pieces.append(Painter.Piece("  \(Wording.percent(counts.errors, of: counts.events)) failed", .warn))
    }
    if profile.isNew { pieces.append(Painter.Piece("  NEW \(times.moment(counts.first))", .new)) }
    for severity in Severity.allCases.reversed() where profile.alerts[severity.rawValue] > 0 {
      let sign = signs.severity(severity)
      pieces.append(Painter.Piece("  \(sign)\(profile.alerts[severity.rawValue])", severity.style))
    }
    return pieces
  }

  private func length(_ pieces: [Painter.Piece]) -> Int {
    pieces.reduce(0) { $0 + cellWidth(sanitised($1.text)) }
  }

  private mutating func write(_ pieces: [Painter.Piece], x: Int, y: Int) {
    var at = x
    for piece in pieces where at < width {
      mark(piece.text, x: at, y: y, width: width - at, style: piece.style)
      at += cellWidth(sanitised(piece.text))
    }
  }

  // MARK: When

  /// One row of bars over all that is held, the times at its ends, and what is unusual about the last event's.
  mutating func when(_ profile: Profile) {
    title("When", note: unusual(profile.unusual), y: take(lines: 1), width: width)
    let chart = Timechart(profile.timeline, columns: width - 2)
    let y = take(lines: 1)
    for (index, bar) in chart.bars.enumerated() {
      let style: Style = bar.notable > 0 ? .chartAlert : bar.errors * 2 > bar.events ? .chartError : .chart
      let sign =
        bar.events == 0
        ? " " : String(signs.bar(eighths: BarStack.eighths(bar.events, of: chart.peak, rows: 1)))
      mark(sign, x: 1 + index, y: y, width: 1, style: style)
    }
    let counts = profile.counts
    let first = "first \(times.whole(counts.first))   \(times.ago(counts.first))"
    let last = "last \(times.whole(counts.last))   \(times.ago(counts.last))"
    if cellWidth(first) + cellWidth(last) + 8 <= width {
      mark("\(first)      \(last)", x: 1, y: take(lines: 1), width: width - 2, style: .dim)
    } else {
      mark(first, x: 1, y: take(lines: 1), width: width - 2, style: .dim)
      mark(last, x: 1, y: take(lines: 1), width: width - 2, style: .dim)
    }
  }

  private func unusual(_ unusual: UnusualTime?) -> String {
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    return switch unusual {
    case .weekday(let day): "never seen on a \(days[day]) before"
    case .hour(let hour): "never seen between \(hour):00 and \(hour + 1):00 UTC before"
    case nil: ""
    }
  }

  // MARK: Did

  /// The actions in running text, what changes something first; what failed with its sign.
  mutating func did(_ profile: Profile) {
    guard !profile.writes.first.isEmpty || !profile.reads.first.isEmpty else { return }
    let total = profile.writes.total + profile.reads.total
    title("Did", note: Wording.counted(total, "action", "actions"), y: take(lines: 1), width: width)
    flow(profile.writes, .writes, label: "write")
    flow(profile.reads, .reads, label: "read")
  }

  private static let labelColumns = 6

  private mutating func flow(_ actions: Profile.Items, _ list: PageList, label: String) {
    guard !actions.first.isEmpty else { return }
    var y = take(lines: 1)
    mark(label, x: 1, y: y, width: PageSheet.labelColumns, style: .dim)
    var x = 1 + PageSheet.labelColumns
    for action in actions.first {
      let text = text(of: action)
      let length = min(cellWidth(sanitised(text)), width - 2 - PageSheet.labelColumns)
      if x + length + 1 > width {
        y = take(lines: 1)
        x = 1 + PageSheet.labelColumns
      }
      mark(text, x: x, y: y, width: length, style: action.counts.errors > 0 ? .warn : .text)
      item(.value(list, action.value), of: list, x: x - 1, y: y, width: length + 2)
      x += length + 2
    }
    let rest = actions.total - actions.first.count
    if rest > 0 {
      mark(
        "and \(grouped(rest)) more", x: 1 + PageSheet.labelColumns, y: take(lines: 1), width: width,
        style: .dim)
    }
  }

  /// `iam:ListUsers 196 ✗`, with the number of failures where not all failed.
  private func text(of action: Profile.Item) -> String {
    let (events, errors) = (action.counts.events, action.counts.errors)
    let failed =
      errors == 0 ? "" : errors == events ? " \(signs.failed)" : " \(signs.failed)\(grouped(errors))"
    return "\(action.value.string) \(grouped(events))\(failed)"
  }
}
