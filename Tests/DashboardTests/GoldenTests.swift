@testable import Dashboard
import Query
import Terminal
import Testing

import Glibc

/// Whole screens, compared with files that were read line by line before they were accepted. `IAMWATCH_REWRITE_GOLDENS=1` writes them
/// anew; read the difference before it is kept.
@Suite("Whole screens")
struct GoldenTests {
  @Test("the day's screen", arguments: [(80, 24), (120, 40), (200, 60), (40, 10), (60, 17)])
  func day(columns: Int, rows: Int) throws {
    try check(Screen(columns: columns, rows: rows), "day-\(columns)x\(rows)")
  }

  @Test(
    "an event's details over the events at 80x24, beside them at 120x40", arguments: [(80, 24), (120, 40)])
  func details(columns: Int, rows: Int) throws {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.down, .down, .down, .down, .enter)
    try check(screen, "details-\(columns)x\(rows)")
  }

  @Test("an account drilled into, an action selected, a filter in force")
  func narrowed() throws {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type("is:write")
    screen.press(.enter)
    screen.model.focus = .accounts
    screen.press(.down, .enter, .right, .right, .down)
    try check(screen, "narrowed-120x40")
  }

  @Test("two hours brushed, up to the incident", arguments: [(80, 24), (120, 40), (200, 60)])
  func brush(columns: Int, rows: Int) throws {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.character("v"), .left, .left, .left, .left, .left, .left, .left)
    try check(screen, "brush-\(columns)x\(rows)")
  }

  @Test("the timeline on the full screen, its cursor on the night")
  func timeline() throws {
    var screen = Screen(columns: 100, rows: 30)
    screen.model.focus = .timeline
    screen.press(.character("f"), .home)
    for _ in 0..<30 { screen.press(.right) }
    try check(screen, "timeline-100x30")
  }

  @Test("a filter with a mistake")
  func mistake() throws {
    var screen = Screen(columns: 80, rows: 24)
    screen.press(.character("/"))
    screen.type("is:error AND is:wrong")
    try check(screen, "mistake-80x24")
  }

  /// Three marks, two of them with notes.
  private func marked(columns: Int, rows: Int) -> Screen {
    var screen = Screen(columns: columns, rows: rows)
    screen.press(.down, .down, .character("m"), .down, .down, .character("m"), .down, .character("m"))
    screen.press(.character("M"), .character("n"))
    screen.type("the key was made for the user it then attached")
    screen.press(.enter, .down, .character("n"))
    screen.type("detached 14:20, ticket 4711")
    screen.press(.enter)
    return screen
  }

  @Test("the marks", arguments: [(80, 24), (120, 40), (200, 60), (40, 10)])
  func marks(columns: Int, rows: Int) throws {
    try check(marked(columns: columns, rows: rows), "marks-\(columns)x\(rows)")
  }

  @Test("a note being written")
  func note() throws {
    var screen = marked(columns: 80, rows: 24)
    screen.press(.character("n"), .control("a"))
    try check(screen, "note-80x24")
  }

  @Test("what to export", arguments: [(80, 24), (120, 40), (200, 60), (40, 10)])
  func export(columns: Int, rows: Int) throws {
    var screen = marked(columns: columns, rows: rows)
    screen.press(.escape, .character("/"))
    screen.type("is:write")
    screen.press(.enter, .character("e"), .down, .down, .down)
    try check(screen, "export-\(columns)x\(rows)")
  }

  @Test("the session's problems")
  func problems() throws {
    var screen = Screen(columns: 80, rows: 24)
    var broken = SourceHealth(source: "/var/log/iam.json.gz")
    (broken.state, broken.read, broken.rejected) = (.partial, 12_040, 3)
    broken.error = "the gzip member ends in its middle"
    screen.send(.health(Story.health + [broken]))
    screen.send(.problem(Problem(time: Story.now, source: "/var/log/iam.json.gz:118", text: "is no record")))
    screen.press(.character("!"))
    try check(screen, "problems-80x24")
  }
}

/// Compares the screen with the file, or writes the file.
func check(_ screen: Screen, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let path =
    "\(#filePath)".split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/Goldens/\(name).txt"
  let text = screen.lines.joined(separator: "\n") + "\n"
  if getenv("IAMWATCH_REWRITE_GOLDENS") != nil {
    try write(text, to: path)
  } else {
    let expected = try #require(read(path), "no golden file \(name)", sourceLocation: sourceLocation)
    let wrong = zip(expected.split(separator: "\n", omittingEmptySubsequences: false), screen.lines + [""])
      .filter { $0 != $1 }
    #expect(
      text == expected, "\(wrong.map { "- \($0)\n+ \($1)" }.joined(separator: "\n"))",
      sourceLocation: sourceLocation)
  }
}

private func read(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var byte = getc(file)
  while byte != EOF {
    bytes.append(UInt8(truncatingIfNeeded: byte))
    byte = getc(file)
  }
  return String(decoding: bytes, as: UTF8.self)
}

private func write(_ text: String, to path: String) throws {
  let file = try #require(fopen(path, "w"))
  defer { fclose(file) }
  #expect(fputs(text, file) >= 0)
}
