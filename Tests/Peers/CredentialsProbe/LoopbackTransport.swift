import AWS
import Glibc

/// HTTP/1.1 over one socket to 127.0.0.1, as far as the doubles of the tests speak it.
struct LoopbackTransport: HTTPTransport {
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPAnswer {
    let parts = request.url.split(separator: "/", maxSplits: 2)
    guard parts.count >= 2, parts[0] == "http:", parts[1].hasPrefix("127.0.0.1:"),
      let port = UInt16(parts[1].dropFirst("127.0.0.1:".count))
    else { throw .unreachable("\(request) is not on 127.0.0.1") }
    let path = "/" + (parts.count > 2 ? parts[2] : "")
    var head = "\(request.method) \(path) HTTP/1.1\r\nHost: \(parts[1])\r\nConnection: close\r\n"
    for header in request.headers { head += "\(header.name): \(header.value)\r\n" }
    head += "Content-Length: \(request.body.count)\r\n\r\n"
    return try answer(try exchange(Array(head.utf8) + request.body, port, request.timeLimit ?? .seconds(30)))
  }

  private func exchange(_ bytes: [UInt8], _ port: UInt16, _ limit: Duration) throws(HTTPError) -> [UInt8] {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(connection) }
    var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isConnected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(connection, $0, size) == 0 }
    }
    guard isConnected, Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    else { throw .unreachable("127.0.0.1:\(port): \(String(cString: strerror(errno)))") }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count >= 0 else { throw .timedOut(limit) }
      guard count > 0 else { return received }
      received.append(contentsOf: buffer[..<count])
    }
  }

  private func answer(_ bytes: [UInt8]) throws(HTTPError) -> HTTPAnswer {
    let text = String(decoding: bytes, as: UTF8.self)
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count > 1, let status = Int(words[1]), let end = text.firstRange(of: "\r\n\r\n") else {
      throw .unreachable("this is not HTTP")
    }
    return HTTPAnswer(status: status, body: Array(text[end.upperBound...].utf8))
  }
}
