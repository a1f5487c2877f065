/// Where a field's value stands, counted from the first byte of the object it belongs to. Eight bytes.
struct FieldSpan: Sendable {
  private static let plainFlag: UInt32 = 1 << 31
  private static let numberFlag: UInt32 = 1 << 30

  let offset: UInt32
  private let lengthAndFlags: UInt32

  /// A field that is not there.
  static let absent = FieldSpan(offset: 0, lengthAndFlags: 0)

  /// A field whose value, behind `offset`, is of a type that counts as absent (COUNTING 10).
  static func other(at offset: Int) -> FieldSpan {
    FieldSpan(offset: UInt32(truncatingIfNeeded: max(offset, 1)), lengthAndFlags: 0)
  }

  private init(offset: UInt32, lengthAndFlags: UInt32) {
    (self.offset, self.lengthAndFlags) = (offset, lengthAndFlags)
  }

  /// The inside of a string.
  init(offset: Int, length: Int, isPlain: Bool) {
    self.init(
      offset: UInt32(truncatingIfNeeded: offset),
      lengthAndFlags: UInt32(truncatingIfNeeded: length) | (isPlain ? FieldSpan.plainFlag : 0))
  }

  /// A number or any other token that is kept as it is written.
  init(offset: Int, numberOfLength length: Int) {
    self.init(
      offset: UInt32(truncatingIfNeeded: offset),
      lengthAndFlags: UInt32(truncatingIfNeeded: length) | FieldSpan.plainFlag | FieldSpan.numberFlag)
  }

  var length: Int { Int(lengthAndFlags & ~(FieldSpan.plainFlag | FieldSpan.numberFlag)) }
  var isPresent: Bool { length > 0 }
  /// There, but empty or of a type that counts as absent.
  var isOther: Bool { length == 0 && offset > 0 }
  /// No escape and nothing but ASCII.
  var isPlain: Bool { lengthAndFlags & FieldSpan.plainFlag != 0 }
  var isNumber: Bool { lengthAndFlags & FieldSpan.numberFlag != 0 }

  /// The same field, counted from so many bytes before.
  func moved(by bytes: Int) -> FieldSpan {
    offset == 0
      ? self
      : FieldSpan(offset: offset &+ UInt32(truncatingIfNeeded: bytes), lengthAndFlags: lengthAndFlags)
  }

  /// The account id that the field holds in the object that begins at `base`; nil when absent.
  func accountID(in base: UnsafePointer<UInt8>) -> AccountID? {
    text(in: base).map { AccountID($0, isNumber: isNumber) }
  }

  /// The text of the field in the object that begins at `base`; nil when absent.
  func text(in base: UnsafePointer<UInt8>) -> JSONText? {
    guard isPresent else { return nil }
    let raw = UnsafeBufferPointer(start: base + Int(offset), count: length)
    return JSONText(raw: raw, isPlain: isPlain)
  }
}

/// Where an object stands in the object around it.
struct ObjectPlace: Hashable, Sendable {
  static let absent = ObjectPlace(offset: 0)
  /// There, but no object.
  static let other = ObjectPlace(offset: -1)

  private let offset: Int32

  private init(offset: Int32) { self.offset = offset }

  /// The object behind an offset, which is never 0.
  static func object(at offset: Int) -> ObjectPlace { ObjectPlace(offset: Int32(truncatingIfNeeded: offset)) }

  /// The object, in the one that begins at `base`; nil where there is none.
  func view(in base: UnsafePointer<UInt8>) -> JSONView? {
    offset > 0 ? JSONView(validatedAt: base + Int(offset)) : nil
  }
}
