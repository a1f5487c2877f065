import CloudTrail
import Glibc
import Synchronization

/// A large file of values one after another, read by several threads at once.
///
/// It is cut before lines that begin with `{`. Whether such a line really begins a value only the thread that reads up to it knows:
/// so each part counts only once the part before it has ended exactly where it began. If that one ended elsewhere, the line stood
/// inside a value, the part is taken back, and read again from where the value ended. The result is that of one thread reading the
/// whole. A thread whose part cannot count yet reads another one meanwhile.
final class SplitFile: Sendable {
  /// How large what is cut must be, and how large the parts are.
  struct Sizes: Sendable {
    /// Files below this many bytes are not worth cutting.
    var threshold = 16 << 20
    /// Bytes in a part, before it is stretched to a line.
    var part = 8 << 20
  }

  let file: FileToRead
  private let descriptor: Int32
  /// Nil where the file is read by copying.
  private let leased: LeasedFile?
  private let size: Int
  private let partLength: Int
  private let progress = Mutex(Progress())
  private let settled = Signal()

  private struct Progress {
    /// The next part that nobody reads yet.
    var next = 0
    /// How many parts count, and where the last of them ended.
    var settledParts = 0
    var settledEnd = 0
    var log = ReadingLog()
  }

  /// Opens the file for cutting; nil for one that is small, compressed, no regular file, or does not begin with `{`.
  init?(_ file: FileToRead, sizes: Sizes = Sizes()) {
    // Looked at before it is opened: to open a pipe and close it again would take its writer's reader away.
    var status = stat()
    guard stat(file.path, &status) == 0, SplitFile.isWorthCutting(status, sizes) else { return nil }
    let descriptor = open(file.path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var first = [UInt8](repeating: 0, count: 1)
    guard fstat(descriptor, &status) == 0, SplitFile.isWorthCutting(status, sizes),
      pread(descriptor, &first, 1, 0) == 1, first == [UInt8(ascii: "{")]
    else {
      close(descriptor)
      return nil
    }
    // Before the size is looked at: under the lease it stays.
    leased = LeasedFile(descriptor)
    (self.file, self.descriptor, partLength) = (file, descriptor, sizes.part)
    size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  private static func isWorthCutting(_ status: stat, _ sizes: Sizes) -> Bool {
    status.st_mode & S_IFMT == S_IFREG && Int(status.st_size) >= sizes.threshold
  }

  deinit { close(descriptor) }

  var outcome: FileOutcome { FileOutcome(log: progress.withLock { $0.log }) }

  /// Waits until every part that somebody reads counts.
  func waitForOthers() {
    settled.wait { self.progress.withLock { $0.settledParts == $0.next } }
  }

  /// Where reading ended, and what it met.
  private typealias Read = (end: Int, log: ReadingLog)

  /// A part that has been read and does not count yet.
  private struct Part<Sink: EventSink> {
    let number: Int
    let start: Int
    let end: Int
    let read: Read
    let waiting: Sink.Waiting
  }

  /// The most parts that one thread has read and that wait for those of others.
  private static let mostWaiting = 2

  /// Reads parts into a sink until none is left.
  /// - Parameter memory: what the thread has learnt of other texts.
  func readParts<Sink: EventSink>(into sink: Sink, _ memory: inout ReadingMemory) {
    var parts: [Part<Sink>] = []
    while let number = claim() {
      let (start, end) = (boundary(number), boundary(number + 1))
      let read = read(from: start, until: end, into: sink, &memory)
      parts.append(Part(number: number, start: start, end: end, read: read, waiting: sink.setAside()))
      while let first = parts.first?.number, parts.count > Self.mostWaiting || isNext(first) {
        settle(parts.removeFirst(), in: sink, &memory)
      }
    }
    while !parts.isEmpty { settle(parts.removeFirst(), in: sink, &memory) }
  }

  private func isNext(_ part: Int) -> Bool { progress.withLock { $0.settledParts == part } }

  private func claim() -> Int? {
    progress.withLock { progress in
      guard progress.next * partLength < size else { return nil }
      progress.next += 1
      return progress.next - 1
    }
  }

  /// Lets a part count, as soon as the parts before it do.
  private func settle<Sink: EventSink>(
    _ part: Part<Sink>, in sink: Sink, _ memory: inout ReadingMemory
  ) {
    settled.wait { self.isNext(part.number) }
    let before = progress.withLock { $0.settledEnd }
    var read = part.read
    if before == part.start {
      sink.commit(part.waiting)
    } else {
      read =
        before < part.end
        ? self.read(from: before, until: part.end, into: sink, &memory) : (before, ReadingLog())
      sink.commit()
    }
    progress.withLock { progress in
      progress.log.append(read.log)
      progress.settledEnd = read.end
      progress.settledParts += 1
    }
    settled.notify()
  }

  private func read(
    from start: Int, until end: Int, into sink: some EventSink, _ memory: inout ReadingMemory
  ) -> Read {
    guard start < end else { return (start, ReadingLog()) }
    if let read = readInPlace(from: start, until: end, into: sink, &memory) { return read }
    let source = FileSource(descriptor, from: start)
    var reader = EventReader(source, position: start, memory: memory.handOn(), take: taker(into: sink))
    defer { memory = reader.finish() }
    return read(&reader, until: end, from: source)
  }

  /// Reads a part where the kernel keeps it; nil where that cannot be done.
  private func readInPlace(
    from start: Int, until end: Int, into sink: some EventSink, _ memory: inout ReadingMemory
  ) -> Read? {
    // With one byte more it shows that the last value has ended. A part that was stretched far, by one value, is read on as a stream.
    let count = min(end + 1, size, start + 2 * partLength) - start
    return leased?.withPiece(from: start, count: count) { first in
      let source = FileSource(descriptor, from: start + count)
      var reader = EventReader(
        first, count: count, followedBy: source, position: start, memory: memory.handOn(),
        take: taker(into: sink))
      defer { memory = reader.finish() }
      return read(&reader, until: end, from: source)
    }
  }

  private func taker(into sink: some EventSink) -> EventReader.Taker {
    let number = file.number
    return { sink.take($0, file: number, isReadable: true) }
  }

  private func read(_ reader: inout EventReader, until end: Int, from source: FileSource) -> Read {
    // The file begins with `{`: a value has begun before any junk that a later part may meet.
    reader.assumeValueSeen()
    let place = reader.read(until: end)
    if let failure = source.failure { reader.log.damage = describe(failure) }
    return (place, reader.log)
  }

  /// Where a part begins: at the first line from its place on that begins with `{`, at the file's end if there is none.
  private func boundary(_ part: Int) -> Int {
    if part == 0 { return 0 }
    var place = part * partLength - 1
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while place < size {
      let count = pread(descriptor, &buffer, buffer.count, place)
      guard count > 1 else { return size }
      for index in 0..<count - 1
      where buffer[index] == UInt8(ascii: "\n") && buffer[index + 1] == UInt8(ascii: "{") {
        return place + index + 1
      }
      // The last byte is looked at again, with the one behind it.
      place += count - 1
    }
    return size
  }
}

/// Lets threads wait for each other's progress.
final class Signal: @unchecked Sendable {
  // Safe: a condition variable and its mutex are made for several threads; both live at fixed addresses until deinit.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
    condition.deallocate()
  }

  /// Sleeps until `isReady` holds; it is asked again after each ``notify()``.
  func wait(until isReady: () -> Bool) {
    pthread_mutex_lock(mutex)
    while !isReady() { pthread_cond_wait(condition, mutex) }
    pthread_mutex_unlock(mutex)
  }

  func notify() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }
}
