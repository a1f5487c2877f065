import CloudTrail

/// The Security Token Service: roles assumed.
struct STSService: Sendable {
  let endpoints: ServiceEndpoints
  let region: String?
  let http: any HTTPTransport
  let signer: any RequestSigner
  let now: @Sendable () -> Timestamp
  /// Asks a person for the code of an MFA device; nil where nobody can be asked.
  let askForCode: MFAPrompt?

  static let version = ("Version", "2011-06-15")

  /// - Throws: ``CredentialsError/refused(_:code:message:)`` or what else went wrong.
  func assume(_ role: AssumedRole, with source: Credentials) async throws(CredentialsError) -> Credentials {
    var form = [("Action", "AssumeRole"), STSService.version, ("RoleArn", role.roleARN)]
    form.append(("RoleSessionName", role.sessionName ?? defaultSessionName))
    if let id = role.externalID { form.append(("ExternalId", id)) }
    if let seconds = role.durationSeconds { form.append(("DurationSeconds", "\(seconds)")) }
    if let serial = role.mfaSerial {
      form.append(("SerialNumber", serial))
      form.append(("TokenCode", try await code(of: serial)))
    }
    let secrets = [source.secretAccessKey] + (source.sessionToken.map { [$0] } ?? [])
    return try await call(form, "AssumeRole of \(role.roleARN)", signedWith: source, hiding: secrets)
  }

  /// - Throws: as above, and when the token's file cannot be read.
  func assume(_ identity: WebIdentity) async throws(CredentialsError) -> Credentials {
    guard let token = try FileText.read(identity.tokenFile) else {
      throw .unreadableFile(identity.tokenFile, "the web identity's token is not there")
    }
    let form = [
      ("Action", "AssumeRoleWithWebIdentity"), STSService.version, ("RoleArn", identity.roleARN),
      ("RoleSessionName", identity.sessionName ?? defaultSessionName), ("WebIdentityToken", token),
    ]
    let secrets = [Secret(token), Secret(String(token.trimmed))]
    return try await call(
      form, "AssumeRoleWithWebIdentity of \(identity.roleARN)", signedWith: nil, hiding: secrets)
  }

  /// Who a session is named for when the profile does not say.
  private var defaultSessionName: String { "iamwatch-\(now().seconds)" }

  private func code(of serial: String) async throws(CredentialsError) -> String {
    guard let askForCode, let code = await askForCode(serial) else {
      throw .multiFactorNeeded(serial: serial)
    }
    return code
  }
}
