/// How a call ended.
enum DemoOutcome: Sendable {
  case success
  /// Refused, in the spelling of the service that refused.
  case denied
  /// `errorCode` and `errorMessage`.
  case failed(code: String, message: String)
  /// A sign-in with `responseElements.ConsoleLogin` = `Failure`, which has a message and no code.
  case signInFailed(message: String)
}

/// One call that will become one record at its time.
struct DemoCall: Sendable {
  /// Milliseconds of the demo's own day, before any shift.
  var time: Int64
  var session: DemoSession
  /// The session's scene with what this call acts on.
  var scene: DemoScene
  /// A position in `DemoAction.all`.
  var action: Int
  var outcome = DemoOutcome.success
  /// The account in whose trail the record is.
  var recipient: String
  /// What joins the two records of one cross-account call; empty for all others.
  var sharedEventID = ""

  init(
    _ action: String, at time: Int64, by session: DemoSession,
    _ changes: KeyValuePairs<DemoField, String> = [:],
    outcome: DemoOutcome = .success
  ) {
    self.init(
      DemoAction.index(action) ?? 0, at: time, by: session, changes.isEmpty ? nil : changes, outcome: outcome)
  }

  init(
    _ action: Int, at time: Int64, by session: DemoSession,
    _ changes: KeyValuePairs<DemoField, String>? = nil,
    outcome: DemoOutcome = .success
  ) {
    self.time = time
    self.session = session
    scene = changes.map(session.scene.with) ?? session.scene
    self.action = action
    self.outcome = outcome
    recipient = session.scene[.account]
  }
}

/// Calls to come, earliest first; of equal times, the one added first. A binary heap.
struct DemoQueue: Sendable {
  private var heap: [(time: Int64, order: Int, slot: Int)] = []
  private var calls: [DemoCall?] = []
  private var free: [Int] = []
  private var added = 0

  /// The time of the next call, in milliseconds of the demo's own day.
  var nextTime: Int64? { heap.first?.time }

  mutating func add(_ call: DemoCall) {
    let slot: Int
    if let reused = free.popLast() {
      slot = reused
      calls[slot] = call
    } else {
      slot = calls.count
      calls.append(call)
    }
    heap.append((call.time, added, slot))
    added += 1
    var child = heap.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> DemoCall? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    free.append(first.slot)
    defer { calls[first.slot] = nil }
    return calls[first.slot]
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
        least = child
      }
      if least == parent { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    (heap[a].time, heap[a].order) < (heap[b].time, heap[b].order)
  }
}
