import CloudTrail

/// A record's top-level members, or an envelope's with those of its `detail`, found in one pass and asked by many predicates:
/// rules mostly ask for these, and a member that is not there would cost each of them a pass of its own.
///
/// A class, because the pass is made when the first predicate needs it and lasts for the others. Valid only within the call that
/// handed out the record.
package final class TopLevel {
  let record: JSONView
  private var members: [(key: JSONText, value: JSONView)]?

  package init(_ record: JSONView) { self.record = record }

  /// The members of the `detail`, where it is an object.
  private(set) lazy var detail: TopLevel? = record.member("detail").flatMap {
    $0.kind == .object ? TopLevel($0) : nil
  }

  /// The member of this name; of several the last (COUNTING 8). Nil where there is none, or the record is no object.
  func member(_ name: UnsafeBufferPointer<UInt8>) -> JSONView? {
    let members = members ?? scan()
    return members.last { key, _ in
      key.isPlain
        ? key.raw.count == name.count && key.raw.elementsEqual(name) : key.withUTF8 { $0.elementsEqual(name) }
    }?.value
  }

  private func scan() -> [(key: JSONText, value: JSONView)] {
    var found: [(key: JSONText, value: JSONView)] = []
    // A record has some twenty.
    found.reserveCapacity(32)
    record.forEachMember { key, value in
      found.append((key, value))
      return true
    }
    members = found
    return found
  }
}
