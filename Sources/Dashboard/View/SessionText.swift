import CloudTrail
import Query
import Terminal
import Text

/// The page behind `!`: what went wrong, and how each source is doing.
struct SessionText {
  private let times: Times
  private let width: Int
  private let signs: Signs
  private var lines: [DetailsLine] = []

  /// The page in lines of `width` columns.
  static func lines(of model: Model, width: Int) -> [DetailsLine] {
    var text = SessionText(times: model.times, width: width, signs: Signs(glyphs: model.settings.glyphs))
    text.heading("Problems", note: model.problems.entries.isEmpty ? "none" : "the latest first")
    for entry in model.problems.entries.reversed() { text.problem(entry) }
    text.lines.append(DetailsLine(text: ""))
    text.heading("Sources", note: model.health.isEmpty ? "none has reported" : nil)
    for source in model.health { text.source(source, staleAfter: model.settings.staleAfter) }
    text.counts(by: model.slot(.header).engine, model.slot(.timeline).engine)
    text.exports(model.exports)
    return text.lines
  }

  /// Who counted what the panes show, and what keeps those counts from being exact.
  private mutating func counts(by notes: EngineNote?...) {
    let notes = notes.compactMap { $0 }
    guard let latest = notes.map(\.asOf).max() else { return }
    lines.append(DetailsLine(text: ""))
    heading("Counts", note: "by the engine at \(moment(latest)); alerts are of the events held here")
    add("it tells no trends, and not who or what is new", indent: 2, style: .dim)
    let remarks = notes.reduce(into: Set()) { $0.formUnion($1.remarks) }
    for remark in EngineRemark.allCases where remarks.contains(remark) {
      add(remark.rawValue, indent: 2, style: .warn)
    }
  }

  /// What was written in this session, the latest first.
  private mutating func exports(_ exports: [(time: Timestamp, outcome: ExportOutcome)]) {
    let written = exports.compactMap { time, outcome in
      if case .written(let path, let bytes) = outcome { (time, path, bytes) } else { nil }
    }
    guard !written.isEmpty else { return }
    lines.append(DetailsLine(text: ""))
    heading("Exports", note: nil)
    for (time, path, bytes) in written.reversed() {
      add("\(moment(time))  \(path)  \(Wording.bytes(bytes))", indent: 2, style: .text)
    }
  }

  private init(times: Times, width: Int, signs: Signs) {
    (self.times, self.width, self.signs) = (times, width, signs)
  }

  private mutating func heading(_ title: String, note: String?) {
    lines.append(DetailsLine(text: note.map { "\(title)  \($0)" } ?? title, style: .header))
  }

  private mutating func problem(_ entry: Problems.Entry) {
    let time = entry.problem.time ?? entry.first
    var head = moment(time)
    if entry.times > 1 { head += "  \(grouped(entry.times)) times since \(moment(entry.first))" }
    if !entry.problem.source.isEmpty { head += "  \(entry.problem.source)" }
    add(head, indent: 2, style: .warn)
    add(entry.problem.text, indent: 4, style: .text)
  }

  private mutating func source(_ source: SourceHealth, staleAfter: Double) {
    let trust = Trust([source], staleAfter: staleAfter)
    add(
      "\(signs.sign(of: trust)) \(source.source)  \(trust.words(source.state))", indent: 2,
      style: trust.style)
    if let error = source.error { add(error, indent: 4, style: .high) }
    let arrival = arrival(source)
    if !arrival.isEmpty { add(arrival, indent: 4, style: .text) }
    add(counts(source), indent: 4, style: .text)
    let calls = calls(source)
    if !calls.isEmpty { add(calls, indent: 4, style: .text) }
  }

  /// How far behind the source is, and what it costs.
  private func arrival(_ source: SourceHealth) -> String {
    var parts: [String] = []
    if let lag = source.lagSeconds {
      parts.append("lag \(Wording.age(seconds: Int64(min(max(lag, 0), 1e15))))")
    }
    if let last = source.lastEvent {
      parts.append("last event \(moment(last)), \(times.ago(last))")
    } else if source.read == 0 {
      parts.append("no event yet")
    }
    if let bytes = source.bytesScanned { parts.append("\(Wording.bytes(bytes)) scanned") }
    if let cost = source.costUSD {
      let rate = source.costPerHourUSD.map { ", $\(Wording.dollars($0)) within the last hour" } ?? ""
      parts.append("$\(Wording.dollars(cost))\(rate)")
    }
    return parts.joined(separator: "   ")
  }

  /// What became of its records.
  private func counts(_ source: SourceHealth) -> String {
    let dropped = [
      (source.rejected, "rejected"), (source.duplicates, "duplicates"), (source.outOfScope, "out of scope"),
      (source.late, "late"),
    ]
    return (["read \(grouped(source.read))"] + dropped.map { "\($1) \(grouped($0))" }).joined(
      separator: "   ")
  }

  /// What was asked of its service.
  private func calls(_ source: SourceHealth) -> String {
    var parts: [String] = []
    if let requests = source.requests { parts.append(Wording.counted(requests, "request", "requests")) }
    if let throttles = source.throttles, throttles > 0 { parts.append("throttled \(grouped(throttles))") }
    if let seconds = source.clockSlowSeconds, seconds != 0 {
      let age = Wording.age(seconds: abs(seconds))
      parts.append(
        "this machine's clock is \(age) \(seconds > 0 ? "slow" : "fast"): requests are signed for AWS's time")
    }
    return parts.joined(separator: "   ")
  }

  private mutating func add(_ text: String, indent: Int, style: Style) {
    let lead = String(repeating: " ", count: indent)
    for line in Wrapping.lines(of: text, columns: width - indent) {
      lines.append(DetailsLine(text: lead + line, style: style))
    }
  }

  /// The clock, with the date where it is not today's.
  private func moment(_ time: Timestamp) -> String {
    let clock = times.clock(time) + times.offset(at: time)
    let date = times.civil(time).date
    return date == times.civil(times.now).date ? clock : "\(date) \(clock)"
  }
}

extension Trust {
  /// What a source's state is called.
  fileprivate func words(_ state: SourceHealth.State) -> String {
    if case .stale(let seconds) = self { return "STALE \(Wording.age(seconds: seconds))" }
    return state.rawValue
  }

  fileprivate var style: Style {
    switch self {
    case .live, .complete: .good
    case .partial: .high
    case .unknown: .warn
    case .stale, .failed: .critical
    }
  }
}

extension Signs {
  fileprivate func sign(of trust: Trust) -> Character {
    switch trust {
    case .live, .complete: alive
    case .partial: partial
    case .unknown, .stale, .failed: lost
    }
  }
}
