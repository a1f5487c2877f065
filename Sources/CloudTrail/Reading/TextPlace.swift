/// Where a value stands in a text.
package struct TextPlace: Sendable {
  package let range: Range<Int>
  /// Which of the text's ``ScannedObjects`` stands there; nil where it has not been scanned, or where scanning alone does not read it.
  fileprivate let number: Int?

  /// The place of a value that nothing is known about.
  package init(_ range: Range<Int>) { self.init(range, number: nil) }

  fileprivate init(_ range: Range<Int>, number: Int?) { (self.range, self.number) = (range, number) }
}

/// What a pass over a text has found in objects of it: pages of a store hold megabytes, and to go through each document once more costs
/// as much as the whole page did. All of a text are in one list, as places are copied and so much would be copied with them.
package struct ScannedObjects: Sendable {
  private var fields: [RecordFields] = []

  package init() {}

  /// Adds the object that `scan` scans, if it says that its fields are all that is to be read of it.
  fileprivate mutating func add(
    _ scan: (inout RecordFields) throws(JSONFault) -> Bool
  ) throws(JSONFault) -> Int? {
    fields.append(RecordFields())
    let number = fields.count - 1
    if try scan(&fields[number]) { return number }
    fields.removeLast()
    return nil
  }

  /// The fields of the object at `place`; nil where they have to be found.
  func fields(at place: TextPlace) -> RecordFields? { place.number.map { fields[$0] } }
}

extension JSONCursor {
  /// Steps over the object that begins here and notes what ``EventReader`` will ask of it.
  /// - Throws: its first fault.
  package mutating func scanObject(into objects: inout ScannedObjects) throws(JSONFault) -> TextPlace {
    let start = offset
    let number = try objects.add { (fields) throws(JSONFault) in try reader.scanUnlisted(&fields) }
    return TextPlace(start..<offset, number: number)
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
