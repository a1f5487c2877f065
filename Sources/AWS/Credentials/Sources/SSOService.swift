import CloudTrail
import Text

/// IAM Identity Center: credentials of a role for the token of `aws sso login`, and the token renewed where it can be.
struct SSOService: Sendable {
  let plan: SingleSignOn
  let file: SSOTokenFile
  let endpoints: ServiceEndpoints
  let http: any HTTPTransport
  let now: @Sendable () -> Timestamp

  /// - Throws: ``CredentialsError/signInNeeded(profile:_:)`` when the token is missing, over or refused, else what went wrong.
  func credentials() async throws(CredentialsError) -> Credentials {
    guard let found = try file.token() else {
      throw .signInNeeded(
        profile: plan.profile, "there is no token for \(plan.session ?? plan.startURL) in \(file.path)")
    }
    let token = try await current(found)
    let query = [("role_name", plan.roleName), ("account_id", plan.accountID)]
    let request = HTTPRequest(
      method: "GET",
      url: endpoints.portal(plan.region) + "/federation/credentials?" + formEncoded(query),
      headers: [HTTPHeader("x-amz-sso_bearer_token", token.exposed)])
    let what = "IAM Identity Center's GetRoleCredentials"
    let answer = try await request.answered(http, by: what)
    switch answer.status {
    case 200: return try role(answer.body, what)
    case 401:
      throw .signInNeeded(
        profile: plan.profile, "IAM Identity Center no longer accepts the token in \(file.path)")
    default:
      throw ServiceRefusal(answer).error(
        of: "\(what) for \(plan.roleName) in \(plan.accountID)", hiding: [token])
    }
  }

  /// The token, renewed from 15 minutes before its end as botocore's `SSOTokenProvider` does; a legacy one never is.
  private func current(_ token: SSOToken) async throws(CredentialsError) -> Secret {
    let left = token.expiresAt.milliseconds - now().milliseconds
    if left >= RefreshingCredentials.advisory { return token.accessToken }
    if let renewed = try await renewed(token) { return renewed.accessToken }
    guard left > 0 else {
      throw .signInNeeded(
        profile: plan.profile, "the token in \(file.path) ended at \(token.expiresAt.rfc3339)")
    }
    return token.accessToken
  }

  /// Nil where the token has no means of being renewed, or the service refuses.
  private func renewed(_ token: SSOToken) async throws(CredentialsError) -> SSOToken? {
    guard plan.session != nil, let refresh = token.refreshToken, let client = token.client,
      client.expiresAt > now()
    else { return nil }
    let members = [
      ("clientId", client.id), ("clientSecret", client.secret.exposed), ("grantType", "refresh_token"),
      ("refreshToken", refresh.exposed),
    ].map { "\(jsonString($0.0)):\(jsonString($0.1))" }.joined(separator: ",")
    let request = HTTPRequest(
      method: "POST", url: endpoints.oidc(plan.region) + "/token",
      headers: [HTTPHeader("Content-Type", "application/json")], body: Array("{\(members)}".utf8))
    guard let answer = try? await request.answered(http, by: "IAM Identity Center's CreateToken"),
      answer.status == 200, let document = try? JSONDocument(parsing: answer.body)
    else { return nil }
    let fields = document.withView { view in
      (view.text("accessToken"), view.member("expiresIn")?.integer, view.text("refreshToken"))
    }
    guard let access = fields.0, let seconds = fields.1, (1...31_536_000).contains(seconds) else {
      return nil
    }
    var renewed = token
    renewed.accessToken = Secret(access)
    renewed.expiresAt = Timestamp(milliseconds: now().milliseconds + seconds * 1000)
    renewed.refreshToken = fields.2.map(Secret.init)
    try file.save(renewed, plan)
    return renewed
  }

  private func role(_ body: [UInt8], _ what: String) throws(CredentialsError) -> Credentials {
    guard let document = try? JSONDocument(parsing: body) else {
      throw .malformedAnswer(what, "it is not a JSON object")
    }
    let found = document.withView { view -> Credentials? in
      guard let role = view.member("roleCredentials"), let keyID = role.text("accessKeyId"),
        let secret = role.text("secretAccessKey"), let token = role.text("sessionToken"),
        let end = role.member("expiration")?.integer
      else { return nil }
      return Credentials(
        accessKeyID: keyID, secretAccessKey: Secret(secret), sessionToken: Secret(token),
        expiration: Timestamp(milliseconds: end))
    }
    guard let found else { throw .malformedAnswer(what, "roleCredentials is incomplete") }
    return found
  }
}
