import Audit
import CloudTrail
import Query
import Terminal
import Testing

@testable import Dashboard

@Suite("The filter bar")
struct FilterBarTests {
  private func open(_ text: String = "") -> Screen {
    var screen = Screen()
    screen.press(.character("/"))
    screen.type(text)
    return screen
  }

  @Test("the panes narrow with every letter that leaves a filter")
  func live() {
    let screen = open("is:error")
    #expect(screen.model.eventsQuestion?.predicate == .flag(.error))
    #expect(screen.model.filter.editor != nil)
  }

  @Test("a term that is wrong or not finished leaves those before it in force, not what it began as")
  func unfinished() {
    #expect(open("is:purple").model.eventsQuestion?.predicate == nil)
    #expect(open("is:error is:purple").model.eventsQuestion?.predicate == .flag(.error))
    #expect(open("is:error AND (is:write").model.eventsQuestion?.predicate == .flag(.error))
    #expect(open("is:error \"two words").model.eventsQuestion?.predicate == .flag(.error))
  }

  @Test("what is no filter says what is wrong under its column")
  func wrong() throws {
    let screen = open("is:error (")
    #expect(screen.model.eventsQuestion?.predicate == .flag(.error))
    let error = try #require(screen.model.filter.error)
    let caret = try #require(Array(screen.lines[39]).firstIndex(of: "^"))
    #expect(caret == 3 + error.column - 1)
    #expect(screen.lines[39].contains(error.message))
  }

  @Test("enter does not apply what is no filter")
  func refused() {
    var screen = open("is:error (")
    screen.press(.enter)
    #expect(screen.model.filter.editor != nil)
    #expect(screen.said == [.bell])
  }

  @Test("escape gives back the filter from before")
  func escape() {
    var screen = open("is:error")
    screen.press(.enter, .character("/"), .control("u"))
    screen.type("is:write")
    #expect(screen.model.eventsQuestion?.predicate == .flag(.write))
    screen.press(.escape)
    #expect(screen.model.eventsQuestion?.predicate == .flag(.error))
    #expect(screen.model.filter.text == "is:error")
  }

  @Test("an empty filter lets everything through")
  func empty() {
    var screen = open("is:error")
    screen.press(.enter, .character("/"), .control("u"), .enter)
    #expect(screen.model.eventsQuestion?.predicate == nil)
  }

  @Test("letters that are keys elsewhere are text in the bar")
  func letters() {
    let screen = open("q?t f")
    #expect(screen.model.filter.editor?.text == "q?t f")
    #expect(screen.said.isEmpty)
  }

  @Test("ctrl-c quits from the bar too")
  func quit() {
    var screen = open("is")
    screen.press(.control("c"))
    #expect(screen.said == [.quit])
  }

  @Test("up recalls earlier filters, down comes back to what was being typed")
  func history() {
    var screen = open("is:error")
    screen.press(.enter, .character("/"), .control("u"))
    screen.type("is:write")
    screen.press(.enter, .character("/"), .control("u"))
    screen.type("is:r")
    screen.press(.up, .up)
    #expect(screen.model.filter.editor?.text == "is:error")
    screen.press(.down, .down)
    #expect(screen.model.filter.editor?.text == "is:r")
  }

  @Test("the filter in force stands among the breadcrumbs")
  func crumb() {
    var screen = open("is:error")
    screen.press(.enter)
    #expect(screen.lines.last?.hasPrefix(" prod / is:error") == true)
  }
}

@Suite("Editing a line")
struct LineEditorTests {
  private func edited(_ text: String, _ keys: Key...) -> LineEditor {
    var editor = LineEditor(text: text)
    for key in keys { _ = editor.take(key, history: []) }
    return editor
  }

  @Test("letters go in at the cursor")
  func insert() {
    #expect(edited("ac", .left, .character("b")).text == "abc")
  }

  @Test("backspace takes the letter before the cursor, delete the one under it")
  func remove() {
    #expect(edited("abc", .left, .backspace).text == "ac")
    #expect(edited("abc", .home, .delete).text == "bc")
    #expect(edited("", .backspace, .delete).text == "")
  }

  @Test("ctrl-u takes all before the cursor, ctrl-w the word before it")
  func words() {
    #expect(edited("one two", .control("u")).text == "")
    #expect(edited("one two  ", .control("w")).text == "one ")
    #expect(edited("one two", .left, .control("w")).text == "one o")
  }

  @Test("a combining mark joins the letter before the cursor")
  func combining() {
    let editor = edited("e", .character("\u{301}"))
    #expect(editor.text == "e\u{301}")
    #expect(editor.cursor == 1)
  }

  @Test("pasted lines become one and the line keeps its greatest length")
  func paste() {
    #expect(edited("", .paste("a\nb\r\nc")).text == "abc")
    #expect(edited("", .paste(String(repeating: "x", count: 9000))).text.count == LineEditor.longest)
  }
}
