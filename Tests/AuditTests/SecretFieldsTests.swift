import CloudTrail
import Testing

@testable import Audit

@Suite("Members that hold secrets")
struct SecretFieldsTests {
  private func hidden(_ object: String) throws -> [String] {
    var names: [String] = []
    try JSONDocument(parsing: Array(object.utf8)).withView { view in
      view.forEachMember { key, value in
        if SecretFields.hides(key, value) { names.append(key.string) }
        return true
      }
    }
    return names
  }

  @Test(
    "are hidden by their names, in any case and with anything before",
    arguments: [
      "sessionToken", "secretAccessKey", "password", "newPassword", "MasterUserPassword",
      "X-Amz-Security-Token",
      "privateKey", "secretString", "plaintext", "webIdentityToken", "SAMLAssertion", "clientSecret",
      #"p\u0061ssword"#,
    ])
  func names(name: String) throws { #expect(try hidden(#"{"\#(name)":"x"}"#).count == 1) }

  @Test("whatever their value is")
  func values() throws {
    #expect(
      try hidden(#"{"password":"x","newPassword":{"a":"b"},"oldPassword":["x"],"pinPassword":1234}"#).count
        == 4)
  }

  @Test(
    "but not ids, flags and what is hidden already",
    arguments: [
      #"{"accessKeyId":"AKIAEXAMPLE"}"#, #"{"allowUsersToChangePassword":true}"#, #"{"password":null}"#,
      #"{"password":""}"#, #"{"password":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#, #"{"masterPassword":"****"}"#,
      #"{"passwordResetRequired":"x"}"#, #"{"nextToken":"x"}"#, #"{"clientToken":"x"}"#, #"{"secretId":"x"}"#,
      #"{"passwordLastUsed":"x"}"#,
    ])
  func shown(object: String) throws { #expect(try hidden(object).isEmpty) }
}
