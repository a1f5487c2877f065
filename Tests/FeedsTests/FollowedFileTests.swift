import Glibc
import Testing

@testable import CloudTrail
@testable import Feeds

@Suite("A file that is followed")
struct FollowedFileTests {
  /// A record of about `size` bytes.
  private func record(_ id: Int, size: Int) -> String {
    let user = String(repeating: "x", count: size)
    return #"{"eventTime":"2026-11-01T00:00:00Z","eventName":"A","eventID":"\#(id)","userAgent":"\#(user)"}"#
      + "\n"
  }

  private func append(_ text: String, to path: String) {
    guard let file = fopen(path, "a") else { return }
    fputs(text, file)
    fclose(file)
  }

  @Test("records of a flood that lie across the pieces it is read in are whole")
  func pieces() async {
    await Folder.with { folder in
      let path = folder.write("flood.json", (0..<20).map { record($0, size: 300_000) }.joined())
      let kept = Kept()
      var file = FollowedFile(path: path)
      let outcome = file.readOn(isWhole: nil, into: KeepingSink(kept, 0))
      #expect(outcome?.log.rejected == 0)
      #expect(kept.ids == (0..<20).map { "\($0)" }.sorted())
    }
  }

  @Test("a record that is longer than a piece is read once it is whole, and not before")
  func long() async {
    await Folder.with { folder in
      let text = record(1, size: 3 << 20)
      let path = folder.write("long.json", String(text.prefix(text.utf8.count - 10)))
      let kept = Kept()
      var file = FollowedFile(path: path)
      let early = file.readOn(isWhole: nil, into: KeepingSink(kept, 0))
      #expect(early == nil)
      append(String(text.suffix(10)), to: path)
      let outcome = file.readOn(isWhole: nil, into: KeepingSink(kept, 0))
      #expect(outcome?.log.rejected == 0)
      #expect(kept.ids == ["1"])
    }
  }

  @Test("the next run reads on from where it was read to")
  func resumed() async {
    await Folder.with { folder in
      let path = folder.write("a.json", record(1, size: 10))
      var file = FollowedFile(path: path)
      _ = file.readOn(isWhole: nil, into: KeepingSink(Kept(), 0))
      append(record(2, size: 10), to: path)
      let kept = Kept()
      var next = FollowedFile(path: path, from: file.position)
      _ = next.readOn(isWhole: nil, into: KeepingSink(kept, 0))
      #expect(kept.ids == ["2"])
    }
  }

  @Test("a file that was replaced between two runs is read from its beginning")
  func replaced() async {
    await Folder.with { folder in
      let path = folder.write("a.json", record(1, size: 10))
      var file = FollowedFile(path: path)
      _ = file.readOn(isWhole: nil, into: KeepingSink(Kept(), 0))
      rename(folder.write("b.json", record(2, size: 10) + record(3, size: 10)), path)
      let kept = Kept()
      var next = FollowedFile(path: path, from: file.position)
      _ = next.readOn(isWhole: nil, into: KeepingSink(kept, 0))
      #expect(kept.ids == ["2", "3"])
    }
  }

  @Test("a named pipe is left to whoever reads it: its writer goes on waiting for a reader")
  func pipe() async {
    await Folder.with { folder in
      let path = folder.path + "/pipe"
      mkfifo(path, 0o600)
      var file = FollowedFile(path: path)
      file.skipToEnd()
      let outcome = file.readOn(isWhole: nil, into: KeepingSink(Kept(), 0))
      #expect(outcome == nil)
      // Where nobody reads, a writer that does not wait is refused.
      #expect(open(path, O_WRONLY | O_NONBLOCK) == -1)
    }
  }
}
