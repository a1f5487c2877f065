/// Reading times as CloudTrail and EventBridge write them, and as others rewrite them.
extension Timestamp {
  /// A time by RFC 3339; a fraction of any length, an offset, lower case, a blank for `T` and a missing zone (then UTC) are allowed,
  /// and `:60` rolls over (COUNTING 12). Nil for anything else.
  package init?(rfc3339 text: UnsafeBufferPointer<UInt8>) {
    var digits = DigitReader(text)
    guard
      let year = digits.number(of: 4), digits.take("-"), let month = digits.number(of: 2), digits.take("-"),
      let day = digits.number(of: 2), digits.takeTimeMark(), let hour = digits.number(of: 2),
      digits.take(":"),
      let minute = digits.number(of: 2), digits.take(":"), let second = digits.number(of: 2),
      let fraction = digits.milliseconds(), let offset = digits.zoneSeconds(), digits.isAtEnd,
      (1...12).contains(month), (1...CivilTime.days(in: month, of: year)).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = CivilTime.daysSinceEpoch(year: year, month: month, day: day)
    let clock = Int64(hour * 3600 + minute * 60 + second - offset)
    self.init(milliseconds: (days * 86_400 + clock) * 1000 + Int64(fraction))
  }

  /// ``init(rfc3339:)`` for text from a flag or a filter.
  package init?(_ text: String) {
    var text = text
    guard let time = text.withUTF8(Timestamp.init(rfc3339:)) else { return nil }
    self = time
  }
}

extension CivilTime {
  /// How many days a month has.
  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Takes a time's text apart from the front.
private struct DigitReader {
  private let text: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  var isAtEnd: Bool { index == text.count }
  private var next: UInt8? { index < text.count ? text[index] : nil }

  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: mark) else { return false }
    index += 1
    return true
  }

  mutating func takeTimeMark() -> Bool { take("T") || take("t") || take(" ") }

  mutating func number(of count: Int) -> Int? {
    guard index + count <= text.count else { return nil }
    var number = 0
    for position in index..<index + count {
      guard isDigit(text[position]) else { return nil }
      number = number * 10 + Int(text[position] - UInt8(ascii: "0"))
    }
    index += count
    return number
  }

  /// The fraction of a second, rounded down to the millisecond; 0 where none is written, nil for a point without digits.
  mutating func milliseconds() -> Int? {
    guard take(".") else { return 0 }
    let start = index
    var value = 0
    while let digit = next, isDigit(digit) {
      if index - start < 3 { value = value * 10 + Int(digit - UInt8(ascii: "0")) }
      index += 1
    }
    guard index > start else { return nil }
    for _ in min(index - start, 3)..<3 { value *= 10 }
    return value
  }

  /// The zone's distance from UTC in seconds; 0 where no zone is written.
  mutating func zoneSeconds() -> Int? {
    if isAtEnd || take("Z") || take("z") { return 0 }
    let sign = take("+") ? 1 : take("-") ? -1 : 0
    guard sign != 0, let hours = number(of: 2), take(":"), let minutes = number(of: 2), hours < 24,
      minutes < 60
    else {
      return nil
    }
    return sign * (hours * 3600 + minutes * 60)
  }
}
