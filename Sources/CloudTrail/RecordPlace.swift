/// Where a record's bytes can be read again. Sixteen bytes.
package struct RecordPlace: Hashable, Comparable, Sendable {
  /// The file, as the archive numbers them.
  package let file: UInt32
  /// How many bytes.
  package let length: UInt32
  /// The first byte's offset.
  package let offset: UInt64

  package init(file: UInt32, offset: UInt64, length: UInt32) {
    (self.file, self.offset, self.length) = (file, offset, length)
  }

  /// The record was not kept.
  package static let nowhere = RecordPlace(file: .max, offset: .max, length: 0)

  package static func < (left: RecordPlace, right: RecordPlace) -> Bool {
    (left.file, left.offset) < (right.file, right.offset)
  }
}

/// Gives back the bytes of records that are not held in memory: from the files they were read from, or from the spool.
package protocol RecordArchive: Sendable {
  /// Keeps a record that cannot be read again where it came from; nil when there is no room for it.
  func keep(_ record: UnsafeBufferPointer<UInt8>) -> RecordPlace?
  /// The record at `place`, nil when it can no longer be read.
  func record(at place: RecordPlace) -> [UInt8]?
}
