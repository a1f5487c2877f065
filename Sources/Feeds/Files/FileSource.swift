import CloudTrail
import Glibc

/// The bytes of an open file from an offset on, or of standard input.
final class FileSource: ByteSource {
  private let descriptor: Int32
  /// Where to read next; nil for a stream that has no places.
  private var offset: Int?
  /// The error number that ended reading; nil while there was none.
  private(set) var failure: Int32?

  /// Called before a read that has to wait for someone to write.
  private let beforeWaiting: (() -> Void)?

  /// The bytes from `offset` on; nil reads on from wherever the descriptor stands.
  init(_ descriptor: Int32, from offset: Int?, beforeWaiting: (() -> Void)? = nil) {
    (self.descriptor, self.offset, self.beforeWaiting) = (descriptor, offset, beforeWaiting)
  }

  private var hasToWait: Bool {
    var place = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&place, 1, 0) == 0
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    if let beforeWaiting, hasToWait { beforeWaiting() }
    while true {
      let count =
        offset.map { pread(descriptor, buffer.baseAddress, buffer.count, $0) }
        ?? Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        failure = errno
        return 0
      }
      if let offset { self.offset = offset + count }
      return count
    }
  }
}

/// A source some of whose bytes have been looked at already.
final class PeekedSource: ByteSource {
  private let rest: any ByteSource
  private var front: [UInt8] = []

  init(_ rest: any ByteSource) { self.rest = rest }

  /// The first bytes, as many as there are up to `count`.
  func peek(_ count: Int) -> [UInt8] {
    while front.count < count {
      let piece = [UInt8](unsafeUninitializedCapacity: count - front.count) { buffer, filled in
        filled = rest.read(into: UnsafeMutableRawBufferPointer(buffer))
      }
      if piece.isEmpty { break }
      front += piece
    }
    return front
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard !front.isEmpty else { return rest.read(into: buffer) }
    let count = min(front.count, buffer.count)
    buffer.copyBytes(from: front.prefix(count))
    front.removeFirst(count)
    return count
  }
}

/// The system's words for an error number.
func describe(_ number: Int32) -> String { String(cString: strerror(number)) }
