import CloudTrail
import Testing

@testable import Query

@Suite("What may come at the cursor of a filter")
struct CompletionPointTests {
  private static let terms = [
    ("", "", 0), ("acc", "acc", 0), ("is:denied a", "a", 10), ("-acc", "acc", 1), ("is:denied ", "", 10),
    ("(acc", "acc", 1), ("(is:denied OR acc", "acc", 14), ("@den", "@den", 0),
    ("action:(a OR b) ip", "ip", 16),
    ("\"a b\" c", "c", 6),
  ]

  @Test("a term begins where a filter, a bracket or a word does", arguments: terms)
  func term(text: String, typed: String, start: Int) {
    let point = CompletionPoint(before: text)
    #expect(point.wanted == .term)
    #expect(point.typed == typed && point.start == start)
  }

  private static let values = [
    ("is:", "is", "", 3), ("is:den", "is", "den", 3), ("-account:pay", "account", "pay", 9),
    ("action:iam:Cr", "action", "iam:Cr", 7), ("action:(iam:A OR iam:C", "action", "iam:C", 17),
    ("action:(", "action", "", 8), ("session:\"night sh", "session", "night sh", 8),
    ("session:\"a:b", "session", "a:b", 8), ("severity:>=hi", "severity", "hi", 11),
    ("x:a (is:d", "is", "d", 8),
    ("session:\"done\"", "session", "done", 8), ("userIdentity.arn:x", "userIdentity.arn", "x", 17),
  ]

  @Test("behind a field's colon, and within its brackets, a value", arguments: values)
  func value(text: String, field: String, typed: String, start: Int) {
    let point = CompletionPoint(before: text)
    #expect(point.wanted == .value(field: field))
    #expect(point.typed == typed && point.start == start)
  }

  @Test(
    "nothing can be guessed in phrases, patterns, expressions, references and braces",
    arguments: [
      "\"acc", "action:/Cre", "agent:aws*", "account:$user", "x:~ex", "resources{acc", "resources{@acc",
      "ac*",
    ])
  func nothing(text: String) { #expect(CompletionPoint(before: text).wanted == .nothing) }

  @Test(
    "closing brackets that were never opened do no harm",
    arguments: [")))", "}}}x", "a:)b:", "((((", "\\\"("])
  func broken(text: String) { #expect(CompletionPoint(before: text).start <= text.count) }
}

@Suite("What fields mean")
struct FieldMeaningsTests {
  @Test("every name of the filter bar has a meaning, in its order")
  func aliases() { #expect(FieldMeanings.aliases.map(\.name) == FieldAlias.all.map(\.name)) }

  @Test("every path offered is a filter", arguments: FieldMeanings.paths.map(\.path))
  func paths(path: String) throws {
    #expect(throws: Never.self) { try FilterSyntax.predicate(from: "\(path):x", now: .init(milliseconds: 0)) }
  }
}
