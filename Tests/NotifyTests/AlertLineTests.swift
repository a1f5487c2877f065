import CloudTrail
import Testing

@testable import Notify

@Suite("The line of an alert")
struct AlertLineTests {
  private func keys(_ view: JSONView) -> [String] {
    var keys: [String] = []
    view.forEachMember { key, _ in
      keys.append(key.string)
      return true
    }
    return keys
  }

  @Test("has the keys of the snapshot's alert object, then id, event and state, in this order")
  func order() throws {
    let line = try #require(alert(by: try rule())).json(.new)
    #expect(line.last == UInt8(ascii: "\n"))
    let document = try JSONDocument(parsing: line.dropLast())
    document.withView { view in
      #expect(
        keys(view) == [
          "rule", "title", "severity", "count", "first", "last", "accounts", "principals", "eventIDs", "id",
          "event", "state",
        ])
      #expect(view.member("severity")?.text?.string == "high")
      #expect(view.member("state")?.text?.string == "new")
      #expect(view.member("event")?.member("record")?.member("eventID")?.text?.string == "e-1")
    }
  }

  @Test("is one line, whatever the record says")
  func oneLine() throws {
    let raised = try #require(alert(["userAgent": #""a\nb\u2028c""#], by: try rule()))
    #expect(raised.json(.suppressed).filter { $0 == UInt8(ascii: "\n") }.count == 1)
  }

  @Test(
    "the command that opens an event is one word to a shell, whatever the id is",
    arguments: [
      ("00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000001"),
      ("x; rm -rf ~", "'x; rm -rf ~'"), ("a'b", #"'a'\''b'"#), ("--help", "'--help'"),
    ])
  func open(id: String, word: String) throws {
    #expect(alert(id: id, by: try rule())?.openCommand == "iamwatch tui --event \(word)")
  }
}
