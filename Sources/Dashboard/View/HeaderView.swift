import CloudTrail
import Query
import Terminal
import Text

/// The first line: whether it is alive, whether it is bad, and what time it is.
extension Painter {
  /// A piece of the line, long and short.
  private struct Part {
    var long: Piece
    var short: Piece
    /// The greater, the sooner it is left out.
    var rank: Int

    init(_ long: String, _ short: String, _ style: Style = .text, rank: Int) {
      (self.long, self.short, self.rank) = (Piece(long, style), Piece(short, style), rank)
    }
  }

  mutating func header(_ model: Model, in rect: Rect) {
    var left = leftParts(model)
    let right = severityParts(model) + [clock(model)]
    func length(isLong: Bool) -> Int {
      let parts = (left + right).map { cellWidth(isLong ? $0.long.text : $0.short.text) + (isLong ? 2 : 1) }
      return parts.reduce(2, +)
    }
    let isLong = length(isLong: true) <= rect.width
    while !isLong, length(isLong: false) > rect.width, let last = left.map(\.rank).max(), last > 0 {
      left.removeAll { $0.rank == last }
    }
    let gap = isLong ? "  " : " "
    func pieces(_ parts: [Part]) -> [Piece] {
      parts.flatMap { [isLong ? $0.long : $0.short, Piece(gap)] }.dropLast()
    }
    let rightPieces = pieces(right)
    let start = rect.maxX - rightPieces.reduce(0) { $0 + cellWidth($1.text) } - 1
    _ = write(pieces(left), x: rect.x + 1, y: rect.y, until: max(rect.x + 1, start - 1))
    _ = write(rightPieces, x: max(rect.x + 1, start), y: rect.y, until: rect.maxX)
  }

  private func leftParts(_ model: Model) -> [Part] {
    let totals = model.slot(.header).totals
    let name = truncatedToFit(model.settings.name, 24, .middle, glyphs: signs.glyphs)
    var parts = [
      Part("iamwatch", "iamwatch", .header, rank: 1), Part(name, name, .accent, rank: 2), state(model),
    ]
    if let frozen = model.frozen {
      let missed = frozen.missed > 0 ? " +\(grouped(frozen.missed))" : ""
      parts.append(Part("frozen\(missed)", "frozen\(missed)", .warn, rank: 0))
    }
    if model.slot(.header).engine != nil {
      parts.append(Part("engine counts", "engine", .dim, rank: 5))
    }
    let sources = model.health.count
    if sources > 0 {
      parts.append(Part(Wording.counted(sources, "source", "sources"), "\(sources) src", rank: 6))
    }
    if let lag = model.health.compactMap(\.lagSeconds).max() {
      let text = "lag \(Wording.age(seconds: Int64(min(max(lag, 0), 1e15))))"
      parts.append(Part(text, text, rank: 3))
    }
    if model.health.contains(where: { $0.state == .live }) {
      parts.append(
        Part("\(grouped(model.rate.perMinute))/min", "\(grouped(model.rate.perMinute))/min", rank: 4))
    }
    let accounts = Wording.counted(totals.accounts, "account", "accounts")
    parts.append(Part(accounts, "\(grouped(totals.accounts)) acc", rank: 5))
    return parts + troubles(model)
  }

  private func state(_ model: Model) -> Part {
    switch Trust(model.health, staleAfter: model.settings.staleAfter) {
    case .unknown: Part("\(signs.lost) waiting", "\(signs.lost) waiting", .warn, rank: 0)
    case .live: Part("\(signs.alive) live", "\(signs.alive) live", .good, rank: 0)
    case .complete: Part("\(signs.alive) complete", "\(signs.alive) complete", .good, rank: 0)
    case .partial: Part("\(signs.partial) partial", "\(signs.partial) partial", .high, rank: 0)
    case .failed: Part("\(signs.lost) FAILED", "\(signs.lost) FAILED", .critical, rank: 0)
    case .stale(let seconds):
      Part(
        "\(signs.lost) STALE \(Wording.age(seconds: seconds))",
        "\(signs.lost) STALE \(Wording.age(seconds: seconds))",
        .critical, rank: 0)
    }
  }

  /// What was left out or went wrong: never silent, so that a calm screen can be trusted.
  private func troubles(_ model: Model) -> [Part] {
    let rejected = model.health.reduce(0) { $0 + $1.rejected }
    let duplicates = model.health.reduce(0) { $0 + $1.duplicates }
    let late = model.health.reduce(0) { $0 + $1.late }
    let cost = model.health.compactMap(\.costUSD)
    var parts: [Part] = []
    let unread = model.problems.unread
    if unread > 0 {
      parts.append(
        Part("! \(Wording.counted(unread, "problem", "problems"))", "! \(unread) prob", .warn, rank: 0))
    }
    if model.eventsLeft > 0 {
      parts.append(
        Part(
          "oldest \(grouped(model.eventsLeft)) left", "-\(Wording.compact(model.eventsLeft)) old", .warn,
          rank: 7))
    }
    if rejected > 0 {
      parts.append(Part("\(grouped(rejected)) rejected", "\(Wording.compact(rejected)) rej", .warn, rank: 7))
    }
    if !cost.isEmpty {
      let dollars = Wording.dollars(cost.reduce(0, +))
      let rate = Wording.dollars(model.health.compactMap(\.costPerHourUSD).reduce(0, +))
      parts.append(Part("$\(dollars)  $\(rate)/h", "$\(rate)/h", rank: 8))
    }
    if duplicates > 0 {
      parts.append(
        Part("\(grouped(duplicates)) duplicates", "\(Wording.compact(duplicates)) dup", .dim, rank: 10))
    }
    if late > 0 {
      parts.append(Part("\(grouped(late)) late", "\(Wording.compact(late)) late", .dim, rank: 9))
    }
    return parts
  }

  private func severityParts(_ model: Model) -> [Part] {
    let counts = model.slot(.header).totals.alerts
    return [Severity.critical, .high].compactMap { severity in
      let count = counts.indices.contains(severity.rawValue) ? counts[severity.rawValue] : 0
      guard count > 0 else { return nil }
      let sign = signs.severity(severity)
      return Part("\(sign) \(count) \(severity.name)", "\(sign)\(count)", severity.style, rank: 0)
    }
  }

  private func clock(_ model: Model) -> Part {
    let (times, now) = (model.times, model.now)
    let offset = times.offset(at: now)
    return Part("\(times.clock(now))\(offset)", "\(times.minute(now))\(offset)", .header, rank: 0)
  }
}
