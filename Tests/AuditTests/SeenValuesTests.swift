import CloudTrail
import Query
import Testing

@testable import Audit

@Suite("Which values of a field are held")
struct SeenValuesTests {
  private let store: EventStore = {
    func event(_ number: Int, _ name: String, _ session: String, _ account: String, _ more: String = "")
      -> String
    {
      let identity =
        #""userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::\#(account):assumed-role/Deploy/\#(session)"}"#
      return record(
        "\(number)", at: "12:00:00",
        "\"eventName\":\"\(name)\",\"recipientAccountId\":\"\(account)\",\(identity)\(more)")
    }
    let texts = [
      event(1, "CreateUser", "ci-1", "111122223333"), event(2, "CreateUser", "ci-2", "111122223333"),
      event(3, "ListUsers", "ci-1", "222233334444", ",\"errorCode\":\"AccessDenied\""),
      event(4, "RecreateAll", "kim", "222233334444"), event(5, "CreateRole", "kim", "222233334444"),
    ]
    return AuditTests.store([texts.joined()], keepsDetails: true)
  }()

  private func values(_ field: EventField, _ part: String, limit: Int = 10) -> [String] {
    let seen = store.values(
      SeenValuesRequest(field: field, part: part, limit: limit),
      context: EvaluationContext(accountNames: [ExactString("222233334444"): "payments"]))
    return seen.values.map { "\($0.text) \($0.events)" }
  }

  @Test("those that begin with the part come first, then by events, then by bytes")
  func order() {
    #expect(values(.action, "create") == ["iam:CreateUser 2", "iam:CreateRole 1", "iam:RecreateAll 1"])
  }

  @Test("an empty part is in every value")
  func all() { #expect(values(.session, "") == ["ci-1 2", "kim 2", "ci-2 1"]) }

  @Test("an account is found by its id and by its name")
  func accounts() {
    #expect(values(.account, "PAY") == ["222233334444 3"])
    #expect(values(.account, "2222") == ["222233334444 3", "111122223333 2"])
  }

  @Test("principals are counted by their shown form, services and names by their part of the action")
  func parts() {
    #expect(values(.principal, "deploy") == ["role/Deploy 5"])
    #expect(values(.service, "") == ["iam 5"])
    #expect(values(.eventName, "list") == ["ListUsers 1"])
  }

  @Test("events without a value do not count")
  func absent() { #expect(values(.errorCode, "") == ["AccessDenied 1"]) }

  @Test("no more come than were asked for, but all are counted")
  func limit() {
    let seen = store.values(SeenValuesRequest(field: .action, part: "", limit: 2))
    #expect(seen.values.count == 2 && seen.total == 4)
    #expect(values(.action, "", limit: -1).isEmpty)
  }
}
