/// What was observed of events, and the order in which correlations are to be told.
package struct CorrelationTurns: Sendable {
  /// What is told at one time, by its place.
  package enum Turn: BitwiseCopyable, Hashable, Sendable {
    case beat(Int)
    case event(Int)
    case day(Int)
  }

  let beats: [Beat]
  let events: [Observation]
  let days: [ObservedDay]
  let order: [Turn]

  package init(beats: [Beat], events: [Observation], days: [ObservedDay], order: [Turn]) {
    (self.beats, self.events, self.days, self.order) = (beats, events, days, order)
  }
}
