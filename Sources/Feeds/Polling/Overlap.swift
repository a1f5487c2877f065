/// How far each poll looks back behind what has been read, for what is found only later than it was stored.
///
/// A store shows an event after a while (OpenSearch refreshes once a second, serverless every 10 to 60 s; gaps of a log group fill
/// later: FACTS), and whoever carries events there may be behind. Most such events come soon, a few much later.
package struct Overlap: Hashable, Sendable {
  /// What is read again every time, or as often as ``nearEvery`` says.
  package var near = Duration.seconds(120)
  /// How often that is: polls in between read what is new alone. Zero for every poll.
  package var nearEvery = Duration.zero
  /// What is read again now and then.
  package var far = Duration.seconds(30 * 60)
  /// How often that is.
  package var farEvery = Duration.seconds(30)

  package init() {}
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }
}
