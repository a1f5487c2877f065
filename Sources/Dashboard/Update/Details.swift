import Audit
import Terminal

/// What the keys of the details pane do: raw or not, the difference to the version before, and the search.
extension Model {
  /// Scrolls the details by so many lines, as far as there are any.
  mutating func scrollDetails(by steps: Int) {
    guard let pane = layout.panes[.details] else { return }
    details.write(width: pane.width - 2, settings: settings, times: times)
    details.scroll(by: steps, height: max(0, pane.height - 1))
  }

  mutating func toggleRaw() {
    details.isRaw.toggle()
    scrollDetails(by: -Int(Int32.max))
  }

  /// Shows the policy as its difference to the version before, or whole again; refused where it has no
  /// versions.
  mutating func toggleDifference() -> [Command] {
    guard details.shown?.writesVersionedPolicy == true else { return [.bell] }
    details.showsDifference = details.isRaw || !details.showsDifference
    details.isRaw = false
    scrollDetails(by: 0)
    let line = details.page.line(of: .policy) ?? 0
    details.scroll(to: line, height: height(of: .details))
    return []
  }

  /// Lets the open search line take a key.
  mutating func typeSearch(_ key: Key) -> [Command] {
    switch key {
    case .enter: details.search.query.isEmpty ? details.search.close() : details.search.finishTyping()
    case .escape: details.search.close()
    default:
      guard details.search.take(key) else { return [.bell] }
      details.lookAgain(height: height(of: .details))
    }
    return []
  }

  mutating func stepHit(by steps: Int) -> [Command] {
    guard !details.search.hits.isEmpty else { return [.bell] }
    details.stepHit(by: steps, height: height(of: .details))
    return []
  }

  /// Asks for the version before of the policy that the event shown writes.
  mutating func askEarlierPolicy(becauseOfData: Bool) -> [Command] {
    guard details.wantsEarlier(now: now, becauseOfData: becauseOfData), let id = details.shown?.row.id else {
      return []
    }
    lastRequest += 1
    details.wantEarlier(request: lastRequest, now: now)
    return [.earlierPolicy(request: lastRequest, id)]
  }
}
