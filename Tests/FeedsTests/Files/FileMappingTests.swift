import CloudTrail
import Glibc
import Testing

@testable import Feeds

@Suite struct FileMappingTests {
  private static let page = sysconf(Int32(_SC_PAGESIZE))
  private static let text = (0..<3 * page + 100).map { UInt8(truncatingIfNeeded: $0 &* 7 / 5) | 1 }

  /// Calls `body` with a file of the text.
  private func withFile<Result>(_ body: (Int32, String) -> Result) async -> Result {
    await Folder.with { folder in
      let path = folder.write("a", Self.text)
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      defer { close(descriptor) }
      return body(descriptor, path)
    }
  }

  private func bytes(_ descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
    FileMapping.with(descriptor, from: range.lowerBound, count: range.count) {
      Array(UnsafeBufferPointer(start: $0, count: range.count + InputWindow.padding))
    }
  }

  @Test(
    "A piece has the file's bytes, and zeros behind them",
    arguments: [
      0..<page, 0..<2 * page, 1..<page + 1, 5..<2 * page - 30, page - 1..<3 * page, page..<3 * page + 100,
      2 * page + 99..<3 * page + 64,
    ])
  func piece(range: Range<Int>) async {
    let found = await withFile { file, _ in bytes(file, range) }
    #expect(found == Array(Self.text[range]) + [UInt8](repeating: 0, count: InputWindow.padding))
  }

  @Test func `pieces can be mapped one after another`() async {
    await withFile { file, _ in
      for start in 0..<50 { #expect(bytes(file, start..<start + 2 * Self.page)?.first == Self.text[start]) }
    }
  }

  @Test func `less than a page is not mapped`() async {
    #expect(await withFile { file, _ in bytes(file, 10..<20) } == nil)
  }

  @Test func `a file that is shorter than the piece is not mapped`() async {
    #expect(await withFile { file, _ in bytes(file, 0..<4 * Self.page + 1) } == nil)
  }

  @Test func `a pipe is not mapped`() {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    defer { ends.forEach { close($0) } }
    #expect(bytes(ends[0], 0..<2 * Self.page) == nil)
  }

  @Test func `what is gone of a file that shrinks reads as zeros, and the piece does not count`() async {
    await withFile { file, path in
      var seen: [UInt8] = []
      let result: Bool? = FileMapping.with(file, from: 0, count: Self.text.count) { start in
        truncate(path, Self.page)
        seen = [start[0], start[Self.page - 1], start[Self.page], start[2 * Self.page + 5]]
        return true
      }
      #expect(seen == [Self.text[0], Self.text[Self.page - 1], 0, 0])
      #expect(result == nil)
    }
  }

  @Test func `nor does a piece of whose last page only the end is gone`() async {
    await withFile { file, path in
      let result: Bool? = FileMapping.with(file, from: 0, count: 3 * Self.page) { _ in
        truncate(path, 3 * Self.page - 10)
        return true
      }
      #expect(result == nil)
    }
  }

  @Test func `after a loss other pieces are mapped as before`() async {
    await withFile { file, path in
      let result: Bool? = FileMapping.with(file, from: 0, count: Self.text.count) { start in
        truncate(path, 2 * Self.page)
        return start[2 * Self.page] == 0
      }
      #expect(result == nil)
      #expect(bytes(file, 0..<2 * Self.page)?.prefix(2 * Self.page) == Self.text.prefix(2 * Self.page))
    }
  }
}
