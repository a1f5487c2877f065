import CloudTrail
import Digest
import Glibc
import Text

/// What `aws sso login` leaves in `~/.aws/sso/cache`.
struct SSOToken: Sendable {
  var accessToken: Secret
  var expiresAt: Timestamp
  var refreshToken: Secret?
  /// The program that signed in, as IAM Identity Center knows it: needed to renew the token.
  let client: Client?

  struct Client: Sendable {
    let id: String
    let secret: Secret
    let expiresAt: Timestamp
  }
}

/// One token's file, named by the SHA-1 of its session's name, of a legacy profile's start URL.
struct SSOTokenFile: Sendable {
  let path: String

  init(folder: String, plan: SingleSignOn) {
    path = "\(folder)/\(SHA1(of: (plan.session ?? plan.startURL).utf8)).json"
  }

  /// Nil when there is no such file, or it is not a token.
  func token() throws(CredentialsError) -> SSOToken? {
    guard let text = try FileText.read(path), let document = try? JSONDocument(parsing: text.utf8) else {
      return nil
    }
    return document.withView { view in
      guard let token = view.text("accessToken"), let end = view.time("expiresAt") else { return nil }
      return SSOToken(
        accessToken: Secret(token), expiresAt: end, refreshToken: view.text("refreshToken").map(Secret.init),
        client: SSOTokenFile.client(view))
    }
  }

  private static func client(_ view: JSONView) -> SSOToken.Client? {
    guard let id = view.text("clientId"), let secret = view.text("clientSecret"),
      let end = view.time("registrationExpiresAt")
    else { return nil }
    return SSOToken.Client(id: id, secret: Secret(secret), expiresAt: end)
  }

  /// Puts a renewed token into the file's place, for the AWS CLI as for us: a refresh token is good for one use only.
  /// - Throws: ``CredentialsError/unreadableFile(_:_:)``.
  func save(_ token: SSOToken, _ plan: SingleSignOn) throws(CredentialsError) {
    var members = [
      ("startUrl", plan.startURL), ("region", plan.region), ("accessToken", token.accessToken.exposed),
      ("expiresAt", token.expiresAt.rfc3339),
    ]
    if let client = token.client {
      members += [
        ("clientId", client.id), ("clientSecret", client.secret.exposed),
        ("registrationExpiresAt", client.expiresAt.rfc3339),
      ]
    }
    if let refresh = token.refreshToken { members.append(("refreshToken", refresh.exposed)) }
    let text = members.map { "\(jsonString($0.0)): \(jsonString($0.1))" }.joined(separator: ", ")
    try replace(with: Array("{\(text)}".utf8))
  }

  /// Writes beside the file and renames, so that nobody ever reads half of it; only the owner may read it.
  private func replace(with bytes: [UInt8]) throws(CredentialsError) {
    let beside = "\(path).\(getpid()).new"
    unlink(beside)
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .unreadableFile(path, String(cString: strerror(errno))) }
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && close(descriptor) == 0
    guard isWritten, rename(beside, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(beside)
      throw .unreadableFile(path, "it cannot be written: \(reason)")
    }
  }
}

extension JSONView {
  /// A member that is a time; `2026-11-01T00:00:00UTC`, as older versions of the AWS CLI write it, too.
  func time(_ name: StaticString) -> Timestamp? {
    guard let text = text(name) else { return nil }
    return Timestamp(text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
  }
}
