import CloudTrail

/// How it stands with a source's credentials, for a status line.
package enum CredentialsState: Equatable, Sendable {
  /// Nobody has asked yet.
  case unknown
  /// In use; the end of temporary ones.
  case valid(until: Timestamp?)
  /// Still usable, though renewing them fails.
  case ending(Timestamp, CredentialsError)
  /// There are none.
  case failed(CredentialsError)
  /// A service refused them: its error code.
  case refused(accessKeyID: String, code: String)

  /// Whether requests can be signed.
  package var isUsable: Bool {
    switch self {
    case .valid, .ending: true
    case .unknown, .failed, .refused: false
    }
  }
}

extension CredentialsState: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknown: "credentials not asked for yet"
    case .valid(nil): "credentials valid"
    case .valid(let end?): "credentials valid until \(end.rfc3339)"
    case .ending(let end, let error): "credentials end at \(end.rfc3339), and renewing them fails: \(error)"
    case .failed(let error): "no credentials: \(error)"
    case .refused(let keyID, let code): "AWS refuses the credentials \(keyID): \(code); renew them"
    }
  }
}
