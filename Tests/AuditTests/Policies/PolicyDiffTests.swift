import CloudTrail
import Seeded
import Testing

@testable import Audit

@Suite("The difference between two versions of a policy")
struct PolicyDiffTests {
  private func diff(_ old: [String], _ new: [String]) -> PolicyDiff {
    PolicyDiff(from: old.map { PolicyLine(text: $0) }, to: new.map { PolicyLine(text: $0) })
  }

  private func written(_ diff: PolicyDiff) -> [String] {
    diff.lines.map { ["kept": " ", "added": "+", "removed": "-"]["\($0.change)", default: "?"] + $0.text }
  }

  @Test("what was removed stands before what came in its place")
  func replaced() {
    #expect(written(diff(["a", "b", "c"], ["a", "x", "c"])) == [" a", "-b", "+x", " c"])
  }

  @Test("nothing, all, and nothing left")
  func ends() {
    #expect(written(diff([], [])) == [])
    #expect(written(diff([], ["a"])) == ["+a"])
    #expect(written(diff(["a"], [])) == ["-a"])
    #expect(diff(["a", "b"], ["a", "b"]).lines.allSatisfy { $0.change == .kept })
  }

  @Test("texts that look alike and are not the same bytes are a change")
  func bytes() { #expect(written(diff(["caf\u{E9}"], ["cafe\u{301}"])) == ["-caf\u{E9}", "+cafe\u{301}"]) }

  @Test(
    "removing and adding as it says makes the new version of the old, with the fewest lines",
    arguments: 0..<200)
  func applies(seed: UInt64) {
    var random = SeededRandom(state: seed)
    let old = (0..<random.below(12)).map { _ in random.pick(["a", "b", "c", "d"]) }
    let new = (0..<random.below(12)).map { _ in random.pick(["a", "b", "c", "d"]) }
    let diff = diff(old, new)
    #expect(diff.lines.filter { $0.change != .added }.map(\.text) == old)
    #expect(diff.lines.filter { $0.change != .removed }.map(\.text) == new)
    #expect(diff.lines.count { $0.change == .kept } == longestCommon(old[...], new[...]))
  }

  /// By its definition, without a table.
  private func longestCommon(_ old: ArraySlice<String>, _ new: ArraySlice<String>) -> Int {
    guard let left = old.first, let right = new.first else { return 0 }
    if left == right { return 1 + longestCommon(old.dropFirst(), new.dropFirst()) }
    return max(longestCommon(old.dropFirst(), new), longestCommon(old, new.dropFirst()))
  }

  @Test("versions with thousands of lines and nothing in common are replaced whole")
  func huge() {
    let diff = diff((0..<3000).map { "a\($0)" } + ["z"], (0..<3000).map { "b\($0)" } + ["z"])
    #expect((diff.removed, diff.added, diff.lines.count) == (3000, 3000, 6001))
  }
}
