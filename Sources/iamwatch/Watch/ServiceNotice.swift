import Glibc

/// What a service tells systemd of itself: datagrams to the socket that NOTIFY_SOCKET names (sd_notify(3)).
enum ServiceNotice {
  /// Sends assignments, one a line; nothing where nobody listens.
  static func send(_ text: String) {
    guard let path = Environment["NOTIFY_SOCKET"], let address = address(path) else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    withUnsafePointer(to: address.address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address_ in
        _ = sendto(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL), address_, address.length)
      }
    }
  }

  /// How often at least systemd wants to hear that the program is alive; nil where it does not ask (sd_watchdog_enabled(3)).
  static var watchdogInterval: Duration? {
    guard let microseconds = Environment["WATCHDOG_USEC"].flatMap(Int.init), microseconds > 0 else {
      return nil
    }
    if let process = Environment["WATCHDOG_PID"], process != "\(getpid())" { return nil }
    return .microseconds(microseconds)
  }

  /// The address of a path; one that begins with `@` is a name in the abstract namespace.
  private static func address(_ path: String) -> (address: sockaddr_un, length: socklen_t)? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(path.utf8)
    guard path.hasPrefix("/") || path.hasPrefix("@"),
      bytes.count < MemoryLayout.size(ofValue: address.sun_path)
    else { return nil }
    if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
    // The path is an array that Swift imports as a tuple: it is filled byte by byte, within its size, which was checked above.
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    return (address, socklen_t(start + bytes.count))
  }
}
