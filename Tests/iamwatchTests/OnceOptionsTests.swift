import Query
import Testing

@testable import iamwatch

@Suite("What --once prints")
struct OnceOptionsTests {
  private func options(
    format: String? = "text", size: String? = "120x40", top: Int? = 10, failOn: String? = "high"
  ) throws(UsageError) -> OnceOptions {
    try OnceOptions(format: format, size: size, top: top, failOn: failOn)
  }

  @Test("each format of the contract is known", arguments: ["text", "ansi", "json", "ndjson", "csv", "svg"])
  func formats(name: String) throws { #expect(try options(format: name).format.rawValue == name) }

  @Test("any other format is refused", arguments: ["", "JSON", "xml", "text "])
  func badFormat(name: String) { #expect(throws: UsageError.self) { try options(format: name) } }

  @Test(
    "a size is columns and rows", arguments: [("80x24", 80, 24), ("1x1", 1, 1), ("1000x1000", 1000, 1000)])
  func size(text: String, columns: Int, rows: Int) throws {
    let options = try options(size: text)
    #expect((options.columns, options.rows) == (columns, rows))
  }

  @Test(
    "any other size is refused",
    arguments: ["", "80", "80x", "x24", "0x24", "80x0", "-80x24", "80x24x2", "80X24", "1001x9"])
  func badSize(text: String) { #expect(throws: UsageError.self) { try options(size: text) } }

  @Test("at least one row is asked for", arguments: [0, -1, Int.min])
  func badTop(top: Int) { #expect(throws: UsageError.self) { try options(top: top) } }

  @Test("a severity is one of Sigma's levels", arguments: Severity.allCases)
  func failOn(severity: Severity) throws { #expect(try options(failOn: severity.name).failOn == severity) }

  @Test("any other severity is refused", arguments: ["", "bad", "crit", "5"])
  func badFailOn(text: String) { #expect(throws: UsageError.self) { try options(failOn: text) } }

  @Test(
    "a refusal names the flag and what was given",
    arguments: [
      ("--format", "xml", "120x40", "high"), ("--size", "text", "big", "high"),
      ("--fail-on", "text", "120x40", "bad"),
    ])
  func refusals(flag: String, format: String, size: String, failOn: String) {
    let error = #expect(throws: UsageError.self) { try options(format: format, size: size, failOn: failOn) }
    #expect(error?.description.contains(flag) == true)
  }
}
