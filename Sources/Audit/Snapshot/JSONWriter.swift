import CloudTrail
import Cores
import Text

/// Writes JSON front to back, keys in the order they are given: a contract's order, which an encoder of dictionaries would lose.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init() {}

  package mutating func object(_ body: (inout JSONWriter) -> Void) { wrap("{", "}", body) }

  package mutating func array<Element>(
    _ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void
  ) {
    wrap("[", "]") { writer in
      for element in elements { body(&writer, element) }
    }
  }

  /// Writes an array that may be long, on all cores.
  package mutating func longArray<Element: Sendable>(
    _ elements: [Element], _ body: @Sendable (inout JSONWriter, Element) -> Void
  ) {
    let length = max(1024, (elements.count + Cores.count - 1) / Cores.count)
    let parts = stride(from: 0, to: elements.count, by: length).map {
      elements[$0..<min($0 + length, elements.count)]
    }
    let written = parts.mapOnAllCores { part in
      var writer = JSONWriter()
      for element in part { body(&writer, element) }
      return writer.bytes
    }
    wrap("[", "]") { writer in
      for part in written {
        writer.separate()
        writer.bytes += part
      }
    }
  }

  /// Writes a key; its value must follow.
  package mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    raw(name)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func value(_ text: String?) {
    separate()
    guard let text else { return raw("null") }
    appendJSONString(text, to: &bytes)
  }

  /// A time in whole seconds (COUNTING 13).
  package mutating func value(_ time: Timestamp) {
    separate()
    raw("\"")
    CivilTime(seconds: time.seconds).appendRFC3339(to: &bytes)
    raw("\"")
  }

  package mutating func value(_ number: Int?) {
    separate()
    raw(number.map { "\($0)" } ?? "null")
  }

  /// A number that JSON can have: none of infinity and not-a-number.
  package mutating func value(_ number: Double?) {
    separate()
    raw(number.flatMap { $0.isFinite ? "\($0)" : nil } ?? "null")
  }

  package mutating func value(_ flag: Bool?) {
    separate()
    raw(flag.map { $0 ? "true" : "false" } ?? "null")
  }

  /// A value of a record, without the blanks between its tokens and with its strings repaired and made visible (COUNTING 8 and 25).
  package mutating func value(_ view: JSONView) {
    switch view.kind {
    case .object:
      object { writer in
        view.forEachMember { key, value in
          writer.separate()
          appendJSONString(key.string, to: &writer.bytes)
          writer.raw(":")
          writer.needsComma = false
          writer.value(value)
          return true
        }
      }
    case .array:
      wrap("[", "]") { writer in
        view.forEachElement { element in
          writer.value(element)
          return true
        }
      }
    case .string: value(view.text?.string)
    case .number, .bool, .null:
      separate()
      bytes.append(contentsOf: view.source)
    }
  }

  package mutating func endLine() {
    bytes.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  private mutating func wrap(
    _ opening: StaticString, _ closing: StaticString, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    raw(opening)
    needsComma = false
    body(&self)
    raw(closing)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func raw(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
