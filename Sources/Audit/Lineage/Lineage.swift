import CloudTrail

/// Who really did an event: the way from a person or a workload to it, credential by credential, and what the same credentials did
/// beside it and afterwards. A tree of events; what it leaves out, and why it reaches no further back, it says.
package struct Lineage: Hashable, Sendable {
  /// The event that was asked about.
  package var asked: EventRow.ID
  package var origin: Origin
  /// Why the records held reach no further back than `origin`; nil when it acted with an identity of its own.
  package var gap: Gap?
  /// What hangs on the origin: one event, or, where nobody knows who issued its key, all that used the key.
  package var nodes: [Node]
  /// What was left out beside `nodes`.
  package var omitted: Omitted?

  /// Who stands at the beginning, as far as the records tell.
  package struct Origin: Hashable, Sendable {
    /// The principal's key, whole.
    package var principal: String
    /// `userIdentity.type`.
    package var type: String
    /// The session's name, where the origin is a session.
    package var session: String?
    package var account: String
    /// `sourceIdentity` of the session or of one that came of it: who the person was when it was first set; roles that are assumed
    /// afterwards cannot change it (IAM user guide, Monitor and control actions taken with assumed roles).
    package var sourceIdentity: String?
    /// `onBehalfOf.userId`: the Identity Center user.
    package var onBehalfOf: String?

    package init(
      principal: String, type: String, session: String? = nil, account: String, sourceIdentity: String? = nil,
      onBehalfOf: String? = nil
    ) {
      (self.principal, self.type, self.session, self.account) = (principal, type, session, account)
      (self.sourceIdentity, self.onBehalfOf) = (sourceIdentity, onBehalfOf)
    }
  }

  /// Why the way ends before a person or a workload.
  package enum Gap: Hashable, Sendable {
    /// No event held issued the key. The earliest event held is of `since`; `dropped` events have left to make room.
    case issuerNotHeld(key: String, since: Timestamp?, dropped: Int)
    /// The event that issued the key was held and has left to make room.
    case issuerDropped(key: String)
    /// Only the owner's copy of a cross-account call is held, not that of the caller in `account`.
    case callerNotHeld(account: String?)
    /// The record does not say which credentials were used.
    case keyNotRecorded
    /// The credentials lead back to an event that came of them.
    case cycle
    /// Longer than anybody reads.
    case tooLong
  }

  /// How an event hangs on the one above it.
  package enum Link: Hashable, Sendable {
    /// The origin did it with its own identity, or with the key whose issuer nobody knows.
    case origin
    /// It used the access key that the response of the one above carries.
    case credential
    /// It is the copy of the one above in another account's trail: both have one `sharedEventID`.
    case copy
    /// Same principal and, for a role, same session, within the 12 hours that a console session lasts (IAM user guide): the console's
    /// keys are in no response.
    case signIn
    /// It signed in as the user whose password the one above set.
    case password
    /// Same role and same session name, within the 12 hours that a session may last: the key itself is in no response held.
    case session
    /// It acts on what the one above, done with the same credentials, created.
    case created

    /// Whether the records prove the link; if not, names and times suggest it.
    package var isProven: Bool {
      switch self {
      case .origin, .credential, .copy, .created: true
      case .signIn, .password, .session: false
      }
    }
  }

  /// One event of the tree.
  package struct Node: Hashable, Sendable {
    package var row: EventRow
    package var link: Link
    /// The credentials that it issued.
    package var issued: Credential?
    /// What it gave its target, in short: a policy's name or ARN.
    package var with: String?
    /// Whether event lists hold it: it is inside the window and in scope.
    package var isListed: Bool
    /// In order of time.
    package var children: [Node]
    package var omitted: Omitted?

    package init(
      row: EventRow, link: Link, issued: Credential? = nil, with: String? = nil, isListed: Bool = true,
      children: [Node] = [], omitted: Omitted? = nil
    ) {
      (self.row, self.link, self.issued, self.with) = (row, link, issued, with)
      (self.isListed, self.children, self.omitted) = (isListed, children, omitted)
    }
  }

  /// An access key, and whose it is.
  package struct Credential: Hashable, Sendable {
    package var key: String
    /// The role's or user's ARN, or `user/NAME`; nil for the caller itself.
    package var holder: String?
    /// The session's name.
    package var session: String?

    package init(key: String, holder: String? = nil, session: String? = nil) {
      (self.key, self.holder, self.session) = (key, holder, session)
    }
  }

  /// Events that are not among the nodes.
  package struct Omitted: Hashable, Sendable {
    /// The key that they all used; nil where it is not a key that they have in common.
    package var key: String?
    package var events: Int
    /// How many of them failed.
    package var errors: Int
    /// There are more than were counted.
    package var isAtLeast: Bool

    package init(key: String?, events: Int, errors: Int, isAtLeast: Bool = false) {
      (self.key, self.events, self.errors, self.isAtLeast) = (key, events, errors, isAtLeast)
    }
  }

  package init(
    asked: EventRow.ID, origin: Origin, gap: Gap? = nil, nodes: [Node], omitted: Omitted? = nil
  ) {
    (self.asked, self.origin, self.gap, self.nodes, self.omitted) = (asked, origin, gap, nodes, omitted)
  }

  /// The way from the origin to the event asked about: that event last. Empty only if the tree does not hold it.
  package var path: [Node] { Lineage.path(to: asked, in: nodes) ?? [] }

  private static func path(to id: EventRow.ID, in nodes: [Node]) -> [Node]? {
    for node in nodes {
      if node.row.id == id { return [node] }
      if let below = path(to: id, in: node.children) { return [node] + below }
    }
    return nil
  }
}
