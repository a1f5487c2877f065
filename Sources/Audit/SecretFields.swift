import CloudTrail

/// The members of a record whose values open something: a reader of the log must not get them from the
/// screen.
///
/// CloudTrail hides many of them itself (`HIDDEN_DUE_TO_SECURITY_REASONS`), not all: an AssumeRole record
/// carries the session's token. Ids of access keys are no secrets.
package enum SecretFields {
  /// How the names end, in small letters: `newPassword` and `masterUserPassword` are passwords too.
  private static let endings = [
    "password", "passphrase", "secretaccesskey", "secretkey", "sessiontoken", "security-token", "authtoken",
    "accesstoken", "refreshtoken", "idtoken", "webidentitytoken", "samlassertion", "clientsecret",
    "privatekey", "keymaterial", "plaintext", "secretstring", "secretbinary", "base32stringseed",
  ].map { Array($0.utf8) }

  /// Whether a member of this name holds a secret.
  package static func contains(_ key: JSONText) -> Bool {
    key.withUTF8 { name in
      endings.contains { ending in
        name.count >= ending.count
          && zip(name.suffix(ending.count), ending).allSatisfy { lowercased($0) == $1 }
      }
    }
  }

  /// Whether the member's value is not to be shown. `true`, `null` and what CloudTrail has hidden already
  /// give nothing away.
  package static func hides(_ key: JSONText, _ value: JSONView) -> Bool {
    guard contains(key) else { return false }
    switch value.kind {
    case .bool, .null: return false
    case .number, .object, .array: return true
    case .string:
      guard let text = value.text, !text.raw.isEmpty else { return false }
      return !text.equals("HIDDEN_DUE_TO_SECURITY_REASONS") && !text.raw.allSatisfy { $0 == 0x2A }
    }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }
}
