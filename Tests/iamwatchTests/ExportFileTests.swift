import Foundation
import Testing

@testable import iamwatch

@Suite("Files that are exported")
final class ExportFileTests: Sendable {
  private let folder: String

  init() throws {
    var template = Array("/tmp/iamwatch-export-XXXXXX".utf8CString)
    folder = String(cString: try #require(mkdtemp(&template)))
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func content(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @discardableResult
  private func write(_ text: String, _ path: String) throws -> ExportFile {
    let file = try ExportFile(path, home: folder)
    try file.write(text.utf8)
    try file.close()
    return file
  }

  @Test("a file holds what was written, and is its owner's alone")
  func plain() throws {
    umask(0)
    let file = try write("hello", folder + "/a.json")
    var status = stat()
    stat(file.path, &status)
    #expect(status.st_mode & 0o7777 == 0o600)
    #expect(content(folder + "/a.json") == "hello")
    #expect(file.bytes == 5)
  }

  @Test("much is written whole")
  func much() throws {
    let file = try ExportFile(folder + "/big", home: nil)
    for _ in 0..<10_000 { try file.write(Array("0123456789".utf8)) }
    try file.close()
    #expect(file.bytes == 100_000)
    #expect(content(folder + "/big")?.utf8.count == 100_000)
  }

  @Test("a file that is there stays, the new one gets a number")
  func numbered() throws {
    #expect(try write("1", folder + "/a.tar").path == folder + "/a.tar")
    #expect(try write("2", folder + "/a.tar").path == folder + "/a-2.tar")
    #expect(try write("3", folder + "/a.tar").path == folder + "/a-3.tar")
    #expect(content(folder + "/a.tar") == "1")
  }

  @Test(
    "the number stands before the ending, at the end where there is none",
    arguments: [
      ("plain", "plain-2"), (".hidden", ".hidden-2"), ("a.b.c", "a.b-2.c"),
    ])
  func ending(name: String, second: String) throws {
    try write("", "\(folder)/\(name)")
    #expect(try write("", "\(folder)/\(name)").path == "\(folder)/\(second)")
  }

  @Test("a folder's dot is no ending")
  func dottedFolder() throws {
    mkdir(folder + "/x.d", 0o700)
    try write("", folder + "/x.d/plain")
    #expect(try write("", folder + "/x.d/plain").path == folder + "/x.d/plain-2")
  }

  @Test("a link that leads elsewhere is not followed")
  func link() throws {
    try write("precious", folder + "/target")
    symlink(folder + "/target", folder + "/link.md")
    symlink(folder + "/nothing", folder + "/dangling.md")
    #expect(try write("x", folder + "/link.md").path == folder + "/link-2.md")
    #expect(try write("x", folder + "/dangling.md").path == folder + "/dangling-2.md")
    #expect(content(folder + "/target") == "precious")
    #expect(content(folder + "/nothing") == nil)
  }

  @Test("~ is the home folder")
  func home() throws { #expect(try write("", "~/h.json").path == folder + "/h.json") }

  @Test("where there is no folder the reason is told")
  func noFolder() {
    #expect(throws: ExportError("No such file or directory")) { try ExportFile(folder + "/no/a", home: nil) }
  }

  @Test("a file that was given up is gone")
  func discarded() throws {
    let file = try ExportFile(folder + "/gone", home: nil)
    try file.write([1])
    file.discard()
    #expect(content(folder + "/gone") == nil)
  }
}
