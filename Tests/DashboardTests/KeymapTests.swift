import Terminal
import Testing

@testable import Dashboard

@Suite("The keymap")
struct KeymapTests {
  @Test("every command has a key", arguments: KeyCommand.allCases)
  func bound(command: KeyCommand) {
    #expect(Keymap.standard.bindings.contains { $0.command == command && !$0.keys.isEmpty })
  }

  @Test("no key has two meanings in one place", arguments: KeyBinding.Context.allCases)
  func unambiguous(context: KeyBinding.Context) {
    let here = Keymap.standard.bindings.filter {
      $0.contexts.contains(context) || $0.contexts.contains(.everywhere)
    }
    let keys = here.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  private static let designed: [(key: Character, command: KeyCommand)] = [
    ("/", .filter), ("?", .help), (" ", .freeze), ("=", .freeze), ("f", .fullScreen), ("s", .sort),
    ("S", .reverseSort), ("[", .zoomOut), ("]", .zoomIn), ("t", .theme), ("!", .problems), ("q", .leave),
    ("h", .left), ("j", .down), ("k", .up), ("l", .right), ("g", .first), ("G", .last),
  ]

  @Test("the keys of the design do what it says", arguments: designed)
  func design(key: Character, command: KeyCommand) {
    #expect(Keymap.standard.command(for: .character(key), in: .tables) == command)
  }

  @Test("the help names every binding's keys and what they do")
  func help() {
    var screen = Screen(columns: 160, rows: 100)
    screen.press(.character("?"))
    let text = screen.lines.joined(separator: "\n")
    for binding in Keymap.standard.bindings {
      #expect(text.contains(binding.description))
      #expect(text.contains(binding.keys.map(\.description).joined(separator: " ")))
    }
  }

  @Test("a keymap that was changed changes the help and the keys")
  func live() {
    var settings = Story.settings()
    settings.keymap = Keymap([
      Keymap.Group(
        "Few",
        [
          KeyBinding([.function(1)], .help, "show what the keys do", hint: "aid"),
          KeyBinding([.function(9)], .quit, "end it all"),
        ])
    ])
    var screen = Screen(settings: settings)
    #expect(screen.lines.last?.hasSuffix("f1 aid") == true)
    screen.press(.character("?"))
    #expect(screen.model.overlay == nil)
    screen.press(.function(1))
    #expect(screen.lines.contains { $0.contains("f9             end it all") })
  }
}
