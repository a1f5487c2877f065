import CloudTrail

/// What became of a policy's lines from one version to the next.
package struct PolicyDiff: Hashable, Sendable {
  package enum Change: Hashable, Sendable { case kept, added, removed }

  package struct Line: Hashable, Sendable {
    package var change: Change
    package var text: String
    /// What is to be marked; nothing in a line that is gone.
    package var findings: [PolicyFinding]
  }

  /// The lines of both versions; where one was replaced, what was removed comes first.
  package private(set) var lines: [Line] = []

  package var added: Int { lines.count { $0.change == .added } }
  package var removed: Int { lines.count { $0.change == .removed } }

  /// The most pairs of changed lines that are compared; of longer stretches all is replaced.
  private static let mostPairs = 1 << 20

  package init(from old: [PolicyLine], to new: [PolicyLine]) {
    let (before, after) = (old.map { ExactString($0.text) }, new.map { ExactString($0.text) })
    let same = zip(before, after).prefix { $0 == $1 }.count
    let rest = min(before.count, after.count) - same
    let tail = zip(before.reversed(), after.reversed()).prefix(rest).prefix { $0 == $1 }.count
    keep(new[..<same])
    let (oldMiddle, newMiddle) = (old[same..<old.count - tail], new[same..<new.count - tail])
    if oldMiddle.count * newMiddle.count <= PolicyDiff.mostPairs {
      merge(Array(oldMiddle), Array(newMiddle))
    } else {
      replace(oldMiddle, by: newMiddle)
    }
    keep(new[(new.count - tail)...])
  }

  private mutating func keep(_ kept: ArraySlice<PolicyLine>) {
    lines += kept.map { Line(change: .kept, text: $0.text, findings: $0.findings) }
  }

  private mutating func replace(_ old: ArraySlice<PolicyLine>, by new: ArraySlice<PolicyLine>) {
    lines += old.map { Line(change: .removed, text: $0.text, findings: []) }
    lines += new.map { Line(change: .added, text: $0.text, findings: $0.findings) }
  }

  /// Keeps the longest common subsequence of the two.
  private mutating func merge(_ old: [PolicyLine], _ new: [PolicyLine]) {
    let table = CommonLines(old.map(\.text), new.map(\.text))
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, right < new.count, table.isCommon(left, right) {
        keep(new[right...right])
        (left, right) = (left + 1, right + 1)
      } else if left < old.count, right == new.count || table.prefersOld(left, right) {
        replace(old[left...left], by: [])
        left += 1
      } else {
        replace([], by: new[right...right])
        right += 1
      }
    }
  }
}

/// The lengths of the longest common subsequences of all the ends of two texts.
private struct CommonLines {
  private let old: [Int]
  private let new: [Int]
  private var lengths: [UInt16]

  init(_ old: [String], _ new: [String]) {
    var numbers: [ExactString: Int] = [:]
    func number(_ text: String) -> Int {
      let line = ExactString(text)
      if let known = numbers[line] { return known }
      let next = numbers.count
      numbers[line] = next
      return next
    }
    self.old = old.map(number)
    self.new = new.map(number)
    lengths = [UInt16](repeating: 0, count: (old.count + 1) * (new.count + 1))
    for left in old.indices.reversed() {
      for right in new.indices.reversed() {
        lengths[place(left, right)] =
          self.old[left] == self.new[right]
          ? lengths[place(left + 1, right + 1)] + 1
          : max(lengths[place(left + 1, right)], lengths[place(left, right + 1)])
      }
    }
  }

  private func place(_ left: Int, _ right: Int) -> Int { left * (new.count + 1) + right }

  func isCommon(_ left: Int, _ right: Int) -> Bool { old[left] == new[right] }

  /// Whether leaving out the old line costs no common line.
  func prefersOld(_ left: Int, _ right: Int) -> Bool {
    lengths[place(left + 1, right)] >= lengths[place(left, right + 1)]
  }
}
