import CloudTrail

/// Reads EventBridge event patterns.
///
/// What is accepted, what it matches and the words of a refusal are those of AWS's TestEventPattern, as recorded answers
/// and the published library behind it (event-ruler) show them: fields of arrays belong together only within one element,
/// repeated keys keep the last, keys are joined by dots, `$or` multiplies the pattern out.
package enum EventPatternSyntax {
  /// The most characters of a pattern, blanks between its parts not counted (EventBridge quotas: 4096).
  package static let longest = 4096

  /// What a pattern asks of an event; its paths begin at the event's envelope.
  /// - Throws: AWS's reason with its place in `text`.
  package static func predicate(from text: String) throws(EventPatternError) -> WrittenPredicate {
    let bytes = Array(text.utf8)
    if let found = JSONCheck.fault(in: bytes) {
      throw EventPatternError(
        words(for: found.fault, at: found.offset, in: bytes), at: found.offset, in: bytes)
    }
    let document: JSONDocument
    do { document = try JSONDocument(parsing: bytes) } catch {
      throw EventPatternError("Filter is not an object", at: 0, in: bytes)
    }
    let indent = bytes.prefix { $0 <= 0x20 }.count
    let result: Result<WrittenPredicate, EventPatternError> = document.withView { view in
      Result { () throws(EventPatternError) in try predicate(from: view, in: bytes, indent: indent) }
    }
    return try result.get()
  }

  /// What the pattern that `view` is asks.
  /// - Parameters:
  ///   - text: the text that the view's document was made from, where places are counted.
  ///   - indent: how many bytes of `text` stand before the document's first.
  package static func predicate(
    from view: JSONView, in text: [UInt8], indent: Int
  ) throws(EventPatternError) -> WrittenPredicate {
    let place = PatternPlace(text: text, start: view.source.baseAddress, indent: indent)
    return try predicate(from: view, place: place)
  }

  static func predicate(from view: JSONView, place: PatternPlace) throws(EventPatternError)
    -> WrittenPredicate
  {
    guard view.kind == .object else { throw place.error("Filter is not an object", at: view) }
    guard compactLength(of: view.source) <= longest else {
      throw place.error("Member must have length less than or equal to \(longest)", at: view)
    }
    var reader = EventPatternReader(place: place)
    try reader.read(view)
    return .any(reader.variants.map(\.predicate)).flattened
  }

  /// How many bytes are no blanks outside strings.
  private static func compactLength(of source: UnsafeBufferPointer<UInt8>) -> Int {
    var (length, inString, escaped) = (0, false, false)
    for byte in source {
      if inString || byte > 0x20 { length += 1 }
      if escaped {
        escaped = false
      } else if inString, byte == UInt8(ascii: "\\") {
        escaped = true
      } else if byte == UInt8(ascii: "\"") {
        inString.toggle()
      }
    }
    return length
  }

  /// The words for text that is no JSON: AWS's where a bare word stands for a value, else our own.
  private static func words(for fault: JSONFault, at offset: Int, in text: [UInt8]) -> String {
    guard fault == .expectedValue || fault == .badLiteral else { return fault.reason }
    let isLetter = { (byte: UInt8) in CaseFolding.ascii(byte) &- UInt8(ascii: "a") < 26 }
    // A literal's fault lies where it parts from `true`, `false` or `null`.
    let begun = text[..<offset].reversed().prefix(while: isLetter).count
    let word = text[(offset - begun)...].prefix(while: isLetter)
    guard !word.isEmpty else { return fault.reason }
    return "Unrecognized token '\(String(decoding: word, as: UTF8.self))': was expecting "
      + "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
  }
}

/// Where in a text the values of its document stand.
struct PatternPlace {
  let text: [UInt8]
  /// The document's first byte; compared with other views' only, never read.
  let start: UnsafePointer<UInt8>?
  let indent: Int

  func offset(of pointer: UnsafePointer<UInt8>?) -> Int {
    guard let pointer, let start else { return 0 }
    return pointer - start + indent
  }

  func error(_ reason: String, at view: JSONView) -> EventPatternError {
    EventPatternError(reason, at: offset(of: view.source.baseAddress), in: text)
  }

  func error(_ reason: String, at key: JSONText) -> EventPatternError {
    EventPatternError(reason, at: offset(of: key.raw.baseAddress), in: text)
  }

  /// The line of a key, from 1.
  func line(of key: JSONText) -> Int {
    text.prefix(offset(of: key.raw.baseAddress)).count { $0 == UInt8(ascii: "\n") } + 1
  }
}

extension WrittenPredicate {
  /// An `any` of one is that one.
  fileprivate var flattened: WrittenPredicate {
    if case .any(let parts) = self, parts.count == 1 { parts[0] } else { self }
  }
}
