import CloudTrail

/// Temporary credentials as the metadata services write them: `AccessKeyId`, `SecretAccessKey`, `Token`, `Expiration`.
struct SessionDocument {
  private let document: JSONDocument
  private let service: String

  /// - Throws: ``CredentialsError/malformedAnswer(_:_:)`` for what is no JSON object.
  init(_ body: [UInt8], from service: String) throws(CredentialsError) {
    self.service = service
    do { document = try JSONDocument(parsing: body) } catch {
      throw .malformedAnswer(service, "it is not a JSON object")
    }
  }

  /// - Throws: ``CredentialsError/malformedAnswer(_:_:)`` naming what is missing.
  func credentials() throws(CredentialsError) -> Credentials {
    let fields = document.withView { view in
      (
        view.text("AccessKeyId"), view.text("SecretAccessKey"), view.text("Token"), view.text("Expiration"),
        view.text("Code")
      )
    }
    guard let keyID = fields.0, let secret = fields.1, let token = fields.2 else {
      let code = fields.4.map { " (its Code is \($0))" } ?? ""
      throw .malformedAnswer(service, "AccessKeyId, SecretAccessKey or Token is missing\(code)")
    }
    guard let end = fields.3.flatMap({ Timestamp($0) }) else {
      throw .malformedAnswer(service, "Expiration is not a time")
    }
    return Credentials(
      accessKeyID: keyID, secretAccessKey: Secret(secret), sessionToken: Secret(token), expiration: end)
  }
}
