import CloudTrail
import Query

/// What correlations that learn have learnt, as it goes from one run to the next.
package struct Learnt: Sendable {
  /// A group of a correlation.
  package struct Place: Hashable, Sendable {
    /// ``Correlation/learntName``.
    package let correlation: String
    package let group: [String]

    package init(correlation: String, group: [String]) {
      (self.correlation, self.group) = (correlation, group)
    }
  }

  /// A group of a first_seen.
  package struct Group: Hashable, Sendable {
    /// Since when its values are learnt.
    package let since: Timestamp
    package let newest: Timestamp
    /// When it last had more values than are remembered.
    package let overflowed: Timestamp?

    package init(since: Timestamp, newest: Timestamp, overflowed: Timestamp?) {
      (self.since, self.newest, self.overflowed) = (since, newest, overflowed)
    }
  }

  /// A value of a group.
  package struct Value: Hashable, Sendable {
    package let first: Timestamp
    package let last: Timestamp

    package init(first: Timestamp, last: Timestamp) { (self.first, self.last) = (first, last) }
  }

  /// A group's value.
  package struct ValuePlace: Hashable, Sendable {
    package let place: Place
    package let value: [String]

    package init(place: Place, value: [String]) { (self.place, self.value) = (place, value) }
  }

  /// The rhythm of a silence's group.
  package struct Rhythm: Hashable, Sendable {
    /// When its newest event happened, and what tells that from all others.
    package let newest: Timestamp
    package let newestID: String
    /// That nothing came since has been told.
    package let isTold: Bool
    /// The slots up to the newest event's in which there were any, the oldest first, a bit each from the lowest.
    package let slots: [UInt8]
    /// The newest event's record.
    package let record: [UInt8]?

    package init(newest: Timestamp, newestID: String, isTold: Bool, slots: [UInt8], record: [UInt8]?) {
      (self.newest, self.newestID, self.isTold) = (newest, newestID, isTold)
      (self.slots, self.record) = (slots, record)
    }
  }

  package var groups: [Place: Group] = [:]
  package var values: [ValuePlace: Value] = [:]
  package var rhythms: [Place: Rhythm] = [:]

  package init() {}

  /// What was known at a moment, for whoever reads again what came then: values met first later are new to it, as they were.
  package func before(_ moment: Timestamp) -> Learnt {
    var known = Learnt()
    known.groups = groups.filter { $0.value.since < moment }.mapValues { group in
      Group(since: group.since, newest: min(group.newest, moment), overflowed: group.overflowed)
    }
    known.values = values.filter { $0.value.first < moment }
    known.rhythms = rhythms.mapValues { rhythm in
      Rhythm(
        newest: rhythm.newest, newestID: rhythm.newestID, isTold: false, slots: rhythm.slots, record: nil)
    }
    return known
  }

  /// Takes in what was learnt later.
  mutating func formUnion(_ later: Learnt) {
    groups.merge(later.groups) { $1 }
    values.merge(later.values) { $1 }
    rhythms.merge(later.rhythms) { $1 }
  }

  package var isEmpty: Bool { groups.isEmpty && values.isEmpty && rhythms.isEmpty }
}

extension Correlation {
  /// What it has learnt is kept by: its id, and what it looks at. Of a correlation that was changed all is learnt anew, for what it would
  /// take for new was never looked at.
  var learntName: String {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    var looked = groupBy.map { $0.joined(separator: "\n") } + fields.map { $0.joined(separator: "\n") }
    for case .rule(let rule) in sources { looked.append(FilterSyntax.text(of: rule.predicate)) }
    // FNV-1a.
    for byte in looked.joined(separator: "\n\n").utf8 { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "\(id) \(String(digest, radix: 16))"
  }
}
