import CloudTrail
import Glibc

/// A pattern looked for in every key and every value of a record.
struct AnywhereSearch: Sendable {
  private let matcher: TextMatcher
  /// The accounts, ordered by bytes, whose name has the pattern.
  private let accounts: [[UInt8]]

  init(_ pattern: TextPattern, context: EvaluationContext) {
    let matcher = TextMatcher(pattern.unanchored)
    self.matcher = matcher
    accounts = context.accounts(whoseName: matcher.matches)
  }

  func isNamedAccount(_ id: UnsafeBufferPointer<UInt8>) -> Bool { accounts.containsSorted(id) }

  func matchesShownPrincipal(_ key: UnsafeBufferPointer<UInt8>) -> Bool {
    ShownPrincipal.withUTF8(of: key, matcher.matches)
  }

  /// Walks the record's bytes once, however deep it nests.
  func matches(_ record: JSONView) -> Bool {
    let source = record.source
    // What is nowhere in the bytes is in no key or value, unless an escape or a letter beyond ASCII hides it.
    if let search = matcher.search, !search.isFound(in: source), !AnywhereSearch.mayHide(source) {
      return false
    }
    var at = 0
    while at < source.count {
      switch source[at] {
      case UInt8(ascii: "\""):
        let end = AnywhereSearch.endOfString(source, at + 1)
        let text = JSONText(raw: UnsafeBufferPointer(rebasing: source[(at + 1)..<end]))
        if text.withUTF8(matcher.matches) { return true }
        at = end + 1
      case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "}"),
        UInt8(ascii: "["),
        UInt8(ascii: "]"):
        at += 1
      default:
        let end = AnywhereSearch.endOfWord(source, at)
        let word = UnsafeBufferPointer(rebasing: source[at..<end])
        if source[at] != UInt8(ascii: "n"), matcher.matches(word) { return true }
        at = end
      }
    }
    return false
  }

  private static func mayHide(_ source: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = source.baseAddress else { return false }
    return memchr(start, Int32(UInt8(ascii: "\\")), source.count) != nil || CaseFolding.hasNonASCII(source)
  }

  private static func endOfString(_ source: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < source.count, source[at] != UInt8(ascii: "\"") {
      at += source[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(at, source.count)
  }

  private static func endOfWord(_ source: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var at = start
    while at < source.count {
      switch source[at] {
      case 0...0x20, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): return at
      default: at += 1
      }
    }
    return at
  }
}
