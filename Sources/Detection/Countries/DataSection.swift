/// The data section of a MaxMind DB, or its metadata (MaxMind DB file format specification, version 2.0). What it says of itself is not
/// believed: nothing outside it is read, and no value is gone through twice.
struct DataSection: Sendable {
  /// Where a value's own bytes begin, and what they are.
  private struct Value {
    var type: Int
    /// Bytes; of a map or an array elements, of a boolean the value.
    var size: Int
    var start: Int
  }

  private enum Kind {
    static let pointer = 1
    static let string = 2
    static let map = 7
    static let array = 11
    static let boolean = 14
    /// Those whose size is their bytes: numbers, strings and bytes.
    static let plain: Set<Int> = [2, 3, 4, 5, 6, 8, 9, 10, 15]
    static let numbers: Set<Int> = [5, 6, 9]
  }

  /// Values within values; the deepest that MaxMind makes have five.
  private static let deepest = 32

  let bytes: ArraySlice<UInt8>

  /// The text at the end of a path of keys from the map at an offset.
  func text(_ path: [String], at offset: Int) -> String? {
    guard let value = value(path, at: offset), value.type == Kind.string else { return nil }
    return String(validating: bytes[value.start..<value.start + value.size], as: UTF8.self)
  }

  /// The number without a sign at the end of a path of keys from the map at an offset.
  func number(_ path: [String], at offset: Int) -> Int? {
    guard let value = value(path, at: offset), Kind.numbers.contains(value.type), value.size <= 7 else {
      return nil
    }
    return bytes[value.start..<value.start + value.size].reduce(0) { $0 << 8 | Int($1) }
  }

  private func value(_ path: [String], at offset: Int) -> Value? {
    guard offset >= 0, offset < bytes.count, var value = followed(bytes.startIndex + offset) else {
      return nil
    }
    for key in path {
      guard let next = member(key, of: value) else { return nil }
      value = next
    }
    return value
  }

  private func member(_ key: String, of map: Value) -> Value? {
    guard map.type == Kind.map else { return nil }
    var at = map.start
    for _ in 0..<map.size {
      guard let name = followed(at), name.type == Kind.string, let after = end(ofValueAt: at, depth: 0) else {
        return nil
      }
      if bytes[name.start..<name.start + name.size].elementsEqual(key.utf8) { return followed(after) }
      guard let next = end(ofValueAt: after, depth: 0) else { return nil }
      at = next
    }
    return nil
  }

  // MARK: Single values

  /// The value at a place; where that is a pointer, what it leads to. A pointer to a pointer is no value.
  private func followed(_ place: Int) -> Value? {
    guard let value = read(place) else { return nil }
    guard value.type == Kind.pointer else { return value }
    guard value.size < bytes.count, let target = read(bytes.startIndex + value.size) else { return nil }
    return target.type == Kind.pointer ? nil : target
  }

  /// The value at a place, its bytes within the section; of a pointer the size is where it leads to, and the start what follows it.
  private func read(_ place: Int) -> Value? {
    guard let control = byte(place) else { return nil }
    var (type, at) = (Int(control >> 5), place + 1)
    if type == Kind.pointer { return pointer(control, at) }
    if type == 0 {
      guard let extended = byte(at) else { return nil }
      (type, at) = (Int(extended) + 7, at + 1)
    }
    var size = Int(control & 0x1F)
    if size >= 29 {
      let count = size - 28
      guard let more = number(at, count) else { return nil }
      (size, at) = ([29, 285, 65_821][count - 1] + more, at + count)
    }
    if Kind.plain.contains(type), size > bytes.endIndex - at { return nil }
    return Value(type: type, size: size, start: at)
  }

  private func pointer(_ control: UInt8, _ at: Int) -> Value? {
    let length = Int(control >> 3 & 3) + 1
    guard let low = number(at, length) else { return nil }
    let high = length == 4 ? 0 : Int(control & 7) << (8 * length)
    let target = high + low + [0, 2048, 526_336, 0][length - 1]
    return Value(type: Kind.pointer, size: target, start: at + length)
  }

  /// Where what follows a value begins. Every element takes a byte at least, so that this ends with the section.
  private func end(ofValueAt place: Int, depth: Int) -> Int? {
    guard depth < DataSection.deepest, let value = read(place) else { return nil }
    switch value.type {
    case Kind.pointer, Kind.boolean: return value.start
    case Kind.map, Kind.array:
      var at = value.start
      for _ in 0..<(value.type == Kind.map ? 2 * value.size : value.size) {
        guard let next = end(ofValueAt: at, depth: depth + 1) else { return nil }
        at = next
      }
      return at
    default: return Kind.plain.contains(value.type) ? value.start + value.size : nil
    }
  }

  private func byte(_ place: Int) -> UInt8? { bytes.indices.contains(place) ? bytes[place] : nil }

  private func number(_ place: Int, _ count: Int) -> Int? {
    guard place >= bytes.startIndex, count <= bytes.endIndex - place else { return nil }
    return bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
  }
}
