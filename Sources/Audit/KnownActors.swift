import CloudTrail

/// Who acted, as the `userIdentity` objects say that came of late, by their numbers.
struct KnownActors: Sendable {
  /// What is worked out once for an identity.
  struct Actor: Sendable {
    var names = ActorNames(principal: 0, type: 0)
    /// For rules; nil where there is none.
    var identityClass: UInt32?
  }

  private struct Known {
    var identity: UInt64 = 0
    var actor = Actor()
  }

  /// More than a reader knows again at a time. Numbers follow one another, so that these lie side by side.
  private static let most = 4096
  private var known: [Known] = []

  subscript(identity: UInt64) -> Actor? {
    get {
      guard !known.isEmpty else { return nil }
      let known = known[KnownActors.place(of: identity)]
      return known.identity == identity ? known.actor : nil
    }
    set {
      guard let newValue else { return }
      if known.isEmpty { known = [Known](repeating: Known(), count: KnownActors.most) }
      known[KnownActors.place(of: identity)] = Known(identity: identity, actor: newValue)
    }
  }

  private static func place(of identity: UInt64) -> Int { Int(truncatingIfNeeded: identity) & (most - 1) }
}
