/// The region in force and what chose it.
package struct ChosenRegion: Equatable, Sendable {
  package let name: String
  /// `--region`, `AWS_REGION`, or the file and line.
  package let origin: String
}

extension AWSSettings {
  /// Flag, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`, as version 2 of the AWS CLI has it (its
  /// `BOTOCORE_DEFAUT_SESSION_VARIABLES`); nil where none of them says anything: then the instance's own is asked for.
  ///
  /// - Throws: ``CredentialsError/malformedRegion(_:)`` for what cannot be part of a host's name.
  package func region() throws(CredentialsError) -> ChosenRegion? {
    guard let chosen = try unchecked() else { return nil }
    guard ChosenRegion.isName(chosen.name) else { throw .malformedRegion(chosen.origin) }
    return chosen
  }

  private func unchecked() throws(CredentialsError) -> ChosenRegion? {
    if let regionFlag { return ChosenRegion(name: regionFlag, origin: "--region") }
    for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
      if let name = environment[variable] { return ChosenRegion(name: name, origin: variable) }
    }
    if let named = planner.namedProfile, planner.profile == nil {
      throw .unknownProfile(named, shared.paths)
    }
    guard let profile = planner.profile, let name = try profile.text("region"), !name.isEmpty else {
      return nil
    }
    return ChosenRegion(name: name, origin: profile.origin(at: "region"))
  }
}

extension ChosenRegion {
  /// Letters, digits and hyphens: a label of a host's name (RFC 1123), so that no setting can point a signed request elsewhere.
  static func isName(_ text: String) -> Bool {
    (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
