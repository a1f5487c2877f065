import CloudTrail
import Testing

@testable import Query

@Suite struct AnywhereSearchTests {
  private let record = #"""
    {"eventName":"CreateUser","requestParameters":{"policyDocument":"{\"Action\":\"s3:Get\"}","n":12.50,"on":true,
     "tags":[{"key":"Team","value":"caf\u00e9 Süd"}]},"responseElements":null}
    """#

  @Test(
    "a word is found in any key or value, in any case",
    arguments: [
      "createuser", "ateUs", "12.5", "true", "team", "POLICYDOCUMENT", #""action\":\"S3""#, "CAFÉ",
      #""café süd""#, "süd",
      "Create*er", "T?am", "=CreateUser",
    ])
  func found(word: String) throws { #expect(try holds(word, record)) }

  @Test(
    "but not across values, in null, or in what JSON puts between",
    arguments: [
      "null", "eventNameCreateUser", #""eventName\":\"""#, "u00e9", "nope", "=createuser", "Create*12",
    ])
  func missed(word: String) throws { #expect(try !holds(word, record)) }

  @Test("the account's name and the principal's shown form count")
  func derived() throws {
    let subject = TestSubject(
      "{}", fields: [.account: "111122223333", .principal: "arn:aws:iam::1:role/a/Deploy"])
    #expect(try holds("payments", subject, names: ["111122223333": "prod-payments"]))
    #expect(try holds("role/Deploy", subject))
  }
}
