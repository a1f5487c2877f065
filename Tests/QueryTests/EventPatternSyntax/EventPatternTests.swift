import CloudTrail
import Testing

@testable import Query

@Suite struct EventPatternTests {
  private func matches(_ pattern: String, _ event: String) throws -> Bool {
    try EventPatternSyntax.predicate(from: pattern).predicate.matches(TestSubject(event))
  }

  @Test(
    "a value matches as the operator says",
    arguments: [
      (#""x""#, #""x""#, true), (#""x""#, #""X""#, false), (#""1""#, "1", false), ("1", "1.0", true),
      ("1", #""1""#, false),
      ("null", "null", true), ("null", #""null""#, false), ("true", "true", true),
      ("true", #""true""#, false),
      (#"{"prefix":"a"}"#, #""ab""#, true), (#"{"prefix":"a"}"#, #""Ab""#, false),
      (#"{"prefix":{"equals-ignore-case":"a"}}"#, #""Ab""#, true), (#"{"suffix":"b"}"#, #""ab""#, true),
      (#"{"wildcard":"a*c"}"#, #""abbc""#, true), (#"{"wildcard":"a\\*c"}"#, #""abc""#, false),
      (#"{"wildcard":"a\\*c"}"#, #""a*c""#, true), (#"{"wildcard":"1"}"#, "1", false),
      (#"{"cidr":"10.0.0.0/24"}"#, #""10.0.0.9""#, true), (#"{"cidr":"10.0.0.0/24"}"#, #""10.0.1.9""#, false),
      (#""2001:db8::1""#, #""2001:0db8:0::0001""#, true), (#"{"numeric":[">",0,"<=",5]}"#, "5", true),
      (#"{"numeric":[">",0,"<=",5]}"#, "0", false), (#"{"numeric":["=",301.8]}"#, "3.018e2", true),
      (#"{"exists":true}"#, "null", true), (#"{"exists":true}"#, "{}", false),
      (#"{"exists":true}"#, "[]", false),
      (#"{"exists":false}"#, #"{"b":1}"#, true), (#"{"anything-but":"x"}"#, #""y""#, true),
      (#"{"anything-but":"x"}"#, #"["x","y"]"#, true), (#"{"anything-but":"x"}"#, "{}", false),
      (#"{"anything-but":[1,2]}"#, "2.0", false),
      (#"{"anything-but":{"prefix":["a","b"]}}"#, #""bc""#, false),
      (#"{"anything-but":{"wildcard":"*a*"}}"#, #""xay""#, false),
      (#"{"equals-ignore-case":"AB"}"#, #""aB""#, true),
    ])
  func values(expression: String, value: String, expected: Bool) throws {
    #expect(try matches(#"{"a":[\#(expression)]}"#, #"{"a":\#(value)}"#) == expected)
  }

  @Test("fields below one key are those of one element of its array")
  func arrays() throws {
    let pattern = #"{"a":{"x":[1],"y":{"z":[2]}}}"#
    #expect(try matches(pattern, #"{"a":[{"x":1,"y":{"z":3}},{"x":1,"y":[{"z":2}]}]}"#))
    #expect(try !matches(pattern, #"{"a":[{"x":1,"y":{"z":3}},{"x":2,"y":{"z":2}}]}"#))
    #expect(try matches(#"{"a":{"x":[1]},"b":[2]}"#, #"{"a":{"x":1},"b":[3,2]}"#))
  }

  @Test("absence is asked of the element whose fields matched")
  func absence() throws {
    let pattern = #"{"a":{"n":["k"],"z":[{"exists":false}]}}"#
    #expect(try matches(pattern, #"{"a":[{"n":"j","z":1},{"n":"k"}]}"#))
    #expect(try !matches(pattern, #"{"a":[{"n":"j"},{"n":"k","z":1}]}"#))
    #expect(try matches(#"{"a":{"b":[{"exists":false}],"c":[{"exists":false}]}}"#, "{}"))
    #expect(try matches(#"{"a":{"b":[{"exists":false},1],"c":[{"exists":false},2]}}"#, "{}"))
  }

  @Test("$or multiplies out, and the later of two equal fields counts")
  func or() throws {
    let pattern = #"{"s":["a"],"$or":[{"s":["b"]},{"n":[1],"$or":[{"m":[1]},{"m":[2]}]}]}"#
    #expect(try matches(pattern, #"{"s":"b"}"#))
    #expect(try matches(pattern, #"{"s":"a","n":1,"m":2}"#))
    #expect(try !matches(pattern, #"{"s":"a","n":1,"m":3}"#))
    #expect(try matches(#"{"a":["x"],"a":["y"]}"#, #"{"a":"y"}"#))
  }

  @Test("a refusal names line and column")
  func place() throws {
    let error = try #require(throws: EventPatternError.self) {
      try EventPatternSyntax.predicate(from: "\n{\n  \"a\": [ {\"foo\": 1} ]\n}")
    }
    #expect(error.line == 3 && error.column == 12 && error.reason == "Unrecognized match type foo")
  }

  @Test("a pattern that $or multiplies beyond a thousand ways is refused")
  func manyWays() {
    let pair = { (name: String) in #""\#(name)":{"$or":[{"x":[1]},{"y":[1]}]}"# }
    let fields = (0..<11).map { pair("f\($0)") }.joined(separator: ",")
    #expect(throws: EventPatternError.self) { try EventPatternSyntax.predicate(from: "{\(fields)}") }
  }

  @Test("a pattern may be as deep as JSON may be, and no longer than EventBridge takes")
  func size() {
    let deep = String(repeating: #"{"a":"#, count: 500) + "[1]" + String(repeating: "}", count: 500)
    #expect(throws: Never.self) { try EventPatternSyntax.predicate(from: deep) }
    let long = #"{"a":["\#(String(repeating: "x", count: 4096))"]}"#
    #expect(throws: EventPatternError.self) { try EventPatternSyntax.predicate(from: long) }
  }

  @Test("the index finds the event's names in a pattern's detail")
  func index() throws {
    let pattern =
      #"{"source":["aws.iam"],"detail":{"eventSource":["iam.amazonaws.com"],"eventName":["CreateUser","DeleteUser"]}}"#
    let keys = IndexKeys(of: try EventPatternSyntax.predicate(from: pattern).predicate, recordAt: ["detail"])
    #expect(keys.eventNames?.count == 2 && keys.services?.count == 1)
  }
}
