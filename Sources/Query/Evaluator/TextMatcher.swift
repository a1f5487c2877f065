import CloudTrail

/// A text pattern prepared for bytes.
///
/// A class, so that taking one out of the test that it stands in costs one count of owners: that is done for every event.
final class TextMatcher: Sendable {
  /// The patterns that need no search with backtracking.
  private enum Shape: Sendable { case everything, exact, prefix, suffix, contains, wildcard }

  private let shape: Shape
  /// The literal of the shapes that have one, folded unless case counts.
  private let needle: [UInt8]
  /// The pattern of shape wildcard: bytes, ``anyOne`` and ``anyRun``.
  private let units: [UInt16]
  let isCaseSensitive: Bool
  /// The search of shape contains.
  let search: SubstringSearch?

  private static let anyOne: UInt16 = 0x100
  private static let anyRun: UInt16 = 0x101

  init(_ pattern: TextPattern) {
    isCaseSensitive = pattern.caseSensitive
    let literal: (ExactString) -> [UInt8] = { text in
      pattern.caseSensitive ? Array(text.string.utf8) : CaseFolding.folded(text.string.utf8)
    }
    var units: [UInt16] = []
    switch pattern.pieces.count {
    case 0: (shape, needle) = (.exact, [])
    case 1:
      if case .literal(let text) = pattern.pieces[0] {
        (shape, needle) = (.exact, literal(text))
      } else {
        fallthrough
      }
    default:
      switch (
        pattern.pieces.count, pattern.pieces.first, pattern.pieces.dropFirst().first, pattern.pieces.last
      ) {
      case (1, .anyRun, _, _): (shape, needle) = (.everything, [])
      case (2, .literal(let text), .anyRun, _): (shape, needle) = (.prefix, literal(text))
      case (2, .anyRun, .literal(let text), _): (shape, needle) = (.suffix, literal(text))
      case (3, .anyRun, .literal(let text), .anyRun): (shape, needle) = (.contains, literal(text))
      default:
        (shape, needle) = (.wildcard, [])
        for piece in pattern.pieces {
          switch piece {
          case .literal(let text): units += literal(text).map(UInt16.init)
          case .anyOne: units.append(TextMatcher.anyOne)
          case .anyRun: units.append(TextMatcher.anyRun)
          }
        }
      }
    }
    self.units = units
    search = shape == .contains ? SubstringSearch(needle, caseSensitive: pattern.caseSensitive) : nil
  }

  /// The literal that a text must have, folded unless case counts, and where; nil of a pattern that is more than that.
  var literal: (place: Place, bytes: [UInt8])? {
    switch shape {
    case .everything: (.anywhere, [])
    case .exact: (.whole, needle)
    case .prefix: (.start, needle)
    case .suffix: (.end, needle)
    case .contains: (.anywhere, needle)
    case .wildcard: nil
    }
  }

  /// Whether the whole text matches. Bytes are compared with ASCII folded first; only a text that fails so
  /// and has other letters is folded by Unicode's rules.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if isCaseSensitive { return compare(text, fold: { $0 }) }
    if compare(text, fold: CaseFolding.ascii) { return true }
    guard CaseFolding.hasNonASCII(text) else { return false }
    return CaseFolding.folded(text).withUnsafeBufferPointer { compare($0, fold: { $0 }) }
  }

  @inline(__always)
  private func compare(_ text: UnsafeBufferPointer<UInt8>, fold: (UInt8) -> UInt8) -> Bool {
    switch shape {
    case .everything: true
    case .exact: text.count == needle.count && equal(text, at: 0, fold: fold)
    case .prefix: text.count >= needle.count && equal(text, at: 0, fold: fold)
    case .suffix: text.count >= needle.count && equal(text, at: text.count - needle.count, fold: fold)
    case .contains: search?.isFound(in: text) ?? true
    case .wildcard: wildcard(text, fold: fold)
    }
  }

  @inline(__always)
  private func equal(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, fold: (UInt8) -> UInt8) -> Bool {
    for index in needle.indices where fold(text[offset &+ index]) != needle[index] { return false }
    return true
  }

  /// Goes back to the last run only, so the steps are at most text times pattern.
  @inline(__always)
  private func wildcard(_ text: UnsafeBufferPointer<UInt8>, fold: (UInt8) -> UInt8) -> Bool {
    var (at, unit) = (0, 0)
    var (resumeUnit, resumeAt) = (-1, 0)
    while at < text.count {
      if unit < units.count, units[unit] == TextMatcher.anyRun {
        (resumeUnit, resumeAt) = (unit + 1, at)
        unit += 1
      } else if unit < units.count, units[unit] == TextMatcher.anyOne {
        at = TextMatcher.scalarEnd(text, at)
        unit += 1
      } else if unit < units.count, units[unit] == UInt16(fold(text[at])) {
        (at, unit) = (at + 1, unit + 1)
      } else if resumeUnit >= 0 {
        resumeAt = TextMatcher.scalarEnd(text, resumeAt)
        (at, unit) = (resumeAt, resumeUnit)
      } else {
        return false
      }
    }
    return units[unit...].allSatisfy { $0 == TextMatcher.anyRun }
  }

  private static func scalarEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var end = start + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
