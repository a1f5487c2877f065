/// What reading a text found that was no record, and whether all of it could be read.
package struct ReadingLog: Sendable {
  /// A place where no record was, and why.
  package struct Reject: Sendable, Hashable {
    /// The offset in bytes in the text: of a compressed file, in what it inflates to.
    package let position: Int
    package let reason: String
  }

  /// The most rejects that are kept in words; all are counted.
  package static let sampleLimit = 8

  package private(set) var rejected = 0
  /// The first few rejects.
  package private(set) var samples: [Reject] = []
  /// Why not all of the text was read; nil when it was.
  package var damage: String?

  package init() {}

  package mutating func reject(at position: Int, _ reason: String) {
    rejected += 1
    if samples.count < ReadingLog.sampleLimit { samples.append(Reject(position: position, reason: reason)) }
  }

  /// Takes over what another reader found in a part of the same text.
  package mutating func append(_ other: ReadingLog) {
    guard other.rejected > 0 || other.damage != nil else { return }
    rejected += other.rejected
    samples.append(contentsOf: other.samples.prefix(max(0, ReadingLog.sampleLimit - samples.count)))
    damage = damage ?? other.damage
  }

  /// A text in which no value ever begins is one reject in all (COUNTING 1).
  mutating func foldJunkIntoOne() {
    guard rejected > 1, let first = samples.first else { return }
    (rejected, samples) = (1, [first])
  }
}
