import Synchronization

/// The `userIdentity` objects that came, with what was found in each.
///
/// A session's events repeat theirs byte for byte. To see that one is the same as before takes a fraction of what it takes to read it, and
/// what is equal to a text that was checked need not be checked again.
struct KnownIdentities {
  /// An identity that is known again.
  private struct Known {
    /// Its parts, counted from ``offset`` bytes before its own first byte.
    var identity = UserIdentity()
    /// Of the process's identities this one's alone.
    var number: UInt64 = 0
    var offset = 0
    var hash = TextHash()
  }

  /// How many are known at most.
  private static let most = 4096
  /// At how many places one may be: the first is told by its first bytes.
  private static let ways = 4
  /// The blocks of a text that tell its place. A shorter text is read as fast.
  private static let firstBlocks = 0..<8
  private static let lengths = firstBlocks.upperBound * TextHash.blockLength...TextHash.longest
  /// Memory is not taken for a text of few events.
  private static let leastEvents = 64

  /// By place, a part of the hash and below it the length; 0 where none is known. Apart from the rest, as it is what most is looked at.
  private var marks: [UInt64] = []
  private var known: [Known] = []
  private let keys = TextHash.Keys()
  /// How many came that were not known.
  private var learnt: UInt64 = 0
  /// The number of the first.
  private let firstNumber = KnownIdentities.families.add(1, ordering: .relaxed).newValue << 32
  private static let families = Atomic<UInt64>(0)

  /// The identity whose text stands at `start`, of which `count` bytes are there, and how long it is; its parts are counted from `offset`
  /// bytes before it.
  @inline(__always)
  func identity(
    at start: UnsafePointer<UInt8>, count: Int, offset: Int
  ) -> (identity: UserIdentity, number: UInt64, length: Int)? {
    guard count >= KnownIdentities.lengths.lowerBound, !marks.isEmpty else { return nil }
    var first = TextHash()
    first.add(start, blocks: KnownIdentities.firstBlocks, keys)
    for way in 0..<KnownIdentities.ways {
      let place = KnownIdentities.place(first.word, way)
      guard (marks[place] ^ first.word) >> 16 == 0 else { continue }
      let length = Int(marks[place] & 0xFFFF)
      guard length <= count else { continue }
      var hash = first
      hash.addRest(start, behind: KnownIdentities.firstBlocks.upperBound, length: length, keys)
      guard known[place].hash == hash else { continue }
      let moved = offset - known[place].offset
      let identity = moved == 0 ? known[place].identity : known[place].identity.moved(by: moved)
      return (identity, known[place].number, length)
    }
    return nil
  }

  /// Remembers the identity that stands at `start`, whose parts are counted from `offset` bytes before it.
  mutating func learn(_ identity: UserIdentity, at start: UnsafePointer<UInt8>, length: Int, offset: Int) {
    learnt += 1
    // Only an object ends where its text does: a number may go on.
    guard learnt > KnownIdentities.leastEvents, KnownIdentities.lengths.contains(length),
      start.pointee == UInt8(ascii: "{")
    else { return }
    if marks.isEmpty {
      marks = [UInt64](repeating: 0, count: KnownIdentities.most)
      known = [Known](repeating: Known(), count: KnownIdentities.most)
    }
    var hash = TextHash()
    hash.add(start, blocks: KnownIdentities.firstBlocks, keys)
    let first = hash.word
    hash.addRest(start, behind: KnownIdentities.firstBlocks.upperBound, length: length, keys)
    let free = (0..<KnownIdentities.ways).first { marks[KnownIdentities.place(first, $0)] == 0 }
    // Where none is free, one of them has to go.
    let way = free ?? Int(truncatingIfNeeded: learnt) % KnownIdentities.ways
    let place = KnownIdentities.place(first, way)
    marks[place] = first & ~0xFFFF | UInt64(length)
    known[place] = Known(identity: identity, number: firstNumber + learnt, offset: offset, hash: hash)
  }

  @inline(__always)
  private static func place(_ word: UInt64, _ way: Int) -> Int {
    Int(truncatingIfNeeded: (word >> 20) &+ UInt64(truncatingIfNeeded: way)) & (most - 1)
  }
}

extension UserIdentity {
  /// The same parts, counted from so many bytes before.
  fileprivate func moved(by bytes: Int) -> UserIdentity {
    UserIdentity(
      type: type.moved(by: bytes), arn: arn.moved(by: bytes), userName: userName.moved(by: bytes),
      principalId: principalId.moved(by: bytes), invokedBy: invokedBy.moved(by: bytes),
      accountId: accountId.moved(by: bytes), accessKeyId: accessKeyId.moved(by: bytes),
      issuerArn: issuerArn.moved(by: bytes), onBehalfOfUserId: onBehalfOfUserId.moved(by: bytes))
  }
}
