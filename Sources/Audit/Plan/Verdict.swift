/// Whether a row is let through, by the logic of three values: what is not known yet is neither.
///
/// The raw values are ordered so that `all` is the least and `any` the greatest of its parts.
enum Verdict: UInt8 {
  case no = 0
  case unknown = 1
  case yes = 2

  init(_ isYes: Bool) { self = isYes ? .yes : .no }
}
