import CloudTrail
import Glibc
import Synchronization

/// A large file of values one after another, read by several threads at once.
///
/// It is cut before lines that begin with `{`. Whether such a line really begins a value only the thread that reads up to it knows:
/// so each part waits, before what it took counts, for the part before it to end exactly where it began. If that one ended
/// elsewhere, the line stood inside a value, the part is taken back, and read again from where the value ended. The result is
/// that of one thread reading the whole.
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
    (self.file, self.descriptor, size, partLength) = (file, descriptor, Int(status.st_size), sizes.part)
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

  /// Reads parts into `sink` until none is left.
  func readParts(into sink: some EventSink) {
    while let part = claim() {
      let start = boundary(part)
      let end = boundary(part + 1)
      let read = read(from: start, until: end, into: sink)
      settled.wait { self.progress.withLock { $0.settledParts == part } }
      settle(start: start, until: end, read, sink)
      settled.notify()
    }
  }

  private func claim() -> Int? {
    progress.withLock { progress in
      guard progress.next * partLength < size else { return nil }
      progress.next += 1
      return progress.next - 1
    }
  }

  private func settle(start: Int, until end: Int, _ read: (end: Int, log: ReadingLog), _ sink: some EventSink)
  {
    let before = progress.withLock { $0.settledEnd }
    var read = read
    if before != start {
      sink.discard()
      read = before < end ? self.read(from: before, until: end, into: sink) : (before, ReadingLog())
    }
    sink.commit()
    progress.withLock { progress in
      progress.log.append(read.log)
      progress.settledEnd = read.end
      progress.settledParts += 1
    }
  }

  private func read(from start: Int, until end: Int, into sink: some EventSink) -> (end: Int, log: ReadingLog)
  {
    guard start < end else { return (start, ReadingLog()) }
    let number = file.number
    let source = FileSource(descriptor, from: start)
    var reader = EventReader(source, position: start) {
      sink.take($0, file: number, isReadable: true)
    }
    defer { reader.finish() }
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
