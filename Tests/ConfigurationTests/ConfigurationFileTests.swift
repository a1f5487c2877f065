import Glibc
import Testing

@testable import Configuration

@Suite("The configuration file")
struct ConfigurationFileTests {
  private func path(_ variables: [String: String]) -> String? {
    ConfigurationFile.standardPath { variables[$0] }
  }

  /// Writes a file of the mode given and returns its path.
  private func written(_ text: String, mode: mode_t) throws -> String {
    var template = Array("/tmp/iamwatch-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
    #expect(fchmod(descriptor, mode) == 0)
    return String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  @Test("lies below XDG_CONFIG_HOME, else below ~/.config")
  func standard() {
    #expect(path(["XDG_CONFIG_HOME": "/x", "HOME": "/h"]) == "/x/iamwatch/config.yaml")
    #expect(path(["HOME": "/h"]) == "/h/.config/iamwatch/config.yaml")
    #expect(path(["XDG_CONFIG_HOME": "relative", "HOME": "/h"]) == "/h/.config/iamwatch/config.yaml")
    #expect(path(["XDG_CONFIG_HOME": "", "HOME": ""]) == nil)
  }

  @Test("that is not there is no mistake of its own")
  func missing() throws {
    #expect(try ConfigurationFile(path: "/tmp/nosuch/config.yaml", home: nil) == nil)
  }

  @Test("that only its owner reads is taken without a word", arguments: [0o600, 0o400] as [mode_t])
  func mode(mode: mode_t) throws {
    let path = try written("rules: [a]", mode: mode)
    defer { unlink(path) }
    let file = try #require(try ConfigurationFile(path: path, home: nil))
    #expect(file.warnings.isEmpty)
    #expect(file.configuration.rules.map(\.value) == ["a"])
  }

  @Test("that others may read is taken with a warning", arguments: [0o640, 0o604, 0o666] as [mode_t])
  func wide(mode: mode_t) throws {
    let path = try written("rules: [a]", mode: mode)
    defer { unlink(path) }
    let file = try #require(try ConfigurationFile(path: path, home: nil))
    #expect(file.warnings.count == 1)
    #expect(file.warnings.first?.contains("0\(String(mode, radix: 8))") == true)
  }

  @Test("that is no text is refused")
  func binary() throws {
    let path = try written("a: \u{0}", mode: 0o600)
    defer { unlink(path) }
    #expect(throws: ConfigurationErrors.self) { try ConfigurationFile(path: path, home: nil) }
  }

  @Test("that is a directory is refused with its name")
  func directory() throws {
    let errors = try #require(throws: ConfigurationErrors.self) {
      try ConfigurationFile(path: "/tmp", home: nil)
    }
    #expect(errors.all.first?.description.hasPrefix("/tmp: cannot be read") == true)
  }
}
