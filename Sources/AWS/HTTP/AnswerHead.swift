/// The head of an answer, put together line by line.
struct AnswerHead {
  private static let largest = 256 << 10

  private(set) var status = 0
  private(set) var headers: [HTTPHeader] = []
  private var size = 0
  private var isOver = false

  /// Takes a line without its end.
  /// - Returns: Whether the head is whole with it: interim answers (RFC 9110, 15.2) and what follows a body are not.
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    guard !isOver else { return false }
    if line.starts(with: "HTTP/".utf8) {
      status = AnswerHead.status(in: line)
      headers = []
    } else if line.isEmpty {
      isOver = status >= 200
      return isOver
    } else if size + line.count <= AnswerHead.largest, let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      let name = String(decoding: line[..<colon], as: UTF8.self)
      headers.append(HTTPHeader(name, AnswerHead.trimmed(line[(colon + 1)...])))
    }
    size += line.count
    return false
  }

  /// The number behind the first blank; 0 when there is none.
  private static func status(in line: UnsafeRawBufferPointer) -> Int {
    let digits = line.drop { $0 != UInt8(ascii: " ") }.dropFirst().prefix(3)
    return Int(String(decoding: digits, as: UTF8.self)) ?? 0
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let front = bytes.drop(while: isBlank)
    let trailing = front.reversed().prefix(while: isBlank).count
    return String(decoding: front.dropLast(trailing), as: UTF8.self)
  }
}
