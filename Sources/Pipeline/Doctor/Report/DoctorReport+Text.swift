import Text

extension DoctorReport {
  /// For whoever is woken by it: first what is broken in a line, then a line a hop, the broken ones with what to do right below.
  package var lines: [String] {
    var lines = ["\(verdictLine)"]
    var unjudged: [Hop] = []
    for hop in hops {
      if hop.kind == .credentials || hop.behind == nil || hop.behind != unjudged.first?.behind {
        lines += folded(unjudged)
        unjudged = []
      }
      if hop.kind == .credentials { lines += ["", heading(of: hop)] }
      if hop.behind == nil { lines += self.lines(of: hop) } else { unjudged.append(hop) }
    }
    return lines + folded(unjudged)
  }

  /// What is not judged for the same reason is one line.
  private func folded(_ hops: [Hop]) -> [String] {
    guard let first = hops.first, let behind = first.behind else { return [] }
    var names: [String] = []
    for hop in hops where !names.contains(hop.kind.rawValue) { names.append(hop.kind.rawValue) }
    return ["  \(padded("unknown", 8))not judged behind \(behind.rawValue): \(names.joined(separator: ", "))"]
  }

  private var verdictLine: String {
    let counts = "\(count(.broken)) broken, \(count(.unknown)) unknown, \(count(.ok)) ok"
    guard let first = hops.first(where: { $0.state == .broken }) else {
      return verdict == .ok
        ? "The pipeline is whole: \(counts)." : "Nothing is broken as far as can be told: \(counts)."
    }
    return "Broken: \(first.title) in \(first.whereabouts). \(counts)."
  }

  private func heading(of hop: Hop) -> String {
    let account = sanitised(hop.place.account)
    return hop.place.accountName.map { "\(sanitised($0)) (\(account))" } ?? account
  }

  private func lines(of hop: Hop) -> [String] {
    let mark = hop.state == .broken ? "BROKEN" : hop.state.rawValue
    let head =
      "  \(padded(mark, 8))\(padded(hop.place.region ?? "", 16))\(padded(hop.title, 40)) "
      + sanitised(hop.finding.evidence)
    guard let remedy = hop.finding.remedy else { return [head] }
    return [head, "          \(sanitised("→ " + remedy))"]
  }
}

extension Hop {
  /// `rule state iamwatch-identity`.
  fileprivate var title: String { sanitised(subject.map { "\(kind.rawValue) \($0)" } ?? kind.rawValue) }

  /// `payments (111122223333), us-east-1`.
  fileprivate var whereabouts: String {
    let account = place.accountName.map { "\($0) (\(place.account))" } ?? place.account
    return sanitised(place.region.map { "\(account), \($0)" } ?? account)
  }
}
