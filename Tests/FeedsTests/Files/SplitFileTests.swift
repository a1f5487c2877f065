import CloudTrail
import Dispatch
import Glibc
import Query
import Synchronization
import Testing

@testable import Feeds

/// A file that several threads read in parts gives what one thread reading the whole gives.
@Suite struct SplitFileTests {
  private func sameAsWhole(_ text: String, part: Int) async -> Bool {
    await Folder.with { folder in
      let path = folder.write("a", text)
      let whole = await readFiles([path], threads: 1)
      let parts = await readFiles([path], threads: 3, sizes: SplitFile.Sizes(threshold: 1, part: part))
      let (one, many) = (whole.report.sources[0], parts.report.sources[0])
      return Set(whole.kept.events.withLock { $0 }) == Set(parts.kept.events.withLock { $0 })
        && whole.kept.ids == parts.kept.ids && one.rejected == many.rejected && one.state == many.state
    }
  }

  private static let sizes = [1, 64, 150, 1000, 4096]
  private func lines(_ count: Int) -> [String] {
    (0..<count).map { record("\($0)" + String(repeating: "x", count: $0 % 40)) }
  }

  @Test("NDJSON", arguments: sizes)
  func ndjson(part: Int) async { #expect(await sameAsWhole(lines(200).joined(separator: "\n"), part: part)) }

  @Test("values that are written over several lines, which themselves begin with brackets", arguments: sizes)
  func pretty(part: Int) async {
    let values = lines(60).map { "{\n\"Records\":\n[\n\($0)\n,\n\($0)\n]\n}" }
    #expect(await sameAsWhole(values.joined(separator: "\n"), part: part))
  }

  @Test("one array with a record a line", arguments: sizes)
  func array(part: Int) async {
    #expect(await sameAsWhole("[\n" + lines(100).joined(separator: ",\n") + "\n]", part: part))
  }

  @Test("one native object with a record a line", arguments: sizes)
  func native(part: Int) async {
    #expect(await sameAsWhole("{\"Records\":[\n" + lines(100).joined(separator: ",\n") + "\n]}", part: part))
  }

  @Test("junk, broken values, breaks and blank lines between", arguments: sizes)
  func hostile(part: Int) async {
    let between = [
      "junk", "{\"a\":", "[{\"b\":1", "", "   ", "{\"s\":\"\n{\n", "}{", "{\"a\":NaN}", "\u{FEFF}", "[]",
    ]
    let text = lines(150).enumerated().map { $0.element + "\n" + between[$0.offset % between.count] }
    #expect(await sameAsWhole(text.joined(separator: "\n"), part: part))
  }

  @Test("a file that somebody empties while it is read gives what was read before")
  func emptied() async {
    await Folder.with { folder in
      let lines = lines(3000)
      let path = folder.write("a", lines.joined(separator: "\n"))
      let kept = Kept()
      let feed = FileFeed([path], threads: 2, sizes: SplitFile.Sizes(threshold: 1, part: 50_000))
      let report = await feed.run { EmptyingSink(KeepingSink(kept, $0), path) }
      let places = kept.events.withLock { $0.compactMap(\.place) }.map { Int($0.dropFirst(2)) ?? -1 }.sorted()
      var offset = 0
      let expected = lines.map { line in
        defer { offset += line.utf8.count + 1 }
        return offset
      }
      #expect(places == Array(expected.prefix(places.count)) && !places.isEmpty)
      #expect(report.sources[0].rejected == 0)
    }
  }

  @Test("each event is kept once and stands at its own place")
  func places() async {
    await Folder.with { folder in
      let lines = lines(300)
      let path = folder.write("a", lines.joined(separator: "\n"))
      let kept = await readFiles([path], threads: 3, sizes: SplitFile.Sizes(threshold: 1, part: 500)).kept
      var offset = 0
      var expected: Set<String> = []
      for line in lines {
        expected.insert("0:\(offset)")
        offset += line.utf8.count + 1
      }
      #expect(kept.events.withLock { Set($0.compactMap(\.place)) } == expected)
      #expect(kept.ids.count == 300)
    }
  }
}

/// Has somebody else empty the file with the first event that is taken of it.
private final class EmptyingSink: EventSink {
  private let sink: KeepingSink
  private let path: String

  init(_ sink: KeepingSink, _ path: String) { (self.sink, self.path) = (sink, path) }

  func take(_ event: EventView, file: UInt32, isReadable: Bool) {
    if event.position == 0 { DispatchQueue.global().async { [path] in truncate(path, 0) } }
    sink.take(event, file: file, isReadable: isReadable)
  }

  func commit() { sink.commit() }
  func setAside() -> [Kept.Event] { sink.setAside() }
  func commit(_ waiting: [Kept.Event]) { sink.commit(waiting) }
}
