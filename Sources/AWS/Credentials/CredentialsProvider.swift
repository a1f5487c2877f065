/// Gives what signs requests, and learns how services take it.
package protocol CredentialsProvider: Sendable {
  /// Credentials that are valid now.
  /// - Throws: why there are none.
  func credentials() async throws(CredentialsError) -> Credentials

  /// A service refused these with an error code of a key that is no longer good.
  func refused(_ credentials: Credentials, code: String) async

  /// A service took these.
  func accepted(_ credentials: Credentials) async
}
