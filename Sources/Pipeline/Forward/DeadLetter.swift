import CloudTrail
import Text

/// A document that the domain will never take, as the queue keeps it: whole, in parts where one message is too small.
struct DeadLetter: Sendable {
  let document: EventDocument
  let reason: BulkAnswer.Reason

  /// What a message of SQS holds at most is 256 KiB, in bytes (SQS developer guide, "Message quotas"); the rest is for what goes with it.
  static let largestPart = 192 << 10

  /// The messages, in ASCII: SQS refuses characters that XML has not ("SendMessage", MessageBody).
  /// - Parameter largestPart: how many bytes of escaped text a part has at most.
  func messages(largestPart: Int = DeadLetter.largestPart) -> [String] {
    let parts = DeadLetter.parts(of: document.line.message, largest: largestPart)
    return parts.enumerated().map { number, part in
      let place = parts.count > 1 ? #""part":\#(number + 1),"parts":\#(parts.count),"# : ""
      return """
        {"status":\(reason.status),"type":\(ascii(reason.type)),"reason":\(ascii(reason.reason)),\
        "index":\(ascii(document.index)),"id":\(ascii(document.id)),"logGroup":\(ascii(document.line.group)),\
        "logStream":\(ascii(document.line.stream)),"logEventID":\(ascii(document.line.id)),\
        "timestamp":\(document.line.time.milliseconds),\(place)"message":"\(part)"}
        """
    }
  }

  private func ascii(_ text: String) -> String {
    "\"\(text.unicodeScalars.map(DeadLetter.escaped).joined())\""
  }

  /// The text in pieces, each escaped and cut between characters.
  private static func parts(of text: String, largest: Int) -> [String] {
    var parts: [String] = []
    var part = ""
    for scalar in text.unicodeScalars {
      let next = escaped(scalar)
      if part.utf8.count + next.utf8.count > largest {
        parts.append(part)
        part = ""
      }
      part += next
    }
    return parts + [part]
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    guard scalar.value >= 0x80 else { return String(jsonString(String(scalar)).dropFirst().dropLast()) }
    return UTF16.encode(scalar)?.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }.joined() ?? ""
  }
}
