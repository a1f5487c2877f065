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

  /// Relative luminance and contrast ratio as WCAG 2.2 defines them.
  private func luminance(_ colour: Colour) -> Double {
    let linear = [colour.red, colour.green, colour.blue].map { value -> Double in
      let share = Double(value) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }

  private func contrast(_ one: Colour, _ other: Colour) -> Double {
    let (high, low) = (max(luminance(one), luminance(other)), min(luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
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
        #expect(contrast(ink, behind) >= 4.5, "\(role) on \(ground)")
        let reduced = (Colour(palette256: ink.nearest256), Colour(palette256: behind.nearest256))
        #expect(contrast(reduced.0, reduced.1) >= 4.5, "\(role) on \(ground) in 256 colours")
      }
    }
  }

  @Test(
    "with sixteen colours no text is as dark or light as its ground", arguments: ThemeLibrary.builtInNames)
  func sixteen(name: String) throws {
    let theme = try library.theme(name)
    for role in Role.allCases where role != .background && role != .selection {
      for ground in [Role.background, .selection] {
        let paint = theme.paint(Style(role, on: ground))
        guard let ink = paint.foreground.ansi else { continue }
        #expect(ink != paint.background.ansi, "\(role) on \(ground)")
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
