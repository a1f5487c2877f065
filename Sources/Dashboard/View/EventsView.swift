import Audit
import CloudTrail
import Query
import Terminal
import Text

/// The list of events.
extension Painter {
  mutating func events(_ model: Model, in rect: Rect) {
    let rows = model.events.visible(height: rect.height - 1)
    let hasDate = rows.first.map { model.now.seconds - $0.time.seconds >= 86_400 } ?? false
    let isBesideDetails = rect.maxX < model.columns
    let columns = place(
      eventColumns(model, hasDate: hasDate), x: rect.x + 1, width: rect.width - (isBesideDetails ? 3 : 2))
    let bare = title(rect, eventsTitle(model), isFocused: model.focus == .events)
    titles(columns, y: rect.y, bare: bare)
    for (line, row) in rows.enumerated() {
      self.row(
        row, columns, in: rect.row(line + 1).inset(right: isBesideDetails ? 1 : 0),
        style: model.isSearchingEvents ? .dim : Painter.style(of: row),
        isSelected: row.id == model.events.selected)
      if model.marks.contains(row.id) { markSign(row, line: line, model, in: rect) }
    }
    if rows.isEmpty, rect.height > 1 {
      canvas.draw(emptyText(model), x: rect.x + 1, y: rect.y + 1, width: rect.width - 1, style: .dim)
    }
  }

  /// The sign of a marked event, between the sign of what is worst about it and its time.
  private mutating func markSign(_ row: EventRow, line: Int, _ model: Model, in rect: Rect) {
    let isSelected = row.id == model.events.selected
    canvas.draw(
      String(signs.marked), x: rect.x + 2, y: rect.y + 1 + line,
      style: isSelected ? Style.accent.selected : .accent)
  }

  private func emptyText(_ model: Model) -> String {
    if model.eventsAnswered == nil || model.isSearchingEvents { return "reading" }
    if model.filter.predicate != nil || !model.drills.isEmpty || model.brush.window != nil
      || TableKind.allCases.contains(where: { model.state(of: $0).selected != nil })
    {
      return "no event passes the filter and the selection"
    }
    return "no events"
  }

  private func eventsTitle(_ model: Model) -> [Piece] {
    var pieces = [Piece("Events", Style(model.focus == .events ? .accent : .header, bold: true))]
    if model.frozen != nil { pieces.append(Piece("  frozen", .warn)) }
    if model.events.isFollowing {
      if model.frozen == nil { pieces.append(Piece("  following", .dim)) }
    } else {
      if model.frozen == nil { pieces.append(Piece("  held", .warn)) }
      if let index = model.events.selectedIndex {
        let place = grouped(model.events.list.position + index + 1)
        pieces.append(Piece("  \(place) of \(grouped(model.events.list.total))", .dim))
      }
      if model.events.newCount > 0 { pieces.append(Piece("  +\(grouped(model.events.newCount)) new", .new)) }
    }
    if model.isSearchingEvents { pieces.append(Piece("  searching\(signs.ellipsis)", .warn)) }
    if model.events.list.isFetched, !model.events.list.isGrowing {
      pieces.append(Piece("  newest \(grouped(model.events.list.total)) fetched", .dim))
    } else if !model.events.list.complete {
      pieces.append(Piece("  partial", .warn))
    }
    return pieces
  }

  /// One row, one colour: that of the worst thing about it.
  static func style(of row: EventRow) -> Style {
    if let severity = row.severity, severity >= .medium { return severity.style }
    return row.isError ? .warn : .text
  }

  private func eventColumns(_ model: Model, hasDate: Bool) -> [Column<EventRow>] {
    let times = model.times
    let width = times.form == .relative ? 9 : hasDate ? 14 : 8
    return [
      Column("", 1...1, rank: 0) { [signs] in String(signs.sign(of: $0)) },
      Column("", width...width, rank: 1) { times.event($0.time, hasDate: hasDate) },
      Column("", 9...15, rank: 3, isName: true) { model.settings.accountName($0.account) },
      Column("", 10...18, rank: 2, isName: true) { Painter.who($0) },
      Column("", 20...24, rank: 0, isName: true) { $0.action },
      Column("", 9...19, rank: 4, isFlexible: true, isName: true) { $0.target.map(ShownTarget.form) ?? "" },
      Column("error", 12...22, rank: 5) { $0.errorCode ?? ($0.isError ? "failed" : "") },
      Column("region", 9...14, rank: 6) { $0.region ?? "" },
      Column("address", 15...24, rank: 7) { $0.sourceIP ?? "" },
      Column("session", 12...24, rank: 8) { $0.session ?? "" },
    ]
  }

  /// The principal as short as it can be: a user by the name alone.
  static func who(_ row: EventRow) -> String {
    let shown = ShownPrincipal.form(of: row.principal)
    return shown.hasPrefix("user/") ? String(shown.dropFirst(5)) : shown
  }
}
