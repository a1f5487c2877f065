import CloudTrail
import Glibc
import Query
import Synchronization
import Testing

@testable import Feeds

@Suite struct FileReadingTests {
  @Test("plain files of several sources are read, each event for its source and at its place")
  func plain() async {
    await Folder.with { folder in
      let first = folder.write("a", record("1") + "\n" + record("2"))
      let second = folder.write("b", "[" + record("3") + "]")
      let (kept, report) = await readFiles([first, second])
      let places = kept.events.withLock { $0.sorted { $0.id < $1.id } }
      #expect(places.map(\.source) == [0, 0, 1])
      #expect(places.map(\.place) == ["0:0", "0:\(record("1").utf8.count + 1)", "1:1"])
      #expect(report.sources.map(\.state) == [.complete, .complete])
    }
  }

  @Test("gzip is told by its content, and its records stand nowhere as they are")
  func gzip() async {
    await Folder.with { folder in
      folder.write("a.json", GzipText.packed)
      let (kept, report) = await readFiles([folder.path])
      #expect(kept.events.withLock { $0 } == [Kept.Event(id: "1", source: 0, place: nil)])
      #expect(report.sources[0].state == .complete)
    }
  }

  @Test("gzip within gzip is read, and so are members one after another")
  func nested() async {
    await Folder.with { folder in
      folder.write("twice", GzipText.stored(GzipText.packed))
      folder.write("members", GzipText.packed + GzipText.stored(Array(record("2").utf8)))
      let (kept, report) = await readFiles([folder.path])
      #expect(kept.ids == ["1", "1", "2"])
      #expect(report.sources[0].state == .complete)
    }
  }

  @Test("of gzip that is cut, what inflates is read and the source is partial")
  func cut() async {
    await Folder.with { folder in
      folder.write("a", Array(GzipText.stored(Array((record("1") + "\n" + record("2")).utf8)).dropLast(40)))
      let (kept, report) = await readFiles([folder.path])
      #expect(kept.ids == ["1"])
      #expect(report.sources[0].state == .partial)
    }
  }

  @Test("damage inside gzip within gzip makes the source partial")
  func nestedDamage() async {
    await Folder.with { folder in
      folder.write("a", GzipText.stored(GzipText.stored(Array(record("1").utf8)).dropLast(3)))
      let (kept, report) = await readFiles([folder.path])
      #expect(kept.ids == ["1"])
      #expect(report.sources[0].state == .partial)
    }
  }

  @Test("a list that breaks off makes the source partial, a broken value outside a list does not")
  func broken() async {
    await Folder.with { folder in
      let list = folder.write("list", #"{"Records":["# + record("1"))
      let value = folder.write("value", record("2") + "\n{\"a\":")
      let (kept, report) = await readFiles([list, value])
      #expect(kept.ids == ["1", "2"])
      #expect(report.sources.map(\.state) == [.partial, .complete])
      #expect(report.sources.map(\.rejected) == [1, 1])
    }
  }

  @Test("a source that is not there failed, and the others are read")
  func missing() async {
    await Folder.with { folder in
      let there = folder.write("a", record("1"))
      let (kept, report) = await readFiles([there, folder.path + "/none"])
      #expect(kept.ids == ["1"])
      #expect(report.sources.map(\.state) == [.complete, .failed])
    }
  }

  @Test("a source of which one file is not there is partial")
  func partlyMissing() async {
    await Folder.with { folder in
      folder.write("a", record("1"))
      symlink("nowhere", folder.path + "/link")
      #expect(await readFiles([folder.path]).report.sources[0].state == .partial)
    }
  }

  @Test("an empty file and an empty folder are complete and hold nothing")
  func empty() async {
    await Folder.with { folder in
      let (kept, report) = await readFiles([folder.path, folder.write("a", "")])
      #expect(kept.ids.isEmpty && report.sources.map(\.state) == [.complete, .complete])
      #expect(report.sources.map(\.rejected) == [0, 0])
    }
  }

  @Test("a named pipe is read to its end")
  func pipe() async {
    await Folder.with { folder in
      let path = folder.path + "/pipe"
      mkfifo(path, 0o600)
      async let written: Void = {
        if let file = fopen(path, "w") {
          fputs(record("1"), file)
          fclose(file)
        }
      }()
      #expect(await readFiles([path]).kept.ids == ["1"])
      await written
    }
  }

  @Test("what is no record is told with file, place and reason")
  func notes() async {
    await Folder.with { folder in
      let path = folder.write("a", record("1") + "\nhello\n")
      let report = await readFiles([path]).report
      #expect(
        report.sources[0].notes == [
          "\(path): byte \(record("1").utf8.count + 1): neither { nor [ where a value should begin"
        ])
    }
  }
}

/// gzip made by hand (RFC 1952, RFC 1951).
enum GzipText {
  /// `record("1")`, in a stored block.
  static let packed = stored(Array(record("1").utf8))

  /// A member that holds `text` uncompressed.
  static func stored(_ text: some Collection<UInt8>) -> [UInt8] {
    let length = UInt16(text.count)
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1]
    bytes += little(UInt32(length) | UInt32(~length) << 16) + text
    return bytes + little(crc32(text)) + little(UInt32(text.count))
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }

  private static func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
