import Terminal
import Testing

@testable import Dashboard

@Suite("Keys of one's own")
struct RebindingTests {
  private func rebound(_ changes: (String, [String])...) -> (keymap: Keymap, mistakes: [RebindingError]) {
    Keymap.standard.rebound(changes.map { Rebinding(command: $0.0, keys: $0.1) })
  }

  @Test("a command has the new keys and not the old ones")
  func change() {
    let (keymap, mistakes) = rebound(("freeze", ["f9", "Z"]))
    #expect(mistakes.isEmpty)
    #expect(keymap.command(for: .function(9), in: .events) == .freeze)
    #expect(keymap.command(for: .character("Z"), in: .events) == .freeze)
    #expect(keymap.command(for: .character(" "), in: .events) == nil)
  }

  @Test("a command bound in several places has the new key in all of them")
  func everywhere() {
    let (keymap, _) = rebound(("open", ["o"]))
    #expect(keymap.command(for: .character("o"), in: .tables) == .open)
    #expect(keymap.command(for: .character("o"), in: .events) == .open)
    #expect(keymap.command(for: .enter, in: .events) == nil)
  }

  @Test("two commands may change their keys with one another")
  func swap() {
    let (keymap, mistakes) = rebound(("sort", ["S"]), ("reverse-sort", ["s"]))
    #expect(mistakes.isEmpty)
    #expect(keymap.command(for: .character("S"), in: .tables) == .sort)
  }

  @Test("a key taken away is free for another command")
  func none() {
    let (keymap, mistakes) = rebound(("theme", []), ("freeze", ["t"]))
    #expect(mistakes.isEmpty)
    #expect(keymap.command(for: .character("t"), in: .events) == .freeze)
  }

  @Test("a key that has another meaning in the same place is refused, with what it means there")
  func conflict() throws {
    let mistake = try #require(rebound(("freeze", ["f9", "q"])).mistakes.first)
    #expect(mistake.rebinding == 0 && mistake.key == 1)
    #expect(mistake.message.contains("q is leave already"))
  }

  @Test("of two commands that are given one key the later is refused")
  func both() {
    let mistakes = rebound(("freeze", ["f9"]), ("theme", ["f9"])).mistakes
    #expect(mistakes.map(\.rebinding) == [1])
  }

  @Test("ctrl-c quits, whatever else does")
  func quit() {
    let (keymap, mistakes) = rebound(("quit", ["f10"]))
    #expect(mistakes.isEmpty)
    #expect(keymap.command(for: .control("c"), in: .events) == .quit)
    #expect(rebound(("freeze", ["ctrl-c"])).mistakes.first?.message.contains("ctrl-c always quits") == true)
  }

  @Test(
    "what is no command or no key is refused with what there is",
    arguments: [
      ("fullscreen", "f9", "did you mean full-screen?"), ("nosuch", "f9", "the commands are up down"),
      ("freeze", "spacebar", "\"spacebar\" is no key"), ("freeze", "f99", "is no key"),
    ])
  func unknown(command: String, key: String, says: String) {
    #expect(rebound((command, [key])).mistakes.first?.message.contains(says) == true)
  }

  @Test("a command is set once")
  func twice() { #expect(rebound(("freeze", ["f9"]), ("freeze", ["f8"])).mistakes.map(\.rebinding) == [1]) }

  @Test("every command's name is its own and finds it", arguments: KeyCommand.allCases)
  func names(command: KeyCommand) {
    #expect(KeyCommand(named: command.name) == command)
    #expect(command.name.allSatisfy { $0.isLowercase || $0 == "-" })
  }
}
