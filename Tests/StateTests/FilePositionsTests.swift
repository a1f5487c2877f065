import Testing

@testable import State

@Suite("How far files were read")
struct FilePositionsTests {
  private let folder = Folder()
  private let position = FilePosition(inode: .max, offset: 7, isTaken: true)

  private func open() throws -> StateFile { try StateFile.open(folder.state) }

  @Test("nothing is known of a source that was never followed, and of one without files that it was")
  func none() throws {
    #expect(try open().filePositions(of: "r", source: "s") == nil)
    try open().keep([:], isAll: true, of: "r", source: "s")
    #expect(try open().filePositions(of: "r", source: "s") == [:])
    #expect(try open().filePositions(of: "r", source: "other") == nil)
  }

  @Test("a position is kept, replaced, and gone with its file")
  func kept() throws {
    try open().keep(["/a": position], isAll: true, of: "r", source: "s")
    let later = FilePosition(inode: 1, offset: 9, isTaken: false)
    try open().keep(["/a": later, "/b": position], isAll: false, of: "r", source: "s")
    #expect(try open().filePositions(of: "r", source: "s") == ["/a": later, "/b": position])
    try open().keep(["/b": position], isAll: true, of: "r", source: "s")
    #expect(try open().filePositions(of: "r", source: "s") == ["/b": position])
  }

  @Test("a reader that is forgotten has read nothing")
  func forgotten() throws {
    try open().keep(["/a": position], isAll: true, of: "r", source: "s")
    try open().forget(reader: "r")
    #expect(try open().filePositions(of: "r", source: "s") == nil)
  }
}
