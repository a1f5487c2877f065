/// The way back from an event to the first one known.
struct LineageChain {
  /// The rows from the event asked about to the first, each with how it hangs on the next.
  private(set) var steps: [(row: Int, link: Lineage.Link)] = []
  private(set) var gap: Lineage.Gap?

  /// Longer than any chain of credentials that people build.
  static let longest = 32

  init(from row: Int, _ causes: LineageCauses) {
    var seen: Set<Int> = [row]
    var current = row
    while true {
      switch causes.cause(of: current) {
      case .ownIdentity: break
      case .unknown(let reason): gap = reason
      case .event(let earlier, let link):
        if seen.contains(earlier) {
          gap = .cycle
        } else if steps.count + 1 == LineageChain.longest {
          gap = .tooLong
        } else {
          steps.append((current, link))
          seen.insert(earlier)
          current = earlier
          continue
        }
      }
      steps.append((current, .origin))
      return
    }
  }
}
