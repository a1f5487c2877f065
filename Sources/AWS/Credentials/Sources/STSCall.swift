import CloudTrail

/// How an operation of STS is called and its answer read.
extension STSService {
  /// Calls an operation that gives credentials.
  /// - Parameters:
  ///   - source: What signs the request; nil for one that its token vouches for.
  ///   - secrets: What no error may repeat.
  func call(
    _ form: [(String, String)], _ operation: String, signedWith source: Credentials?, hiding secrets: [Secret]
  ) async throws(CredentialsError) -> Credentials {
    let root = try await answer(form, operation, signedWith: source, hiding: secrets)
    guard let found = root.first("Credentials"), let keyID = found["AccessKeyId"]?.text,
      let secret = found["SecretAccessKey"]?.text, let token = found["SessionToken"]?.text,
      let end = found["Expiration"].flatMap({ Timestamp($0.text) })
    else { throw .malformedAnswer(operation, "Credentials is missing or incomplete") }
    return Credentials(
      accessKeyID: keyID, secretAccessKey: Secret(secret), sessionToken: Secret(token), expiration: end)
  }

  /// Whose credentials these are: the ARN that GetCallerIdentity tells, which no policy can deny.
  func callerARN(_ credentials: Credentials) async throws(CredentialsError) -> String {
    let form = [("Action", "GetCallerIdentity"), STSService.version]
    let operation = "GetCallerIdentity"
    let secrets = [credentials.secretAccessKey] + (credentials.sessionToken.map { [$0] } ?? [])
    let root = try await answer(form, operation, signedWith: credentials, hiding: secrets)
    guard let arn = root.first("Arn")?.text, !arn.isEmpty else {
      throw .malformedAnswer(operation, "Arn is missing")
    }
    return arn
  }

  private func answer(
    _ form: [(String, String)], _ operation: String, signedWith source: Credentials?, hiding secrets: [Secret]
  ) async throws(CredentialsError) -> XMLElement {
    let (url, signingRegion) = endpoints.sts(region)
    var request = HTTPRequest(
      method: "POST", url: url + "/",
      headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
      body: Array(formEncoded(form).utf8))
    if let source {
      request = signer.signed(request, with: source, service: "sts", region: signingRegion, at: now())
    }
    let answer = try await request.answered(http, by: "STS at \(url)")
    guard answer.status == 200 else {
      throw ServiceRefusal(answer).error(of: operation, hiding: secrets)
    }
    guard let root = XMLElement(parsing: answer.body) else {
      throw .malformedAnswer(operation, "it is not XML")
    }
    return root
  }
}
