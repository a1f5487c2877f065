import CloudTrail
import Testing

@testable import Detection

/// One call of an IAM user's key, some seconds into the day.
private struct Call {
  var second: Int
  var action: String
  var error: String?
  var userName = "nightly-backup"
  var address = "203.0.113.9"
  var parameters = "null"
  var response = "null"

  var record: String {
    let time = CivilTime(seconds: Int64(1_793_491_200 + second))
    let parts = action.split(separator: ":")
    let failure = error.map { #""errorCode":"\#($0)","# } ?? ""
    return #"{"eventTime":"\#(time.date)T\#(time.clock)Z","eventID":"\#(action)-\#(second)","#
      + #""eventSource":"\#(parts[0]).amazonaws.com","eventName":"\#(parts[1])",\#(failure)"#
      + #""sourceIPAddress":"\#(address)","userIdentity":{"type":"IAMUser","userName":"\#(userName)","#
      + #""arn":"arn:aws:iam::111122223333:user/\#(userName)","accessKeyId":"AKIAIOSFODNN7EXAMPLE"},"#
      + #""requestParameters":\#(parameters),"responseElements":\#(response)}"#
  }

  static func signIn(_ second: Int, _ outcome: String, user: String = "ana", from: String = "203.0.113.9")
    -> Call
  {
    Call(
      second: second, action: "signin:ConsoleLogin", userName: user, address: from,
      response: #"{"ConsoleLogin":"\#(outcome)"}"#)
  }
}

/// The ids of the built-in correlations that calls complete, each once.
private func raised(_ calls: [Call]) -> Set<String> {
  let rules = RuleSet([], correlations: BuiltIn.loaded.correlations)
  var engine = CorrelationEngine(rules.correlations)
  let observed = RecordText.map(calls.map { $0.record + "\n" }.joined()) { event in
    rules.observation(of: event, id: event.eventID?.string ?? "", matches: rules.matches(event))
  }
  let alerts = observed.compactMap { $0 }.flatMap { engine.take($0) }
  return Set(alerts.map { rules.correlations.correlations[$0.correlation].id })
}

@Suite struct BuiltInCorrelationsTests {
  @Test("five failed sign-ins from one address within a quarter of an hour are one alert, four are none")
  func failures() {
    let five = (0..<5).map { Call.signIn($0 * 200, "Failure") }
    #expect(raised(five) == ["signin-failures"])
    #expect(raised(Array(five.dropLast())) == [])
    #expect(raised((0..<5).map { Call.signIn($0 * 300, "Failure") }) == [])
    #expect(raised((0..<5).map { Call.signIn($0, "Failure", from: "203.0.113.\($0)") }) == [])
  }

  @Test("a success after the failures, from their address, is a guessed password; before them it is not")
  func guessed() {
    let failures = (1...5).map { Call.signIn($0 * 10, "Failure") }
    #expect(raised(failures + [.signIn(60, "Success")]) == ["signin-failures", "signin-guessed"])
    #expect(raised([.signIn(0, "Success")] + failures) == ["signin-failures"])
    #expect(raised(failures + [.signIn(60, "Success", from: "198.51.100.4")]) == ["signin-failures"])
  }

  @Test("failures of four users from one address are a spray, of one user four times they are not")
  func spray() {
    #expect(
      raised((0..<4).map { Call.signIn($0 * 900, "Failure", user: "user\($0)") }) == [
        "signin-many-users-one-address"
      ])
    #expect(raised((0..<4).map { Call.signIn($0 * 900, "Failure") }) == [])
  }

  @Test("six different questions by a key within five minutes are enumeration, one question six times is not")
  func enumeration() {
    let names = ["ListUsers", "ListRoles", "GetUser", "ListGroups", "GetAccountSummary", "ListPolicies"]
    let asked = names.enumerated().map { Call(second: $0.offset * 50, action: "iam:\($0.element)") }
    #expect(raised(asked) == ["iam-enumeration"])
    #expect(raised(Array(asked.dropLast())) == [])
    #expect(raised((0..<6).map { Call(second: $0, action: "iam:ListUsers") }) == [])
  }

  @Test("twenty refusals within five minutes are a burst, nineteen are none, nor other errors")
  func burst() {
    let refused = { (count: Int, error: String) in
      (0..<count).map { Call(second: $0 * 15, action: "sts:GetSessionToken", error: error) }
    }
    #expect(raised(refused(20, "AccessDenied")) == ["identity-access-denied-burst"])
    #expect(raised(refused(19, "AccessDenied")) == [])
    #expect(raised(refused(20, "ThrottlingException")) == [])
  }

  @Test("five roles refused within ten minutes are guesses, one role five times is not")
  func roles() {
    let refused = { (role: Int, second: Int) in
      Call(
        second: second, action: "sts:AssumeRole", error: "AccessDenied",
        parameters: #"{"roleArn":"arn:aws:iam::111122223333:role/r\#(role)"}"#)
    }
    #expect(raised((0..<5).map { refused($0, $0 * 100) }) == ["sts-role-guessing"])
    #expect(raised((0..<5).map { refused(1, $0 * 100) }) == [])
  }

  @Test("ten secrets read within ten minutes are many, one secret ten times is not")
  func secrets() {
    let read = { (secret: Int, second: Int) in
      Call(
        second: second, action: "secretsmanager:GetSecretValue", parameters: #"{"secretId":"s\#(secret)"}"#)
    }
    #expect(raised((0..<10).map { read($0, $0 * 60) }) == ["secrets-read-many"])
    #expect(raised((0..<10).map { read(1, $0 * 60) }) == [])
  }

  @Test(
    "after a week a principal's first action is new, its second time is not, and nor is another's reading")
  func newAction() {
    let day = 86_400
    let before = (0...8).map { Call(second: $0 * day, action: "iam:TagUser") }
    let new = Call(second: 8 * day + 1, action: "iam:CreateAccessKey")
    let again = Call(second: 8 * day + 2, action: "iam:CreateAccessKey")
    #expect(raised(before + [new, again]) == ["principal-action-first-seen"])
    #expect(raised(before + [Call(second: 8 * day + 1, action: "iam:ListRoles")]) == [])
    #expect(raised(Array(before.prefix(6)) + [Call(second: 6 * day, action: "iam:CreateAccessKey")]) == [])
  }

  @Test("after a week a user's key from another network is new, from a neighbour's address it is not")
  func newNetwork() {
    let day = 86_400
    let before = (0...8).map { Call(second: $0 * day, action: "sts:GetCallerIdentity") }
    let moved = { Call(second: 8 * day + 1, action: "sts:GetCallerIdentity", address: $0) }
    #expect(raised(before + [moved("198.51.100.4")]) == ["user-network-first-seen"])
    #expect(raised(before + [moved("203.0.113.77")]) == [])
  }

  @Test("an account that was heard of for a week and is no more is silent, a younger one is not")
  func silence() {
    for (days, expected) in [(8, ["account-silent"]), (6, [])] {
      let rules = RuleSet([], correlations: BuiltIn.loaded.correlations)
      var engine = CorrelationEngine(rules.correlations, isInOrder: true)
      var alerts: [CorrelationAlert] = []
      for hour in 0..<(days + 1) * 24 {
        let time = Timestamp(seconds: Int64(hour) * 3600)
        for account in ["111122223333", "444455556666"] where account.hasPrefix("4") || hour <= days * 24 {
          alerts += engine.take(Beat(time: time, id: "\(account) \(hour)", account: account, source: "feed"))
        }
      }
      alerts += engine.finish(at: Timestamp(milliseconds: .max))
      let raised = alerts.map { rules.correlations.correlations[$0.correlation].id }
      #expect(raised == expected && alerts.allSatisfy { $0.group == ["111122223333"] })
    }
  }
}
