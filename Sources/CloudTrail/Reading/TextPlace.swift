/// Where a value stands in a text, with what a pass over the text around it has found there: pages of a store hold megabytes, and to go
/// through each document once more costs as much as the whole page did.
package struct TextPlace: Sendable {
  package let range: Range<Int>
  /// The fields of the object that stands there; nil where it has not been scanned, or where scanning alone does not read it.
  let fields: RecordFields?

  /// The place of a value that nothing is known about.
  package init(_ range: Range<Int>) { self.init(range, fields: nil) }

  fileprivate init(_ range: Range<Int>, fields: RecordFields?) { (self.range, self.fields) = (range, fields) }
}

extension JSONCursor {
  /// Steps over the object that begins here and notes what ``EventReader`` will ask of it.
  /// - Throws: its first fault.
  package mutating func scanObject() throws(JSONFault) -> TextPlace {
    let start = offset
    let fields = try withReader { (reader) throws(JSONFault) in try reader.scanUnlisted() }
    return TextPlace(start..<offset, fields: fields)
  }
}

extension EventReader {
  /// Hands on what the object whose fields were scanned before is or wraps; its text begins at `start`.
  mutating func takeScanned(_ fields: RecordFields, at place: Range<Int>, of start: UnsafePointer<UInt8>) {
    var object = HeldObject(start: start + place.lowerBound, position: place.lowerBound, origin: origin)
    (object.fields, object.length) = (fields, place.count)
    if !withUnsafePointer(to: &object, { takeAnything(from: $0) }) { rejectUnknown(at: place.lowerBound) }
  }
}
