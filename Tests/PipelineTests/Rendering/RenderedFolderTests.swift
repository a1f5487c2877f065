import Foundation
import Testing

@testable import Pipeline

@Suite struct RenderedFolderTests {
  /// A new folder for a test, and what lies in it.
  private final class Place {
    let path = FileManager.default.temporaryDirectory.appending(path: "rendered-\(UUID().uuidString)").path
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
    func put(_ name: String, _ text: String) throws {
      try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    }
    func write(_ files: [RenderedFile], force: Bool = false) throws -> [String] {
      try RenderedFolder(path).write(files, overwriting: force)
    }
  }

  private let files = [RenderedFile("a.tf", "a\n"), RenderedFile("sub/b.tf", "b\n")]

  @Test func `what is rendered is written, with the folders above it`() throws {
    let place = Place()
    #expect(try place.write(files) == ["a.tf", "sub/b.tf"])
    #expect(place.text("sub/b.tf") == "b\n")
  }

  @Test func `rendered again nothing changes`() throws {
    let place = Place()
    _ = try place.write(files)
    #expect(try place.write(files) == [])
  }

  @Test func `what it wrote itself is replaced`() throws {
    let place = Place()
    _ = try place.write(files)
    #expect(try place.write([RenderedFile("a.tf", "new\n"), files[1]]) == ["a.tf"])
    #expect(place.text("a.tf") == "new\n")
  }

  @Test func `a file that it did not write stays, and nothing else is written`() throws {
    let place = Place()
    _ = try place.write([files[1]])
    try place.put("a.tf", "mine\n")
    let error = #expect(throws: RenderedFolder.Refusal.self) {
      try place.write([files[0], RenderedFile("sub/b.tf", "new\n")])
    }
    #expect(error?.reasons == ["\(place.path)/a.tf was not written by iamwatch: --force replaces it"])
    #expect(place.text("a.tf") == "mine\n")
    #expect(place.text("sub/b.tf") == "b\n")
  }

  @Test func `a file that was changed by hand stays`() throws {
    let place = Place()
    _ = try place.write(files)
    try place.put("a.tf", "changed\n")
    let error = #expect(throws: RenderedFolder.Refusal.self) {
      try place.write([RenderedFile("a.tf", "new\n"), files[1]])
    }
    #expect(error?.reasons.first?.contains("was changed since it was written") == true)
  }

  @Test func `with force both are replaced`() throws {
    let place = Place()
    _ = try place.write(files)
    try place.put("a.tf", "changed\n")
    #expect(try place.write(files, force: true) == ["a.tf"])
    #expect(place.text("a.tf") == "a\n")
  }

  @Test func `what is no longer rendered is taken away`() throws {
    let place = Place()
    _ = try place.write(files)
    #expect(try place.write([files[0]]) == ["sub/b.tf"])
    #expect(place.text("sub/b.tf") == nil)
  }

  @Test func `what is no longer rendered and was changed stays`() throws {
    let place = Place()
    _ = try place.write(files)
    try place.put("sub/b.tf", "mine\n")
    #expect(throws: RenderedFolder.Refusal.self) { try place.write([files[0]]) }
    #expect(place.text("sub/b.tf") == "mine\n")
  }

  @Test func `a link is not followed, even with force`() throws {
    let place = Place()
    _ = try place.write([files[1]])
    try FileManager.default.createSymbolicLink(
      atPath: "\(place.path)/a.tf", withDestinationPath: "\(place.path)/sub/b.tf")
    let error = #expect(throws: RenderedFolder.Refusal.self) { try place.write(files, force: true) }
    #expect(error?.reasons == ["\(place.path)/a.tf is no file"])
  }

  @Test func `a list that leads out of the folder takes nothing away there`() throws {
    let place = Place()
    _ = try place.write([RenderedFile("in/a.tf", "a\n"), RenderedFile("b.tf", "b\n")])
    let digest = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
    try place.put("in/.iamwatch-rendered", "\(digest)  ../in/a.tf\n\(digest)  \(place.path)/in/a.tf\n")
    _ = try RenderedFolder("\(place.path)/in").write([], overwriting: true)
    #expect(place.text("in/a.tf") == "a\n")
  }
}
