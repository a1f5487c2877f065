import CloudTrail
import Glibc

/// One file of a source, as a reading thread gets it.
struct FileToRead: Sendable {
  let path: String
  /// The number under which its records can be read again.
  let number: UInt32
  /// The source's place among those asked for.
  let source: Int
}

/// What came of reading one file.
struct FileOutcome: Sendable {
  var log = ReadingLog()
  var couldOpen = true
}

/// Reading a file from its first byte to its last on one thread.
struct FileReading<Sink: EventSink> {
  /// A compressed file up to this size is inflated at once, in memory, if what it inflates to is not larger than the second.
  private static var wholeLimit: (packed: Int, inflated: Int) { (16 << 20, 64 << 20) }
  /// Rows are handed over after about so many bytes of text.
  private static var commitInterval: Int { 4 << 20 }

  let file: FileToRead
  let sink: Sink
  /// What the files before this one taught.
  var memory = ReadingMemory()

  /// Reads the whole file into the sink.
  mutating func read() -> FileOutcome {
    guard let descriptor = openFile() else {
      return outcome(ofFailure: errno)
    }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    // What a pipe has brought is shown while it brings no more.
    let source = FileSource(descriptor, from: nil) { [sink] in sink.commit() }
    let peeked = PeekedSource(source)
    guard Gzip.isGzip(peeked.peek(2)) else {
      return outcome(
        readText(peeked, isReadable: descriptor != STDIN_FILENO), failure: source.failure)
    }
    if let text = inflatedWhole(descriptor) { return readInflated(MemorySource(text)) }
    let inflating = GzipSource(peeked)
    var result = readInflated(inflating)
    result.log.damage = source.failure.map(describe) ?? inflating.damage ?? result.log.damage
    return result
  }

  private func openFile() -> Int32? {
    if file.path == "-" { return STDIN_FILENO }
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : nil
  }

  // MARK: gzip

  /// Reads what a file inflated to, once more inflated if it is gzip still, as Firehose leaves it (COUNTING 6).
  private mutating func readInflated(_ source: any ByteSource) -> FileOutcome {
    let peeked = PeekedSource(source)
    guard Gzip.isGzip(peeked.peek(2)) else {
      return outcome(readText(peeked, isReadable: false), failure: nil)
    }
    let inflating = GzipSource(peeked)
    var result = outcome(readText(inflating, isReadable: false), failure: nil)
    result.log.damage = inflating.damage ?? result.log.damage
    return result
  }

  private func inflatedWhole(_ descriptor: Int32) -> [UInt8]? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let size = Int(status.st_size)
    guard size <= Self.wholeLimit.packed else { return nil }
    let source = FileSource(descriptor, from: 0)
    let packed = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = source.read(
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
        if read == 0 { break }
        count += read
      }
    }
    return packed.withUnsafeBytes { Gzip.inflateWhole($0, limit: Self.wholeLimit.inflated) }
  }

  // MARK: Text

  private mutating func readText(_ source: any ByteSource, isReadable: Bool) -> ReadingLog {
    let (number, sink) = (file.number, sink)
    var reader = EventReader(source, memory: memory.handOn()) {
      sink.take($0, file: number, isReadable: isReadable)
    }
    defer { memory = reader.finish() }
    var boundary = Self.commitInterval
    while true {
      let position = reader.read(until: boundary)
      sink.commit()
      guard position >= boundary else { break }
      boundary = position + Self.commitInterval
    }
    reader.closeText()
    return reader.log
  }

  // MARK: Outcomes

  private func outcome(_ log: ReadingLog, failure: Int32?) -> FileOutcome {
    var log = log
    if let failure { log.damage = describe(failure) }
    return FileOutcome(log: log)
  }

  private func outcome(ofFailure number: Int32) -> FileOutcome {
    var outcome = FileOutcome(couldOpen: false)
    outcome.log.damage = describe(number)
    return outcome
  }
}
