import Testing

@testable import Query

@Suite struct SeverityTests {
  @Test("severities rise from informational to critical")
  func order() { #expect(Severity.allCases == Severity.allCases.sorted()) }

  @Test("a severity is read by its Sigma name in any case", arguments: Severity.allCases)
  func named(severity: Severity) {
    #expect(Severity(named: severity.name.uppercased()) == severity)
  }

  @Test("what is worth an eye begins at medium")
  func notable() { #expect(Severity.allCases.filter(\.isNotable) == [.medium, .high, .critical]) }

  @Test("another word is no severity")
  func unknown() { #expect(Severity(named: "severe") == nil) }
}
