import CloudTrail
import Glibc
import Testing

@testable import Feeds

/// Whether the file system of temporary files knows leases: some that containers have do not, and there files are copied.
private let givesLeases: Bool = {
  var template = Array("/tmp/iamwatch-lease-XXXXXX".utf8CString)
  // One that writes keeps others from a lease.
  close(mkstemp(&template))
  let reader = open(template, O_RDONLY | O_CLOEXEC)
  defer {
    close(reader)
    unlink(template)
  }
  return LeasedFile(reader) != nil
}()

@Suite(.enabled(if: givesLeases, "the file system knows leases"))
struct LeasedFileTests {
  private static let page = sysconf(Int32(_SC_PAGESIZE))
  private static let text = (0..<3 * page + 100).map { UInt8(truncatingIfNeeded: $0 &* 7 / 5) | 1 }

  /// Calls `body` with a file of the text, and its path.
  private func withFile(_ body: (LeasedFile, String) throws -> Void) async throws {
    try await Folder.with { folder in
      let path = folder.write("a", Self.text)
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      defer { close(descriptor) }
      try body(try #require(LeasedFile(descriptor)), path)
    }
  }

  private func bytes(_ file: LeasedFile, _ range: Range<Int>) -> [UInt8]? {
    file.withPiece(from: range.lowerBound, count: range.count) {
      Array(UnsafeBufferPointer(start: $0, count: range.count + InputWindow.padding))
    }
  }

  /// Whether a file can be opened to write to it without waiting.
  private func canWrite(_ path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }

  @Test(
    "A piece has the file's bytes, and zeros behind them",
    arguments: [
      0..<page, 0..<2 * page, 1..<page + 1, 5..<2 * page - 30, page - 1..<3 * page, page..<3 * page + 100,
      2 * page + 99..<3 * page + 64,
    ])
  func piece(range: Range<Int>) async throws {
    try await withFile { file, _ in
      let padding = [UInt8](repeating: 0, count: InputWindow.padding)
      #expect(bytes(file, range) == Array(Self.text[range]) + padding)
    }
  }

  @Test func `less than a page is not mapped`() async throws {
    try await withFile { file, _ in #expect(bytes(file, 10..<20) == nil) }
  }

  @Test func `a file that is shorter than the piece is not mapped`() async throws {
    try await withFile { file, _ in #expect(bytes(file, 0..<4 * Self.page + 1) == nil) }
  }

  @Test func `a pipe gives no lease`() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    defer { ends.forEach { close($0) } }
    #expect(LeasedFile(ends[0]) == nil)
  }

  @Test func `a file that somebody writes to gives no lease`() async {
    await Folder.with { folder in
      let path = folder.write("a", Self.text)
      let (writer, reader) = (open(path, O_WRONLY | O_CLOEXEC), open(path, O_RDONLY | O_CLOEXEC))
      defer { [writer, reader].forEach { close($0) } }
      #expect(LeasedFile(reader) == nil)
    }
  }

  @Test func `who wants to write waits for the piece that is read, and no other is read then`() async throws {
    try await withFile { file, path in
      let couldWrite = file.withPiece(from: 0, count: Self.page) { _ in canWrite(path) }
      #expect(couldWrite == false)
      #expect(canWrite(path))
      #expect(bytes(file, 0..<Self.page) == nil)
    }
  }

  @Test func `of two pieces the one that ends last lets the writer in`() async throws {
    try await withFile { file, path in
      let inside = file.withPiece(from: 0, count: Self.page) { _ in
        let inner = file.withPiece(from: 0, count: Self.page) { _ in canWrite(path) }
        return [inner, canWrite(path)]
      }
      #expect(inside == [false, false])
      #expect(canWrite(path))
    }
  }

  @Test func `who only reads does not wait`() async throws {
    try await withFile { file, path in
      let other = file.withPiece(from: 0, count: Self.page) { _ in open(path, O_RDONLY | O_NONBLOCK) }
      #expect((other ?? -1) >= 0)
      close(other ?? -1)
      #expect(bytes(file, 0..<Self.page) != nil)
    }
  }
}
