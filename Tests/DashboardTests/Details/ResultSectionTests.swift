import Audit
import Terminal
import Testing

@testable import Dashboard

@Suite("Why a call failed")
struct ResultSectionTests {
  /// What stands under `got` for an event with this error.
  private func got(_ message: String, code: String? = "AccessDenied") -> [String] {
    var world = Cases.denied
    (world.events[0].errorCode, world.events[0].isError) = (code, code != nil)
    world.records[world.events[0].id] = #"{"errorMessage":"\#(message)"}"#
    let lines = Screen.opened(world, columns: 200, rows: 60).model.details.lines
    guard let start = lines.firstIndex(where: { $0.label == "got" }) else { return [] }
    let rest = lines[start...].dropFirst().prefix { $0.label.isEmpty && !$0.isFlush }
    return [lines[start].text] + rest.map(\.text)
  }

  private let call =
    "User: arn:aws:iam::111122223333:user/dev is not authorized to perform: iam:X on resource: r"

  @Test("a refusal is taken apart")
  func denied() {
    #expect(
      got("\(call) because no identity-based policy allows the iam:X action") == [
        "denied: no identity-based policy allows it", "who     user/dev",
        "what    iam:X", "on      r", "no Deny was met: an Allow is missing there",
      ])
  }

  @Test("a service control policy's denial may be a missing Allow")
  func serviceControl() {
    #expect(
      got("\(call) with an explicit deny in a service control policy: arn:p") == [
        "denied: explicit deny in a service control policy", "who     user/dev",
        "what    iam:X", "on      r", "policy  arn:p",
        "or no Allow in it: AWS words both alike for these policies",
      ])
  }

  @Test("one that says little is said to")
  func little() {
    #expect(got("Access Denied") == ["denied; the message does not say by which policy"])
    #expect(got("The request was denied due to a VPC endpoint policy") == ["denied by a VPC endpoint policy"])
  }

  @Test("an encoded one is named as such, and not shown")
  func encoded() {
    #expect(
      got("You are not authorized to perform this operation. Encoded authorization failure message: 1Qju1r")
        == [
          "denied; the message does not say by which policy",
          "the rest is encoded: only sts:DecodeAuthorizationMessage reads it",
        ])
  }

  @Test("any other error stands as it is")
  func other() {
    #expect(got("Rate exceeded", code: "ThrottlingException") == ["Rate exceeded"])
    #expect(got("Failed authentication", code: nil) == ["Failed authentication"])
  }

  @Test("no message, no section") func none() { #expect(got("") == []) }
}
