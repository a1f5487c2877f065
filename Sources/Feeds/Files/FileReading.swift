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

  /// Reads the whole file into `sink`.
  func read(into sink: Sink) -> FileOutcome {
    guard let descriptor = openFile() else {
      return outcome(ofFailure: errno)
    }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var source = PeekedSource(FileSource(descriptor, from: nil))
    guard Gzip.isGzip(source.peek(2)) else {
      let (log, source) = readText(source, isReadable: descriptor != STDIN_FILENO, into: sink)
      return outcome(log, failure: source.rest.failure, damage: nil)
    }
    return readCompressed(source, descriptor, into: sink)
  }

  private func openFile() -> Int32? {
    if file.path == "-" { return STDIN_FILENO }
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : nil
  }

  // MARK: gzip

  private func readCompressed(
    _ source: PeekedSource<FileSource>, _ descriptor: Int32, into sink: Sink
  ) -> FileOutcome {
    if let text = inflatedWhole(descriptor) {
      var inflated = PeekedSource(MemorySource(text))
      guard Gzip.isGzip(inflated.peek(2)) else {
        return outcome(readText(inflated, isReadable: false, into: sink).log, failure: nil, damage: nil)
      }
      return readTwiceCompressed(inflated, into: sink)
    }
    var inflated = PeekedSource(GzipSource(source))
    guard Gzip.isGzip(inflated.peek(2)) else {
      let (log, rest) = readText(inflated, isReadable: false, into: sink)
      return outcome(log, failure: rest.rest.upstream.rest.failure, damage: rest.rest.damage)
    }
    return readTwiceCompressed(inflated, into: sink)
  }

  /// gzip within gzip, as Firehose leaves it (COUNTING 6).
  private func readTwiceCompressed<Source: ByteSource>(
    _ source: PeekedSource<Source>, into sink: Sink
  ) -> FileOutcome {
    let (log, rest) = readText(GzipSource(source), isReadable: false, into: sink)
    let outer = rest.upstream.rest as? GzipSource<PeekedSource<FileSource>>
    return outcome(log, failure: nil, damage: rest.damage ?? outer?.damage)
  }

  private func inflatedWhole(_ descriptor: Int32) -> [UInt8]? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let size = Int(status.st_size)
    guard size <= Self.wholeLimit.packed else { return nil }
    var source = FileSource(descriptor, from: 0)
    let packed = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = source.read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...]))
        if read == 0 { break }
        count += read
      }
    }
    return packed.withUnsafeBytes { Gzip.inflateWhole($0, limit: Self.wholeLimit.inflated) }
  }

  // MARK: Text

  private func readText<Source: ByteSource>(
    _ source: Source, isReadable: Bool, into sink: Sink
  ) -> (log: ReadingLog, source: Source) {
    let number = file.number
    var reader = EventReader(source) { sink.take($0, file: number, isReadable: isReadable) }
    defer { reader.finish() }
    var boundary = Self.commitInterval
    while true {
      let position = reader.read(until: boundary)
      sink.commit()
      guard position >= boundary else { break }
      boundary = position + Self.commitInterval
    }
    reader.closeText()
    return (reader.log, reader.source)
  }

  // MARK: Outcomes

  private func outcome(_ log: ReadingLog, failure: Int32?, damage: String?) -> FileOutcome {
    var log = log
    if let damage { log.damage = log.damage ?? damage }
    if let failure { log.damage = describe(failure) }
    return FileOutcome(log: log)
  }

  private func outcome(ofFailure number: Int32) -> FileOutcome {
    var outcome = FileOutcome(couldOpen: false)
    outcome.log.damage = describe(number)
    return outcome
  }
}
