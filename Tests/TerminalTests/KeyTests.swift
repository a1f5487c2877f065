import Terminal
import Testing

@Suite("Keys and their names") struct KeyTests {
  @Test(
    "a key's name is read back as the key",
    arguments: [
      Key.character("g"), .character("G"), .character(" "), .character("/"), .character("한"), .up, .pageDown,
      .tab, .backTab,
      .enter, .escape, .backspace, .delete, .insert, .function(1), .function(12), .control("l"),
      .control("]"), .alt("x"),
      .alt(" "), .home, .end,
    ])
  func roundTrip(key: Key) {
    #expect(Key(parsing: key.description) == key)
  }

  @Test(
    "the configuration's names are understood",
    arguments: [
      ("space", Key.character(" ")), ("Ctrl-L", .control("l")), ("pageup", .pageUp), ("esc", .escape),
      ("F5", .function(5)),
      ("f", .character("f")), ("shift-tab", .backTab),
    ])
  func names(text: String, key: Key) {
    #expect(Key(parsing: text) == key)
  }

  @Test(
    "what is no key is refused",
    arguments: ["", "nokey", "ctrl-", "ctrl-한", "f0", "f25", "\u{1B}", "ctrl-ab"])
  func refused(text: String) {
    #expect(Key(parsing: text) == nil)
  }
}
