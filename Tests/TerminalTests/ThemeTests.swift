import Foundation
import Testing

@testable import Terminal

@Suite("Themes") struct ThemeTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private let library = ThemeLibrary(environment: { _ in nil })

  @Test("the copies in the program are the files of themes/")
  func embedded() throws {
    let folder = ThemeTests.root.appending(path: "themes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".yaml")
    }
    #expect(Set(files) == Set(embeddedThemes.map { $0.name + ".yaml" }))
    for theme in embeddedThemes {
      let file = try String(contentsOf: folder.appending(path: theme.name + ".yaml"), encoding: .utf8)
      #expect(file == theme.yaml, "\(theme.name): copy themes/\(theme.name).yaml into EmbeddedThemes.swift")
    }
  }

  @Test(
    "every shipped theme can be read and is called what its file is", arguments: ThemeLibrary.builtInNames)
  func readable(name: String) throws {
    #expect(try library.theme(name).name == name)
  }

  @Test(
    "text has a contrast of 4.5:1 on the ground and on the selection, also in 256 colours",
    arguments: ["dark", "light", "high-contrast", "colour-blind"])
  func contrasts(name: String) throws {
    let theme = try library.theme(name)
    for ground in [Role.background, .selection] {
      let behind = try #require(theme[ground].colour)
      for role in Role.allCases where role != .background && role != .selection {
        let ink = try #require(theme[role].colour)
        #expect(Vision.contrast(ink, behind) >= 4.5, "\(role) on \(ground)")
        let reduced = (Colour(palette256: ink.nearest256), Colour(palette256: behind.nearest256))
        #expect(Vision.contrast(reduced.0, reduced.1) >= 4.5, "\(role) on \(ground) in 256 colours")
      }
    }
  }

  @Test(
    "with sixteen and with eight colours no text has the colour of its ground",
    arguments: ThemeLibrary.builtInNames, [16, 8])
  func fewColours(name: String, colours: Int) throws {
    var strings = TerminalStrings()
    strings.colours = colours
    var palette = Palette(theme: try library.theme(name), terminal: strings)
    for role in Role.allCases where role != .background && role != .selection {
      for ground in [Role.background, .selection] {
        let look = palette.look(of: Style(role, on: ground))
        #expect(look.foreground != look.background || look.foreground < 0, "\(role) on \(ground)")
      }
    }
  }

  @Test(
    "a theme that cannot be used says where and what to do",
    arguments: [
      ("name: x\nroles:\n  texd: {}\n", 3, "roles are"),
      ("name: x\nroles:\n  text: {colour: red}\n", 3, "#rrggbb"),
      ("name: x\nroles:\n  text: {ansi: pink}\n", 3, "sixteen"),
      ("name: x\ncolors: {}\n", 2, "name and roles"),
      ("roles: {}\n", 1, "name"), ("name: [\n", 2, "expected"), ("- a\n", 1, "mapping"),
      ("name: x\nroles:\n  text:\n    bold: perhaps\n", 4, "true or false"),
    ])
  func errors(yaml: String, line: Int, word: String) throws {
    let error = try #require(throws: ThemeError.self) { try Theme(yaml: yaml, file: "mine.yaml") }
    #expect(error.line == line)
    #expect(error.description.hasPrefix("mine.yaml:\(line): "))
    #expect(error.message.contains(word))
  }

  @Test("the user's folder comes before the built-in themes, and a path before both")
  func lookup() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let folder = home.appending(path: "iamwatch/themes")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    try "name: mine\n".write(to: folder.appending(path: "dark.yaml"), atomically: true, encoding: .utf8)
    let library = ThemeLibrary(environment: { $0 == "XDG_CONFIG_HOME" ? home.path : nil })
    #expect(try library.theme("dark").name == "mine")
    #expect(try library.theme("light").name == "light")
    let path = ThemeTests.root.appending(path: "themes/dark.yaml").path
    #expect(try library.theme(path).name == "dark")
  }

  /// Calls `body` with the path of a new folder that holds `files` of themes, and a library that looks there.
  private func withFolder(
    _ files: [String: String], _ body: (URL, ThemeLibrary) throws -> Void
  ) throws {
    let home = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let folder = home.appending(path: "iamwatch/themes")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    for (name, yaml) in files {
      try yaml.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    try body(folder, ThemeLibrary(environment: { $0 == "XDG_DATA_DIRS" ? home.path : nil }))
  }

  @Test("the names are the built-in ones, then those of the folders")
  func names() throws {
    try withFolder(["b.yaml": "", "a.yaml": "", "dark.yaml": "", ".hidden.yaml": "", "notes.txt": ""]) {
      _, library in
      #expect(library.names == ThemeLibrary.builtInNames + ["a", "b"])
    }
  }

  @Test("a theme that extends a built-in one says only what differs")
  func extending() throws {
    let mine = try Theme(
      yaml: "name: mine\nroles:\n  critical: {colour: \"#ff0000\"}\nextends: dark\n", file: "mine.yaml")
    let dark = try library.theme("dark")
    #expect(mine[.critical].colour == Colour(255, 0, 0))
    #expect(mine[.critical].ansi == dark[.critical].ansi && mine[.critical].bold)
    #expect(mine[.text] == dark[.text])
  }

  @Test("a file written anew is noticed once, with the error it may have, and again when it is mended")
  func reloading() throws {
    try withFolder(["mine.yaml": "name: one\n"]) { folder, library in
      let file = folder.appending(path: "mine.yaml")
      var watch = ThemeWatch("mine", in: library)
      #expect(try watch.changed() == nil)
      try "name: other\nroles: {texd: {}}\n".write(to: file, atomically: true, encoding: .utf8)
      let error = try #require(throws: ThemeError.self) { try watch.changed() }
      #expect(error.line == 2)
      #expect(try watch.changed() == nil)
      try "name: mended\n".write(to: file, atomically: true, encoding: .utf8)
      #expect(try watch.changed()?.name == "mended")
      try FileManager.default.removeItem(at: file)
      #expect(throws: ThemeError.self) { try watch.changed() }
    }
  }

  @Test("a built-in theme never changes")
  func builtInWatch() throws {
    var watch = ThemeWatch("dark", in: library)
    #expect(try watch.changed() == nil)
  }

  @Test("an unknown name lists the ones there are")
  func unknown() throws {
    let error = try #require(throws: ThemeError.self) { try library.theme("nosuch") }
    #expect(error.message.contains("colour-blind"))
    let missing = try #require(throws: ThemeError.self) { try library.theme("./nosuch.yaml") }
    #expect(missing.description.hasPrefix("./nosuch.yaml: "))
  }

  @Test("without colour every role is attributes only and the selection still shows")
  func withoutColour() throws {
    let theme = try library.theme("dark").withoutColour
    for role in Role.allCases {
      #expect(theme[role].colour == nil)
      #expect(theme[role].ansi == nil)
    }
    #expect(theme.paint(.selection).reverse)
  }

  @Test("the nearest of the 256 colours is exact for those of the palette")
  func nearest() {
    for index in UInt8(16)...255 {
      let colour = Colour(palette256: index)
      #expect(Colour(palette256: colour.nearest256) == colour)
    }
  }
}
