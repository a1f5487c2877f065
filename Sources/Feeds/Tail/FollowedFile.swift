import CloudTrail
import Glibc
import State

/// A file that may grow: how far it has been read.
struct FollowedFile {
  /// The most bytes of a value that is not finished yet; past it the text is read as it stands.
  private static let pendingLimit = 64 << 20
  /// How much is read at a time, so that of a flood the first events are handed on soon.
  private static let pieceLength = 2 << 20

  let path: String
  private var offset = 0
  private var inode: UInt64 = 0
  /// Compressed files are read when they are whole, and only once.
  private var isTaken = false

  /// A file that is read from its beginning.
  init(path: String) { self.path = path }

  /// A file that a run before this one has read so far; if it is another one by now it begins anew.
  init(path: String, from position: FilePosition) {
    self.path = path
    (inode, offset, isTaken) = (position.inode, position.offset, position.isTaken)
  }

  /// How far it has been read.
  var position: FilePosition { FilePosition(inode: inode, offset: offset, isTaken: isTaken) }

  /// Leaves out what the file holds now, but for a last line that is still being written.
  mutating func skipToEnd() {
    guard let (descriptor, status) = openFile() else { return }
    defer { close(descriptor) }
    inode = UInt64(status.st_ino)
    offset = Int(status.st_size)
    isTaken = true
    let line = lastLine(descriptor, of: offset)
    if CompleteValues.length(of: line) < line.count { offset -= line.count }
  }

  /// What stands behind the last line break; nothing if that is longer than a record may be.
  private func lastLine(_ descriptor: Int32, of size: Int) -> [UInt8] {
    var length = 1 << 12
    while length <= JSONLimits.length {
      let start = max(0, size - length)
      let text = PeekedSource(FileSource(descriptor, from: start)).peek(size - start)
      if let end = text.lastIndex(of: UInt8(ascii: "\n")) { return Array(text[(end + 1)...]) }
      if start == 0 { return text }
      length *= 4
    }
    return []
  }

  /// Reads what has been added; `isWhole` when the writer has closed the file, nil when nobody has told.
  mutating func readOn(isWhole: Bool?, into sink: some EventSink) -> FileOutcome? {
    guard !isNoFile else { return nil }
    guard let (descriptor, status) = openFile() else { return FileOutcome(couldOpen: false) }
    defer { close(descriptor) }
    notice(status)
    if offset == 0, Gzip.isGzip(firstBytes(descriptor)) {
      guard !isTaken, isWhole != false else { return nil }
      guard isWhole != nil || isIntact(descriptor) else { return Self.unfinished }
      isTaken = true
      var reading = FileReading(file: FileToRead(path: path, number: 0, source: 0), sink: sink)
      return reading.read()
    }
    return readText(descriptor, size: Int(status.st_size), into: sink)
  }

  /// Whether a compressed file inflates to its end: one that does not may still be written.
  private func isIntact(_ descriptor: Int32) -> Bool {
    let inflating = GzipSource(FileSource(descriptor, from: 0))
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while buffer.withUnsafeMutableBytes({ inflating.read(into: $0) }) > 0 {}
    return inflating.damage == nil
  }

  /// Nothing is left out in silence: the writer may have gone and never close the file.
  private static var unfinished: FileOutcome {
    var log = ReadingLog()
    log.damage = "the compressed text is not whole; it is read when its writer closes it"
    return FileOutcome(log: log)
  }

  /// A file that has shrunk or was replaced begins anew.
  private mutating func notice(_ status: stat) {
    if UInt64(status.st_ino) != inode || Int(status.st_size) < offset {
      (inode, offset, isTaken) = (UInt64(status.st_ino), 0, false)
    }
  }

  /// A value whose end is not there yet is left for the next time: a writer may close the file and go on with it later.
  private mutating func readText(_ descriptor: Int32, size: Int, into sink: some EventSink) -> FileOutcome? {
    var log: ReadingLog?
    var piece = Self.pieceLength
    while size > offset {
      let text = bytes(descriptor, count: min(size - offset, piece))
      var length = CompleteValues.length(of: text)
      if length == 0 {
        if text.count >= Self.pendingLimit {
          length = text.count
        } else if text.count < piece {
          break
        } else {
          piece = min(piece * 4, Self.pendingLimit)
          continue
        }
      }
      piece = Self.pieceLength
      log = log ?? ReadingLog()
      log?.append(read(text.prefix(length), into: sink))
      offset += length
    }
    return log.map { FileOutcome(log: $0) }
  }

  /// Reads the text that stands at `offset`.
  private func read(_ text: ArraySlice<UInt8>, into sink: some EventSink) -> ReadingLog {
    var reader = EventReader(MemorySource(Array(text)), position: offset) {
      sink.take($0, file: 0, isReadable: false)
    }
    defer { reader.finish() }
    _ = reader.read()
    sink.commit()
    return reader.log
  }

  /// Whether something else than a file stands there, such as a named pipe: to open that would take from its writer the reader that it
  /// waits for.
  private var isNoFile: Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  private func openFile() -> (Int32, stat)? {
    guard !isNoFile else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    return (descriptor, status)
  }

  private func firstBytes(_ descriptor: Int32) -> [UInt8] {
    PeekedSource(FileSource(descriptor, from: 0)).peek(2)
  }

  private func bytes(_ descriptor: Int32, count: Int) -> [UInt8] {
    PeekedSource(FileSource(descriptor, from: offset)).peek(count)
  }
}
