import CloudTrail

/// A text that nothing prints: not a description, not a dump, not a mirror, not a message of an error.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The text itself, for the one place that signs or sends it.
  package let exposed: String

  package init(_ text: String) { exposed = text }

  package var description: String { "(secret)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// What signs a request: a key, its secret and, if they are temporary, a session's token and an end.
package struct Credentials: Hashable, Sendable, CustomStringConvertible {
  /// `AKIA…` of a user, `ASIA…` of a session. No secret: CloudTrail records it.
  package let accessKeyID: String
  package let secretAccessKey: Secret
  package let sessionToken: Secret?
  /// When they end; nil for those of a user.
  package let expiration: Timestamp?

  package init(
    accessKeyID: String, secretAccessKey: Secret, sessionToken: Secret? = nil, expiration: Timestamp? = nil
  ) {
    self.accessKeyID = accessKeyID
    self.secretAccessKey = secretAccessKey
    self.sessionToken = sessionToken
    self.expiration = expiration
  }

  package var description: String {
    accessKeyID + (expiration.map { " until \($0.rfc3339)" } ?? "")
  }
}
