import CloudTrail
import Testing

@testable import Query

/// The patterns are derived by hand from EventBridge's user guide, "Comparison operators".
@Suite struct EventPatternQueryTests {
  private func pattern(_ filter: String) throws -> String {
    let patterns = EventPatternQuery(try parse(filter)).patterns
    #expect(patterns.count == 1)
    return patterns.first ?? ""
  }

  @Test("a value that is given whole is compared without its case")
  func literal() throws {
    #expect(
      try pattern("eventName:CreateUser")
        == #"{"detail":{"eventName":[{"equals-ignore-case":"CreateUser"}]}}"#)
  }

  @Test("a value whose case counts, or that has none, stands as it is")
  func exact() throws {
    let predicate = Predicate.equals(.awsRegion, ExactString("eu-west-1"))
    #expect(EventPatternQuery(predicate).patterns == [#"{"detail":{"awsRegion":["eu-west-1"]}}"#])
    #expect(EventPatternQuery(predicate).isExact)
    #expect(try pattern("errorMessage:404") == #"{"detail":{"errorMessage":["404"]}}"#)
  }

  @Test("beginnings and ends have operators that know no case")
  func ends() throws {
    #expect(
      try pattern("eventName:Create*")
        == #"{"detail":{"eventName":[{"prefix":{"equals-ignore-case":"Create"}}]}}"#)
    #expect(
      try pattern("eventName:*User")
        == #"{"detail":{"eventName":[{"suffix":{"equals-ignore-case":"User"}}]}}"#)
  }

  @Test("a text within a value cannot be asked without its case: what is asked is that there is a value")
  func within() throws {
    let query = EventPatternQuery(try parse("eventName:*User*"))
    #expect(query.patterns == [#"{"detail":{"eventName":[{"exists":true}]}}"#])
    #expect(!query.isExact)
  }

  @Test("a text within a value can be asked where case counts, what the operator reads as its own escaped")
  func wildcard() {
    let pattern = TextPattern(
      [.anyRun, .literal(ExactString("a*b\\")), .anyOne, .anyRun], caseSensitive: true)
    let query = EventPatternQuery(.field(.record(keys: "errorMessage"), .text(pattern)))
    #expect(query.patterns == [#"{"detail":{"errorMessage":[{"wildcard":"*a\\*b\\\\*"}]}}"#])
  }

  @Test("a negation keeps what lacks the field")
  func negation() throws {
    #expect(
      try pattern("eventName:A -userIdentity.invokedBy:b.com")
        == #"{"detail":{"eventName":[{"equals-ignore-case":"A"}],"userIdentity":{"invokedBy":[{"exists":false},{"anything-but":{"equals-ignore-case":["b.com"]}}]}}}"#
    )
  }

  @Test("values of one field are one list, ways that differ in more are an $or beside what they share")
  func ways() throws {
    #expect(
      try pattern("eventName:1 OR eventName:2") == #"{"detail":{"eventName":["1","2"]}}"#)
    #expect(
      try pattern("eventSource:9 (eventName:1 errorMessage:2 OR eventName:3 errorMessage:4)")
        == #"{"detail":{"eventSource":["9"],"$or":[{"eventName":["1"],"errorMessage":["2"]},{"eventName":["3"],"errorMessage":["4"]}]}}"#
    )
  }

  @Test("what may be a number or a truth in the record is asked as both")
  func numbers() throws {
    #expect(
      try pattern("requestParameters.n:12") == #"{"detail":{"requestParameters":{"n":["12",12]}}}"#)
    #expect(
      try pattern("requestParameters.b:true")
        == #"{"detail":{"requestParameters":{"b":[{"equals-ignore-case":"true"},true]}}}"#)
  }

  @Test("of two fields of elements of an array one is asked: both would have to be in the same element")
  func arrays() throws {
    let query = EventPatternQuery(try parse("requestParameters.tags.key:1x requestParameters.tags.value:2x"))
    #expect(
      query.patterns == [
        #"{"detail":{"requestParameters":{"tags":{"key":[{"equals-ignore-case":"1x"}]}}}}"#
      ])
    #expect(!query.isExact)
  }

  @Test("a predicate that asks nothing matches every event, one that cannot hold has no pattern")
  func bounds() {
    #expect(EventPatternQuery(.always).patterns == [#"{"source":[{"exists":true}]}"#])
    #expect(EventPatternQuery(.any([])).patterns == [])
  }

  @Test("an address is asked by its network")
  func network() throws {
    #expect(
      try pattern("ip:203.0.113.0/24") == #"{"detail":{"sourceIPAddress":[{"cidr":"203.0.113.0/24"}]}}"#)
  }

  @Test("only what AWS sent is matched where that is asked for, and no service that is left to others")
  func narrowed() throws {
    let asked = try ["eventSource:iam.amazonaws.com", "eventName:1"].map {
      EventPatternQuery.Asked(try parse($0))
    }
    let query = EventPatternQuery(asked, fromAWSAlone: true, besides: ["iam"])
    #expect(
      query.patterns == [
        #"{"source":[{"prefix":"aws."}],"detail":{"eventSource":[{"exists":false},{"anything-but":{"equals-ignore-case":["iam.amazonaws.com"]}}],"eventName":["1"]}}"#
      ])
  }

  @Test("a pattern of an event pattern is that pattern again")
  func again() throws {
    let text = #"{"source":["aws.iam"],"detail":{"eventName":["CreateUser"],"errorCode":["AccessDenied"]}}"#
    let predicate = try EventPatternSyntax.predicate(from: text).predicate
    #expect(
      EventPatternQuery(predicate, recordAt: ["detail"]).patterns == [
        #"{"source":["aws.iam"],"detail":{"eventName":["CreateUser"],"errorCode":["AccessDenied"]}}"#
      ])
  }

  @Test("more names than a pattern holds are shared out among patterns, each name once")
  func long() throws {
    let names = (0..<400).map { "VeryLongActionName\($0)" }
    let predicate = Predicate.any(
      names.map { .field(.event(.eventName), .text(TextPattern(exactly: $0))) })
    let query = EventPatternQuery(predicate)
    #expect(query.patterns.count > 1)
    #expect(query.isExact)
    for pattern in query.patterns { #expect(pattern.utf8.count <= 4096) }
    for name in names {
      #expect(query.patterns.count { $0.contains("\"\(name)\"") } == 1)
    }
  }
}
