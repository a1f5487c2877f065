/// The demo's records one after another, in time order, made as they are asked for.
package struct DemoStream: IteratorProtocol, Sendable {
  private static let pulseInterval: Int64 = 1900

  private let rhythm: DemoRhythm
  private let activities: DemoActivities
  private let writer: DemoRecordWriter
  private var surprises: DemoSurprises
  private var random: DemoRandom
  private var queue = DemoQueue()
  /// When the next activity, the next live pulse and the next live surprise begin; the far future for never.
  private var nextActivity: (time: Int64, kind: DemoRhythm.Kind)
  private var nextPulse = Int64.max
  private var nextSurprise = Int64.max
  /// Exclusive.
  private let stop: Int64
  private let shift: Int64

  /// The day's stream: `start ..< stop` in milliseconds of the demo's own time, with the incident.
  init(_ demo: Demo, start: Int64, stop: Int64, shift: Int64) {
    self.init(demo, start: start, stop: stop, shift: shift, salt: 1)
    DemoIncident(organisation: writer.organisation).plan(end: stop, random: &random, queue: &queue)
    DemoSurprises.rootSignIn(in: "billing", at: stop - 31 * 60_000, of: writer.organisation, queue: &queue)
  }

  /// The endless stream that goes on at `start`, with a pulse of IAM events and surprises.
  init(_ demo: Demo, liveFrom start: Int64, shift: Int64) {
    self.init(demo, start: start, stop: .max, shift: shift, salt: 2)
    nextPulse = start + 600
    nextSurprise = start + Int64(random.within(20_000...35_000))
  }

  private init(_ demo: Demo, start: Int64, stop: Int64, shift: Int64, salt: UInt64) {
    rhythm = demo.rhythm
    var organisation = demo.organisation
    organisation.shift = shift
    activities = DemoActivities(organisation: organisation)
    writer = DemoRecordWriter(organisation: organisation)
    surprises = DemoSurprises(organisation: organisation)
    random = DemoRandom(seed: demo.seed &* 0x9E37_79B9_7F4A_7C15 &+ salt)
    self.stop = stop
    self.shift = shift
    let first = demo.rhythm.next(at: start, random: &random)
    nextActivity = (start + first.pause, first.kind)
  }

  /// Appends the next record to `buffer` and returns its time in milliseconds since 1970, shifted; nil at the end.
  /// The record's own `eventTime` is that time rounded down to the second.
  package mutating func next(into buffer: inout [UInt8]) -> Int64? {
    beginWhatIsDue()
    guard let call = queue.removeFirst(), call.time < stop else { return nil }
    let time = call.time + shift
    writer.write(call, at: time, random: &random, into: &buffer)
    return time
  }

  package mutating func next() -> DemoRecord? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1800)
    return next(into: &bytes).map { DemoRecord(time: $0, bytes: bytes) }
  }

  /// Plans activities until none could begin before the call that is next.
  private mutating func beginWhatIsDue() {
    while true {
      let due = min(nextActivity.time, nextPulse, nextSurprise)
      if let queued = queue.nextTime, queued < due { return }
      if due >= stop { return }
      if due == nextPulse {
        activities.pulse(at: due, random: &random, queue: &queue)
        nextPulse = due + Self.pulseInterval - Int64(random.below(1200))
      } else if due == nextSurprise {
        nextSurprise = surprises.next(at: due, random: &random, queue: &queue)
      } else {
        activities.begin(nextActivity.kind, at: due, random: &random, queue: &queue)
        let following = rhythm.next(at: due, random: &random)
        nextActivity = (due + following.pause, following.kind)
      }
    }
  }
}
