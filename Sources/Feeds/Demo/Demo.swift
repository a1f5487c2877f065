/// A made-up organisation of a few dozen accounts and its CloudTrail: the source `demo[:SEED]`.
///
/// The same seed and the same times give the same bytes, on every machine. See `DemoIncident` for the story that the
/// last hour of the day tells.
package struct Demo: Sendable {
  /// The end of the demo's day, exclusive: 2026-11-01T00:00:00Z in milliseconds since 1970.
  package static let end: Int64 = 1_793_491_200_000
  /// The beginning of the demo's day, 24 hours before `end`.
  package static let start: Int64 = end - 86_400_000

  /// The seed everything is drawn from.
  package let seed: UInt64
  let organisation: DemoOrganisation
  let rhythm = DemoRhythm()

  /// The organisation's accounts with their names.
  package var accounts: [DemoAccount] { organisation.accounts }

  package init(seed: UInt64 = 1) {
    self.seed = seed
    var random = DemoRandom(seed: seed)
    organisation = DemoOrganisation(random: &random)
  }

  /// The day's records, all times moved by `milliseconds` (towards the future when positive).
  package func history(shiftedBy milliseconds: Int64 = 0) -> DemoHistory {
    DemoHistory(demo: self, shift: milliseconds)
  }

  /// Records that go on for ever from `start` (milliseconds since 1970): an `iam:` event at least every two seconds,
  /// and something alarming every minute or three. The day's rhythm begins anew at `start`.
  package func live(from start: Int64) -> DemoLive {
    DemoLive(demo: self, start: start)
  }
}

/// One record of the demo.
package struct DemoRecord: Sendable {
  /// When it happens, in milliseconds since 1970, UTC; `eventTime` is this, rounded down to the second.
  package let time: Int64
  /// One JSON object on one line, without a line end.
  package let bytes: [UInt8]
}

/// The demo's day: in time order, made while it is read.
package struct DemoHistory: Sequence, Sendable {
  let demo: Demo
  let shift: Int64

  package func makeIterator() -> DemoStream {
    DemoStream(demo, start: Demo.start, stop: Demo.end, shift: shift)
  }
}

/// What the demo goes on with, without end.
package struct DemoLive: Sequence, Sendable {
  let demo: Demo
  let start: Int64

  package func makeIterator() -> DemoStream {
    DemoStream(demo, liveFrom: Demo.end, shift: start - Demo.end)
  }
}
