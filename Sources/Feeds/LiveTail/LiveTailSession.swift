import AWS
import CloudTrail

/// The session of Live Tail that is open, if one is, from one reading to the next.
actor LiveTailSession {
  private let groups: [String]
  private let logs: LogsCalls
  private let calls: LiveTailCalls
  private let clock: PollClock
  private var arns: [String]?
  private var stream: (any HTTPStream)?
  private var decoder = EventStreamDecoder()
  private var waiting: ArraySlice<EventStreamMessage> = []
  /// Until when the time of the open session has been told.
  private var toldUntil = Timestamp(milliseconds: 0)
  /// Whether the last update was whole, and nothing has gone wrong since.
  private(set) var isSound = false

  /// - Parameter groups: names or ARNs, as ``LogGroups`` has them.
  init(_ groups: [String], logs: LogsCalls, calls: LiveTailCalls, clock: PollClock = .system) {
    (self.groups, self.logs, self.calls, self.clock) = (groups, logs, calls, clock)
  }

  /// Opens a session, unless one is open. Once the budget is spent none is, as AWS bills its minutes.
  func open() async throws(SourceFailure) {
    guard !calls.isBudgetSpent(at: clock.now()) else {
      close()
      throw SourceFailure(.transient, "the budget of an hour is spent")
    }
    guard stream == nil else { return }
    isSound = false
    let named: [String]
    if let arns { named = arns } else { named = try await logs.arns(of: groups) }
    arns = named
    let opened = try await calls.start(named)
    (stream, decoder, waiting) = (opened, EventStreamDecoder(), [])
    toldUntil = clock.now()
  }

  /// The next update; nil when the session has come to its end.
  func next() async throws(SourceFailure) -> Page? {
    while let stream {
      while let message = waiting.popFirst() {
        switch LiveTailMessage(message) {
        case .other: break
        case .update(let page):
          tellTime()
          isSound = page.shortfall == nil
          return page
        case .timeout: close()
        case .failure(let failure):
          close()
          throw failure
        }
      }
      if self.stream != nil { waiting = try await messages(from: stream)[...] }
    }
    return nil
  }

  /// Something else has gone wrong: only the next update shows that all is well.
  func doubt() { isSound = false }

  private func tellTime() {
    let now = clock.now()
    calls.used(.milliseconds(now.milliseconds - toldUntil.milliseconds), at: now)
    toldUntil = now
  }

  private func close() { (stream, waiting, isSound) = (nil, [], false) }

  private func messages(from stream: any HTTPStream) async throws(SourceFailure) -> [EventStreamMessage] {
    let reason: String
    do throws(HTTPError) {
      if let piece = try await stream.next() {
        do throws(EventStreamError) { return try decoder.messages(adding: piece) } catch {
          reason = error.description
        }
      } else {
        reason = decoder.isInsideMessage ? "the stream ended within a message" : "the stream ended"
      }
    } catch {
      close()
      let kind: SourceFailure.Kind = error == .cancelled ? .cancelled : .transient
      throw SourceFailure(kind, "Live Tail: \(error)")
    }
    close()
    throw SourceFailure(.transient, "Live Tail: \(reason)")
  }
}
