import CloudTrail
import Testing

@testable import Pipeline

@Suite struct DoctorReportTests {
  private func hop(_ kind: HopKind, _ finding: Finding, behind: HopKind? = nil) -> Hop {
    Hop(
      kind: kind, place: Hop.Place(account: "111122223333", accountName: "payments", region: "us-east-1"),
      subject: nil, finding: finding, behind: behind)
  }

  private func report(_ hops: Hop...) -> DoctorReport {
    DoctorReport(generatedAt: Timestamp(seconds: 1_795_000_000), hops: hops)
  }

  @Test func `one broken hop outweighs all that is unknown`() {
    let found = report(
      hop(.clock, .ok("right")), hop(.trail, .unknown("?")), hop(.rule, .broken("gone", remedy: "make it")))
    #expect(found.verdict == .broken)
    #expect(report(hop(.trail, .unknown("?"))).verdict == .unknown)
    #expect(report(hop(.trail, .ok("logs"))).verdict == .ok)
  }

  @Test func `text begins with what is broken, and the remedy stands below its hop`() {
    let lines = report(
      hop(.credentials, .ok("arn")), hop(.rule, .broken("gone", remedy: "make it"))
    ).lines
    #expect(lines[0] == "Broken: rule in payments (111122223333), us-east-1. 1 broken, 0 unknown, 1 ok.")
    #expect(lines[2] == "payments (111122223333)")
    #expect(lines.last == "          → make it")
  }

  @Test func `what is not judged for one reason is one line`() {
    let lines = report(
      hop(.credentials, .ok("arn")), hop(.rule, .broken("gone", remedy: "make it")),
      hop(.ruleState, .unknown(""), behind: .rule), hop(.target, .unknown(""), behind: .rule)
    ).lines
    #expect(lines.last == "  unknown not judged behind rule: rule state, target")
  }

  @Test func `what others wrote moves no cursor`() {
    let lines = report(hop(.rule, .broken("\u{1B}[2J", remedy: "\u{1B}]0;x"))).lines
    #expect(!lines.joined().unicodeScalars.contains("\u{1B}"))
  }

  @Test func `JSON has every key in its order`() throws {
    let text = report(hop(.clock, .ok("right"))).json
    #expect(
      text.contains(
        #"{"account":"111122223333","name":"payments","region":"us-east-1","hop":"clock","subject":null,"#
          + #""state":"ok","evidence":"right","remedy":null,"behind":null,"actions":["sts:GetCallerIdentity"]}"#
      ))
    #expect(text.hasPrefix(#"{"schema":"iamwatch.doctor/1","generatedAt":"#))
    _ = try JSONDocument(parsing: Array(text.utf8))
  }
}
