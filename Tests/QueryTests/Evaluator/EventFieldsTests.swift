import CloudTrail
import Testing

@testable import Query

@Suite struct EventFieldsTests {
  private let subject = TestSubject(
    #"{"eventType":"AwsApiCall"}"#,
    fields: [
      .account: "111122223333", .principal: "arn:aws:iam::111122223333:role/team/Deploy",
      .action: "iam:CreateUser",
      .service: "iam", .eventName: "CreateUser", .sourceIPAddress: "203.0.113.9",
    ])
  private let names = ["111122223333": "payments", "444455556666": "search"]

  @Test(
    "a derived field matches by either of its forms",
    arguments: [
      "account:111122223333", "account:Payments", "account:pay*", "principal:role/deploy",
      "principal:arn:aws:iam::111122223333:role/team/Deploy", "action:iam:CreateUser", "action:createuser",
      "action:(DeleteUser OR CreateUser)", "service:IAM", "ip:203.0.113.0/24", "eventName:CreateUser",
      "account[one]:(NOT search)",
    ])
  func forms(filter: String) throws { #expect(try holds(filter, subject, names: names)) }

  @Test(
    "and by nothing else",
    arguments: [
      "account:search", "principal:Deploy", "action:iam", "ip:203.0.114.0/24", "region:us-east-1", "error:*",
      "account[one]:(NOT payments)", "principal[one]:(NOT role/Deploy)", "action[one]:(NOT CreateUser)",
    ])
  func others(filter: String) throws { #expect(try !holds(filter, subject, names: names)) }

  @Test("selecting a row asks its exact bytes")
  func exact() {
    #expect(Predicate.equals(.account, ExactString("111122223333")).matches(subject))
    #expect(!Predicate.equals(.action, ExactString("iam:createuser")).matches(subject))
  }

  @Test("the flags are the event's own")
  func flags() throws {
    let subject = TestSubject("{}", fields: [.principalType: "Root"])
    (subject.isError, subject.isDenied, subject.isWrite) = (true, false, true)
    #expect(try holds("is:error is:write is:root -is:denied -is:read -is:alert", subject))
  }

  @Test(
    "the console is told by type, session or agent",
    arguments: [
      #"{"eventType":"AwsConsoleSignIn"}"#, #"{"eventType":"AwsConsoleAction"}"#,
      #"{"sessionCredentialFromConsole":"true"}"#, #"{"sessionCredentialFromConsole":true}"#,
    ])
  func console(record: String) throws { #expect(try holds("is:console", record)) }

  @Test("an event of the API was not made in the console")
  func notConsole() throws { #expect(try holds("-is:console", subject)) }

  @Test("alerts are asked by rule and by severity")
  func alerts() throws {
    let subject = TestSubject("{}")
    subject.alerts = [("iam-key", .low), ("trail-stopped", .high)]
    for filter in [
      "is:alert", "rule:iam-*", "rule:TRAIL-STOPPED", "severity:high", "severity:>=high",
      "severity:low..medium", "severity:<low OR is:alert",
    ] { #expect(try holds(filter, subject), "\(filter)") }
    for filter in ["rule:iam", "severity:medium", "severity:critical", "severity:>high", "severity:<low"] {
      #expect(try !holds(filter, subject), "\(filter)")
    }
  }

  @Test(
    "times are asked with both ends included, a day whole",
    arguments: [
      ("time:2026-11-01", true), ("time:2026-11-01T12:00Z", true), ("time:2026-11-01T12:01Z", false),
      ("time:2026-11-01T00:00Z..2026-11-01T12:00Z", true), ("time:..2026-11-01T11:59:59.999Z", false),
      ("time:>2026-11-01T12:00Z", false), ("time:>=2026-11-01T12:00Z", true), ("time:<=2026-11-01", true),
      ("time:>2026-11-01", false), ("time:<2026-11-01", false), ("time:>-1s", true), ("time:<-1s", false),
      ("eventTime:-2h..", true), ("time:2026-10-31..2026-11-01", true), (#"time:"2026-11-01 12:00""#, true),
    ])
  func times(filter: String, expected: Bool) throws {
    let subject = TestSubject("{}")
    subject.time = noon
    #expect(try holds(filter, subject) == expected)
  }

  @Test("a time in the record is compared as a time")
  func recordTimes() throws {
    let record = #"{"responseElements":{"credentials":{"expiration":"2026-11-01T13:00:00+01:00"}}}"#
    #expect(try holds("responseElements.credentials.expiration:2026-11-01T12:00Z..2026-11-01T12:00Z", record))
    #expect(try !holds("responseElements.credentials.expiration:>2026-11-01T12:00Z", record))
  }

  @Test("the record is read once, and not where something else decides")
  func reads() throws {
    let read = TestSubject(#"{"eventType":"x"}"#)
    #expect(try holds("(eventType:x OR eventType:y) (-eventType:z has:eventType) x", read))
    #expect(read.recordReads == 1)
    let unread = TestSubject(#"{"eventType":"x"}"#, fields: [.action: "iam:GetUser"])
    #expect(try !holds("eventType:x action:CreateUser", unread))
    #expect(unread.recordReads == 0)
  }

  @Test("a record that cannot be read any more has no values")
  func gone() throws {
    #expect(try !holds("eventType:*", TestSubject()) && holds("-eventType:*", TestSubject()))
  }
}
