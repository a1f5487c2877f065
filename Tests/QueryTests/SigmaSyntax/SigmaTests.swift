import CloudTrail
import Testing

@testable import Query

/// A rule around a detection, which is indented by two.
func sigma(_ detection: String) -> String {
  "title: T\nlogsource:\n  product: aws\n  service: cloudtrail\ndetection:\n" + detection
}

/// Whether the first rule of a text matches a record.
func sigmaMatches(_ text: String, _ record: String, _ placeholders: SigmaSyntax.Placeholders = [:]) throws
  -> Bool
{
  guard case .rule(let rule) = try SigmaSyntax.documents(from: text, placeholders: placeholders)[0] else {
    return false
  }
  return rule.detection.predicate.matches(TestSubject(record))
}

@Suite struct SigmaTests {
  /// Whether `item`, alone in a selection, matches a record.
  private func item(_ item: String, _ record: String) throws -> Bool {
    try sigmaMatches(
      sigma("  s:\n    \(item)\n  condition: s\n"), record,
      ["admins": ["kim", "a*"], "nets": ["10.0.0.0/8"]])
  }

  @Test(
    "an item matches as its modifiers say",
    arguments: [
      ("f: abc", #"{"f":"ABC"}"#, true), ("f: a?c*", #"{"f":"aXcd"}"#, true),
      ("f: 'a\\?c'", #"{"f":"aXc"}"#, false),
      ("f: 'a\\?c'", #"{"f":"a?c"}"#, true), (#"f: 'a\\*'"#, #"{"f":"a\\x"}"#, true),
      (#"f: 'a\b'"#, #"{"f":"a\\b"}"#, true),
      ("f: 5", #"{"f":5}"#, true), ("f: 5", #"{"f":"5"}"#, true), ("f: 5", #"{"f":5.0}"#, true),
      ("f: '5'", #"{"f":5}"#, true),
      ("f: true", #"{"f":true}"#, true), ("f: 'true'", #"{"f":true}"#, true),
      ("f: true", #"{"f":false}"#, false),
      ("f: null", "{}", true), ("f: null", #"{"f":null}"#, true), ("f: null", #"{"f":""}"#, false),
      ("f:", #"{"f":1}"#, false),
      ("f: ''", #"{"f":""}"#, true), ("f: ''", "{}", false), ("f: ''", #"{"f":"x"}"#, false),
      ("f: [a, b]", #"{"f":"B"}"#, true), ("f: [a, b]", #"{"f":["x","a"]}"#, true),
      ("a.b: x", #"{"a":[{"b":"y"},{"b":"x"}]}"#, true),
      ("f|contains: b", #"{"f":"aBc"}"#, true), ("f|startswith: a", #"{"f":"Abc"}"#, true),
      ("f|endswith: c", #"{"f":"abC"}"#, true),
      ("f|contains|all: [a, c]", #"{"f":"abc"}"#, true), ("f|contains|all: [a, d]", #"{"f":"abc"}"#, false),
      ("f|cased: abc", #"{"f":"ABC"}"#, false), ("f|contains|cased: B", #"{"f":"aBc"}"#, true),
      ("f|re: 'b+c$'", #"{"f":"abbc"}"#, true), ("f|re: 'B'", #"{"f":"abc"}"#, false),
      ("f|re|i: 'B'", #"{"f":"abc"}"#, true),
      ("f|re|m: '^b'", #"{"f":"a\nb"}"#, true), ("f|re|s: 'a.b'", #"{"f":"a\nb"}"#, true),
      ("f|re: 'a.b'", #"{"f":"a\nb"}"#, false),
      ("f|cidr: 10.0.0.0/8", #"{"f":"10.1.2.3"}"#, true),
      ("f|cidr: 2001:db8::/32", #"{"f":"2001:db8::5"}"#, true),
      ("f|cidr: 10.0.0.0/8", #"{"f":"sts.amazonaws.com"}"#, false),
      ("f|exists: true", #"{"f":null}"#, true), ("f|exists: false", "{}", true),
      ("f|exists: true", "{}", false),
      ("f|fieldref: g", #"{"f":"x","g":"x"}"#, true), ("f|fieldref: g", #"{"f":"x","g":"y"}"#, false),
      ("f|fieldref|endswith: g", #"{"f":"user/kim","g":"kim"}"#, true),
      ("f|lt: 5", #"{"f":4.5}"#, true), ("f|lte: 5", #"{"f":5}"#, true), ("f|gt: 5", #"{"f":5}"#, false),
      ("f|gte: 5", #"{"f":"5"}"#, true),
      ("f|neq: x", #"{"f":"y"}"#, true), ("f|neq: x", #"{"f":"X"}"#, false),
      // "whoami" in base64 and, as part of something longer, without what its neighbours decide.
      ("f|base64: whoami", #"{"f":"d2hvYW1p"}"#, true),
      ("f|base64offset|contains: foo", #"{"f":"YmFyZm9vYmF6"}"#, true),
      ("f|base64offset|contains: foo", #"{"f":"eGZvb3h4"}"#, true),
      ("f|base64offset|contains: foo", #"{"f":"eHhmb294"}"#, true),
      ("f|wide|base64: hi", #"{"f":"aABpAA=="}"#, true), ("f|utf16be|base64: hi", #"{"f":"AGgAaQ=="}"#, true),
      ("f|utf16|base64: hi", #"{"f":"//5oAGkA"}"#, true), ("f|wide: hi", #"{"f":"h\u0000i\u0000"}"#, true),
      ("f|windash|contains: ' -enc'", #"{"f":"x /enc y"}"#, true),
      ("f|windash|contains: ' -enc'", #"{"f":"x ‑enc"}"#, false),
      ("f|expand: '%admins%'", #"{"f":"Kim"}"#, true), ("f|expand: 'u/%admins%'", #"{"f":"u/alice"}"#, true),
      ("f|expand|cidr: '%nets%'", #"{"f":"10.9.9.9"}"#, true), ("f: '%admins%'", #"{"f":"%admins%"}"#, true),
      (
        "requestParameters|contains: '\"Allow\"'", #"{"requestParameters":{"p":"{\"Effect\":\"Allow\"}"}}"#,
        true
      ),
    ])
  func items(text: String, record: String, expected: Bool) throws {
    #expect(try item(text, record) == expected, "\(text)")
  }

  @Test(
    "a condition means what the specification says",
    arguments: [
      ("a and b or c", ["c"], true), ("a and (b or c)", ["c"], false), ("not a and b", ["b"], true),
      ("not (a and b)", ["b"], true),
      ("1 of them", ["c"], true), ("all of them", ["a", "b"], false), ("all of them", ["a", "b", "c"], true),
      ("1 of x_*", ["x_2"], true), ("all of x_*", ["x_2"], false), ("any of x_*", ["x_1"], true),
      ("a or not 1 of x_*", ["x_1"], false),
      ("1 of _*", ["_h"], true), ("1 of them", ["_h"], false),
    ])
  func conditions(condition: String, set: [String], expected: Bool) throws {
    var names = ["a", "b", "c"]
    if condition.contains("x_") { names += ["x_1", "x_2"] }
    names.append("_h")
    let searches = names.map { "  \($0):\n    \($0): 1\n" }.joined()
    let record = "{\(set.map { "\"\($0)\":1" }.joined(separator: ","))}"
    #expect(try sigmaMatches(sigma(searches + "  condition: \(condition)\n"), record) == expected)
  }

  @Test("lists of maps and several conditions are alternatives, maps are not, keywords stand anywhere")
  func shapes() throws {
    let maps = sigma("  s:\n    - {a: 1, b: 1}\n    - c: 1\n  condition: s\n")
    #expect(try sigmaMatches(maps, #"{"a":1,"b":1}"#) && sigmaMatches(maps, #"{"c":1}"#))
    #expect(try !sigmaMatches(maps, #"{"a":1}"#))
    let several = sigma("  s: {a: 1}\n  t: {b: 1}\n  condition: [s, t]\n")
    #expect(try sigmaMatches(several, #"{"b":1}"#))
    let words = sigma("  s: [kim, 'x*y']\n  condition: s\n")
    #expect(try sigmaMatches(words, #"{"d":[{"e":"a KIM b"}]}"#) && sigmaMatches(words, #"{"a":"xzy"}"#))
    #expect(try !sigmaMatches(words, #"{"a":"ki","b":"m"}"#))
    let every = sigma("  s:\n    '|all': [a, b]\n  condition: s\n")
    #expect(try sigmaMatches(every, #"{"x":"a","y":"b"}"#) && !sigmaMatches(every, #"{"x":"a"}"#))
  }

  @Test(
    "what cannot be honoured is refused, with its line",
    arguments: [
      ("  s: {f: 1}\n  condition: s | count() > 5\n", 7, "removed in version 2"),
      ("  s: {f: 1}\n  timeframe: 5m\n  condition: s\n", 7, "timeframe"),
      ("  s: {f: 1}\n  condition: t\n", 7, "no search identifier"),
      ("  s: {f: 1}\n  condition: 2 of s*\n", 7, "not in the specification"),
      ("  s: {f: 1}\n  condition: s and\n", 7, "ends where"),
      ("  s: {f: 1}\n  condition: (s\n", 7, "not closed"), ("  s: {f: 1}\n", 6, "condition is required"),
      ("  s:\n    f|nosuch: 1\n  condition: s\n", 7, "nosuch"),
      ("  s:\n    f|re: '('\n  condition: s\n", 7, "regular expression"),
      ("  s:\n    f|cidr: x\n  condition: s\n", 7, "no network"),
      ("  s:\n    f|lt: x\n  condition: s\n", 7, "no number"),
      ("  s:\n    f|exists: x\n  condition: s\n", 7, "true or false"),
      ("  s:\n    f|expand: '%x%'\n  condition: s\n", 7, "%x%"),
      ("  s:\n    f:\n      - a\n      - {b: c}\n  condition: s\n", 9, "value must be"),
      ("  s:\n    f|contains: null\n  condition: s\n", 7, "null"),
      ("  s:\n    f|base64: 'a*'\n  condition: s\n", 7, "wildcards"),
      ("  s:\n    f|re|contains: a\n  condition: s\n", 7, "cannot follow"),
      ("  s: []\n  condition: s\n", 6, "no item"),
      ("  s:\n    - '|re': x\n  condition: s\n", 7, "needs a field"),
    ])
  func refusals(detection: String, line: Int, words: String) throws {
    let error = try #require(throws: SigmaError.self) { try SigmaSyntax.documents(from: sigma(detection)) }
    #expect(error.line == line && error.reason.contains(words), "\(error)")
  }

  @Test("a rule about other logs is refused, and one without title, level or detection that Sigma knows")
  func documents() {
    let good = sigma("  s: {f: 1}\n  condition: s\n")
    #expect(throws: Never.self) { try SigmaSyntax.documents(from: good) }
    let bad = [
      good.replacing("product: aws", with: "product: windows"),
      good.replacing("service: cloudtrail", with: "category: proxy"),
      good.replacing("title: T\n", with: ""), good + "level: severe\n", good + "status: done\n",
      "title: T\nlogsource: {product: aws}\n",
      good + "correlation: {}\n", good + "action: global\n", "- a\n", "", "a: [",
    ]
    for text in bad { #expect(throws: SigmaError.self, "\(text)") { try SigmaSyntax.documents(from: text) } }
  }

  @Test("nested conditions and many values are bounded")
  func bounds() {
    let deep = String(repeating: "(", count: 5000) + "s" + String(repeating: ")", count: 5000)
    #expect(throws: SigmaError.self) {
      try SigmaSyntax.documents(from: sigma("  s: {f: 1}\n  condition: \(deep)\n"))
    }
    let many = sigma("  s:\n    f|expand: '%a%%a%%a%%a%%a%'\n  condition: s\n")
    #expect(throws: SigmaError.self) {
      try SigmaSyntax.documents(from: many, placeholders: ["a": (0..<10).map { "\($0)" }])
    }
  }
}
