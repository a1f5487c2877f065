import Glibc
import Synchronization

/// A server on this machine that does with each connection what a test's script says, on a thread of the connection's own.
final class LocalServer: Sendable {
  typealias Script = @Sendable (borrowing LocalConnection) -> Void

  let port: Int
  private let listener: Int32
  private let accepted = Counter()

  var url: String { "http://127.0.0.1:\(port)" }

  /// How many connections there have been.
  var connections: Int { accepted.value }

  init(_ script: @escaping Script) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isListening else { throw Failure.noPort }
    port = Int(UInt16(bigEndian: address.sin_port))
    onThread { [accepted] in
      while case let socket = accept(listener, nil, nil), socket >= 0 {
        accepted.add()
        onThread { script(LocalConnection(socket)) }
      }
      close(listener)
    }
  }

  /// From now on nobody listens at the port. Without it the server stays until the tests end.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  enum Failure: Error { case noPort }

  /// Answers every request of every connection with the same text.
  convenience init(answering answer: String) throws {
    try self.init { connection in
      while connection.request() != nil { connection.send(answer) }
    }
  }
}

/// One accepted connection, closed when it is let go of.
struct LocalConnection: ~Copyable {
  private let socket: Int32

  init(_ socket: Int32) { self.socket = socket }

  deinit { close(socket) }

  /// The next request's head and body; nil when the other side has closed.
  func request() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard recv(socket, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
    }
    let head = String(decoding: bytes, as: UTF8.self)
    let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    var left = length.flatMap { Int($0.drop { !$0.isNumber }) } ?? 0
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while left > 0, case let count = recv(socket, &part, min(left, part.count), 0), count > 0 {
      bytes += part[..<count]
      left -= count
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// - Returns: False when the other side has closed.
  @discardableResult func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { part in
        Glibc.send(
          socket, part.baseAddress.map { $0 + sent }, part.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  @discardableResult func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Waits until the other side closes, as a server that hangs does.
  func hang() {
    var byte: UInt8 = 0
    while recv(socket, &byte, 1, 0) > 0 {}
  }

  /// Makes the close that follows a reset.
  func reset() {
    var none = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
  }
}

/// Runs `body` on a thread of its own: what blocks must not hold up the tests.
func onThread(_ body: @escaping @Sendable () -> Void) {
  final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let code = pthread_create(
    &thread, nil,
    { pointer in
      if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body() }
      return nil
    }, Unmanaged.passRetained(Work(body)).toOpaque())
  precondition(code == 0)
  pthread_detach(thread)
}

/// Counts across threads.
final class Counter: Sendable {
  private let sum = Atomic(0)

  var value: Int { sum.load(ordering: .relaxed) }

  func add(_ count: Int = 1) { sum.add(count, ordering: .relaxed) }
}
