import Terminal
import Testing

@testable import Dashboard

@Suite("Whole screens of the details")
struct DetailsGoldenTests {
  static let sizes = [(80, 24), (120, 40), (200, 60)]

  @Test("a policy with its marks", arguments: sizes)
  func policy(columns: Int, rows: Int) throws {
    var screen = Screen.opened(Cases.policy, columns: columns, rows: rows)
    screen.press(.pageDown)
    try check(screen, "details-policy-\(columns)x\(rows)")
  }

  @Test("the difference to the version before", arguments: sizes)
  func difference(columns: Int, rows: Int) throws {
    var screen = Screen.opened(Cases.policy, columns: columns, rows: rows)
    screen.press(.character("d"))
    try check(screen, "details-difference-\(columns)x\(rows)")
  }

  @Test("a trust policy that lets a foreign account in", arguments: sizes)
  func trust(columns: Int, rows: Int) throws {
    try check(
      Screen.opened(Cases.trust, columns: columns, rows: rows), "details-trust-\(columns)x\(rows)")
  }

  @Test("a refused call", arguments: sizes)
  func denied(columns: Int, rows: Int) throws {
    try check(
      Screen.opened(Cases.denied, columns: columns, rows: rows), "details-denied-\(columns)x\(rows)")
  }

  @Test("a search being typed", arguments: sizes)
  func search(columns: Int, rows: Int) throws {
    var screen = Screen.opened(Cases.policy, columns: columns, rows: rows)
    screen.press(.character("F"))
    screen.type("payments")
    try check(screen, "details-search-\(columns)x\(rows)")
  }

  @Test("the raw record, without its secrets", arguments: sizes)
  func raw(columns: Int, rows: Int) throws {
    var screen = Screen.opened(Cases.secrets, columns: columns, rows: rows)
    screen.press(.character("r"))
    try check(screen, "details-raw-\(columns)x\(rows)")
  }
}
