import CloudTrail
import Testing

@testable import Query

/// The texts are derived by hand from INSIGHTS: names in backticks, quoted ids, `not` at the leaves, what is missing let through.
@Suite struct InsightsQueryTests {
  private func filter(
    _ filter: String, root: InsightsQuery.RecordRoot = .detail, names: [String: String] = [:]
  ) throws -> String {
    let accounts = Dictionary(uniqueKeysWithValues: names.map { (ExactString($0.key), $0.value) })
    let query = InsightsQuery(
      try parse(filter), root: root, context: EvaluationContext(accountNames: accounts))
    #expect(query.text.hasPrefix("fields @timestamp, @message"))
    #expect(query.text.hasSuffix(" | sort @timestamp asc | limit 100000"))
    return String(query.text.dropFirst(27)).replacing(" | sort @timestamp asc | limit 100000", with: "")
      .replacing(" | filter ", with: "")
  }

  @Test("a test of a field lets pass what lacks the field and has the word somewhere")
  func field() {
    let predicate = Predicate.equals(.awsRegion, ExactString("eu-west-1"))
    #expect(
      InsightsQuery(predicate).text.contains(
        #"filter (`detail.awsRegion` = "eu-west-1" or ((@message like "west" or @message like /\\u00/) and not ispresent(`detail.awsRegion`)))"#
      ))
  }

  @Test("case does not count: letters are written in both cases, k and s also as what folds to them")
  func folded() throws {
    let text = try filter("region:sk1*")
    #expect(text.contains(#"`detail.awsRegion` like /^(?:[sS]|[^ -~]+)(?:[kK]|[^ -~]+)1[\s\S]*$/"#))
  }

  @Test("a negation keeps what lacks the field, and what has a line end")
  func negation() throws {
    #expect(
      try filter("-region:eu")
        == #"(`detail.awsRegion` not like /^[eE][uU]$/ or `detail.awsRegion` like /\n/ or not ispresent(`detail.awsRegion`))"#
    )
    let exactly = Predicate.not(.equals(.awsRegion, ExactString("eu")))
    #expect(
      InsightsQuery(exactly).text.contains(
        #"filter (`detail.awsRegion` != "eu" or not ispresent(`detail.awsRegion`)) |"#))
  }

  @Test("account ids are quoted, in each way that leading zeros leave, and as a number")
  func account() throws {
    let text = try filter("account:001234567890")
    #expect(
      text.contains(
        #"`detail.recipientAccountId` in ["001234567890", "01234567890", "1234567890", 1234567890] or not ispresent"#
      ))
  }

  @Test("an account's name becomes its id")
  func accountName() throws {
    let text = try filter("account:payments", names: ["111122223333": "payments"])
    #expect(text.contains(#"in ["111122223333", 111122223333]"#))
  }

  @Test("a value that has to be there leaves its key in the raw event")
  func presence() throws {
    #expect(try filter("has:errorMessage") == #"(@message like "errorMessage" or @message like /\\u00/)"#)
  }

  @Test("booleans are asked as number and as word")
  func booleans() throws {
    let text = try filter("is:write")
    #expect(text.contains(#"(`detail.readOnly` in [0, "false"] or"#))
    #expect(text.contains("not ispresent(`detail.readOnly`)"))
  }

  @Test("a boolean that is asked for by its word is found where booleans are numbers")
  func booleanWords() throws {
    #expect(try filter("readOnly:true").contains(" or `detail.readOnly` in [1] or "))
    #expect(try filter("readOnly:fa*").contains(" or `detail.readOnly` in [0] or "))
    #expect(try !filter("requestParameters.on:true").contains(" in [1]"))
  }

  @Test("what is not said of a number is not said of a boolean that may be one")
  func negatedBoolean() throws { #expect(try filter("-readOnly:1") == "") }

  @Test("a network masks its host bits; version 6 may spell version 4")
  func network() throws {
    let text = try filter("ip:10.1.2.3/8")
    #expect(
      text
        == #"(isIpInSubnet(`detail.sourceIPAddress`, "10.0.0.0/8") or `detail.sourceIPAddress` like /:/ or not ispresent(`detail.sourceIPAddress`))"#
    )
  }

  @Test("what a caller chose the shape of is looked for in the raw event")
  func record() throws {
    let predicate = Predicate.field(
      .record(keys: "requestParameters", "userName"), .text(TextPattern(glob: "ana*", caseSensitive: true)))
    #expect(
      InsightsQuery(predicate).text.contains(#"filter (@message like "ana" or @message like /\\u00/) |"#))
  }

  @Test(
    "what cannot be asked asks nothing",
    arguments: ["is:alert", "rule:x", "severity:high", "time:>2026-01-01", "*"])
  func nothing(_ written: String) throws {
    #expect(try filter(written).isEmpty)
  }

  @Test("nothing that could end a text or an expression early is written")
  func hostile() {
    for text in ["a\"b'c", "a\\", "a\nb", "`", "/ | stats count(*)", "\u{7F}", "x' or 1 = 1"] {
      let predicate = Predicate.any([
        .equals(.userAgent, ExactString(text)),
        .not(.field(.record(keys: "requestParameters", text), .text(TextPattern(exactly: text)))),
        .not(.equals(.userAgent, ExactString(text))),
      ])
      for query in [predicate, .all([predicate, .flag(.error)])].map({ InsightsQuery($0).text }) {
        #expect(query.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }, "\(query)")
        #expect(!query.contains("a\\\"") && !query.contains("\"a\"b"), "\(query)")
        #expect(!query.contains("`detail.requestParameters.\(text)`"), "\(query)")
      }
    }
  }

  @Test("a query never grows beyond what the service takes")
  func length() {
    let many = (0..<2000).map { Predicate.equals(.eventName, ExactString("Name\($0)")) }
    let query = InsightsQuery(.all([.any(many), .flag(.denied)]))
    #expect(query.text.count <= InsightsQuery.longest)
    #expect(query.text.contains("AccessDenied"))
    #expect(!query.text.contains("Name7"))
    #expect(!query.isExact)
  }

  @Test("a window is whole seconds, both included")
  func window() {
    let window = TimeRange(from: Timestamp(milliseconds: 1_999), through: Timestamp(milliseconds: 3_000))
    #expect(InsightsQuery.seconds(of: window) == 1...3)
    #expect(InsightsQuery.seconds(of: TimeRange(from: noon)) == nil)
  }

  @Test("records without an envelope have no prefix and no account around them")
  func plainRecords() throws {
    let text = try filter("account:111122223333", root: .record)
    #expect(text.contains("`recipientAccountId` in"))
    #expect(!text.contains("`account`"))
    #expect(!text.contains("detail"))
  }
}
