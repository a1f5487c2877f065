/// What is known of things by their numbers, which are counted from 0 and not many.
struct ByNumber<Value: Sendable>: Sendable {
  private var values: [Value?] = []

  /// Nil where nothing is known.
  subscript(number: UInt32) -> Value? {
    get { number < values.count ? values[Int(number)] : nil }
    set {
      while values.count <= number { values.append(nil) }
      values[Int(number)] = newValue
    }
  }
}
