/// Lists of records, and getting past what is broken in one.
extension EventReader {
  /// Reads the list that begins here, element by element, so that a list of any length takes no more memory than its longest record.
  mutating func readList(wrappings: Int) throws(JSONFault) {
    scanner.release()
    scanner.step()
    scanner.skipBlanks()
    if scanner.peek() == UInt8(ascii: "]") { return scanner.step() }
    while true {
      try readElement(inList: true, wrappings: wrappings + 1)
      do throws(JSONFault) {
        guard try scanner.skipComma(closing: UInt8(ascii: "]")) else { return }
      } catch {
        throw breakList(error)
      }
    }
  }

  /// Reads one element of a list, or one value outside any: a record, what wraps records, or a reject.
  mutating func readElement(inList: Bool, wrappings: Int? = nil) throws(JSONFault) {
    scanner.hold()
    let start = scanner.position
    do throws(JSONFault) {
      guard scanner.peek() == UInt8(ascii: "{") else {
        try scanner.skipValue(depth: 0)
        return log.reject(at: start, "an element of a list of records that is no object")
      }
      try readObject(wrappings: wrappings ?? origin.wrappings, start: start)
    } catch {
      guard inList, !listIsBroken else { throw error }
      guard skipBrokenElement(from: start) else { throw breakList(error) }
      log.reject(at: start, error.reason)
    }
  }

  /// Counts a break that reading cannot get past within the list (COUNTING 2).
  private mutating func breakList(_ fault: JSONFault) -> JSONFault {
    log.reject(at: scanner.position, fault.reason)
    log.damage = log.damage ?? "a list of records breaks off at byte \(scanner.position): \(fault.reason)"
    listIsBroken = true
    return fault
  }

  /// Steps over an element that is not valid, if its brackets and quotes balance and the list goes on or ends behind it. Otherwise
  /// stays at the fault.
  private mutating func skipBrokenElement(from start: Int) -> Bool {
    guard scanner.heldPosition == start else { return false }
    let fault = scanner.offset
    scanner.move(to: scanner.heldStart)
    if scanner.skipBalanced() { return true }
    if scanner.heldPosition == start { scanner.move(to: scanner.heldStart + fault) }
    return false
  }
}
