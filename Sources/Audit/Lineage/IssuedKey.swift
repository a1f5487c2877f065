import CloudTrail

/// The access key that a call handed out.
enum IssuedKey {
  /// The key's id in the response; nil where the response carries none.
  ///
  /// STS answers `credentials.accessKeyId` (AssumeRole and its kin, GetSessionToken, GetFederationToken), so does Cognito's
  /// GetCredentialsForIdentity; IAM's CreateAccessKey `accessKey.accessKeyId`; Roles Anywhere's CreateSession a list,
  /// `credentialSet[].credentials.accessKeyId` (FACTS, CloudTrail records; the services' API references). Told by the response and
  /// not by the action's name, so that an action that is new or missed here is linked all the same.
  static func text(of event: EventView) -> JSONText? {
    var found: JSONText?
    event.responseElements?.forEachMember { name, value in
      if name.equals("credentials") || name.equals("accessKey") {
        found = value.member("accessKeyId")?.text ?? found
      } else if name.equals("credentialSet") {
        value.forEachElement { element in
          found = element.member("credentials")?.member("accessKeyId")?.text ?? found
          return found == nil
        }
      }
      return true
    }
    return found.flatMap { $0.raw.isEmpty ? nil : $0 }
  }
}

/// What the caller's and the owner's copies of one cross-account call have in common.
enum SharedEvent {
  /// A hash of `sharedEventID`, never 0; 0 where the record has none. Keyed anew for each run.
  static func hash(of event: EventView) -> UInt32 {
    guard let id = event.sharedEventID else { return 0 }
    return id.withUTF8 { bytes in
      var hasher = Hasher()
      hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
      return max(1, UInt32(truncatingIfNeeded: hasher.finalize()))
    }
  }
}
