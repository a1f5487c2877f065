/// A message of `application/vnd.amazon.eventstream`, put together by its published layout.
func eventStreamMessage(_ headers: [(String, String)], _ payload: String = "") -> [UInt8] {
  var named: [UInt8] = []
  for (name, value) in headers {
    named += [UInt8(name.utf8.count)] + Array(name.utf8)
    named += [7, UInt8(value.utf8.count >> 8), UInt8(value.utf8.count & 255)] + Array(value.utf8)
  }
  var message = bigEndian(UInt32(16 + named.count + payload.utf8.count)) + bigEndian(UInt32(named.count))
  message += bigEndian(crc(message))
  message += named + Array(payload.utf8)
  return message + bigEndian(crc(message))
}

/// A message of Live Tail that is an event.
func liveTailEvent(_ type: String, _ payload: String = "{}") -> [UInt8] {
  eventStreamMessage(
    [(":message-type", "event"), (":event-type", type), (":content-type", "application/json")], payload)
}

/// A log event of so many seconds into 1970, as every answer writes it: its message is a record whose `eventID` is that number.
func logEvent(_ number: Int) -> String {
  let record =
    #"{\"eventTime\":\"1970-01-01T00:00:0\#(number)Z\",\"eventSource\":\"iam.amazonaws.com\","#
    + #"\"eventName\":\"GetUser\",\"eventID\":\"\#(number)\"}"#
  return
    #"{"eventId":"\#(number)","logStreamName":"s","timestamp":\#(number * 1000),"message":"\#(record)"}"#
}

/// An update of the log events with these numbers.
func liveTailUpdate(_ numbers: [Int], sampled: Bool = false) -> [UInt8] {
  let events = numbers.map(logEvent)
  return liveTailEvent(
    "sessionUpdate",
    #"{"sessionMetadata":{"sampled":\#(sampled)},"sessionResults":[\#(events.joined(separator: ","))]}"#)
}

func liveTailException(_ type: String, _ message: String = "m") -> [UInt8] {
  eventStreamMessage(
    [(":message-type", "exception"), (":exception-type", type), (":content-type", "application/json")],
    #"{"message":"\#(message)"}"#)
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

/// Bit by bit, as the standard defines it.
private func crc(_ bytes: [UInt8]) -> UInt32 {
  var sum: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }
  return ~sum
}
