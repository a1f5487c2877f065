import CloudTrail
import Testing

@testable import Query

@Suite struct RecordPathTests {
  private let record = #"""
    {"requestParameters":{"userName":"ana","tags":[{"key":"team","value":"Search"},{"key":"env","value":"prod"}],
      "filter":["User","Role"],"deep":[[["x"]]],"empty":[],"nothing":null,"none":"","object":{},"a.b":"dotted","max":100,
      "ok":true},"twice":1,"twice":2,"resources":[{"accountId":"111","type":"Role"},{"accountId":"222","type":"Key"}]}
    """#

  @Test(
    "a path reaches every value that stands there",
    arguments: [
      "requestParameters.userName:ana", "requestParameters.tags.value:PROD", "requestParameters.filter:role",
      "requestParameters.deep:x", "requestParameters.tags[1].value:prod", "requestParameters.filter[0]:User",
      #"requestParameters."a.b":dotted"#, "requestParameters.max:100", "requestParameters.ok:true",
      #""twice":2"#, "has:requestParameters", "requestParameters:*", "requestParameters.tags:*",
      "requestParameters.nothing:null", "requestParameters.nothing:~exists",
      "requestParameters.empty:~exists",
      "requestParameters.empty:~empty", "requestParameters.none:~empty", "requestParameters.object:~empty",
      #"requestParameters.none:"""#, "requestParameters.object:~object", "requestParameters.max:~number",
      "requestParameters.ok:~bool", "requestParameters.max:50..100", "requestParameters.max:>99.5",
    ])
  func reached(filter: String) throws { #expect(try holds(filter, record)) }

  @Test(
    "a value that is missing, of another kind or elsewhere matches nothing, so its negation matches",
    arguments: [
      "requestParameters.roleName:*", "requestParameters.username:ana", "requestParameters.tags[2].value:*",
      "requestParameters.userName[0]:ana", "requestParameters.userName.x:*", #""twice":1"#,
      "has:requestParameters.nothing",
      "has:requestParameters.empty", "requestParameters.nothing:*", "requestParameters.object:x*",
      #"requestParameters.object:""*"#, "requestParameters.max:~string", "requestParameters.userName:>1",
      "requestParameters.userName:10.0.0.0/8", "requestParameters.none:null",
      #"requestParameters.nothing:"null""#,
      "requestParameters.tags:~empty",
    ])
  func missed(filter: String) throws {
    #expect(try !holds(filter, record))
    #expect(try holds("-" + filter, record))
  }

  @Test("every asks all the values, and that there is one")
  func every() throws {
    #expect(try holds("requestParameters.tags.key[every]:(team OR env)", record))
    #expect(try !holds("requestParameters.tags.key[every]:team", record))
    #expect(try !holds("requestParameters.roleName[every]:*", record))
  }

  @Test("one and the same element can be asked to pass several tests")
  func one() throws {
    #expect(try holds("requestParameters.filter:(U* AND *e)", record))
    #expect(try !holds("requestParameters.filter[one]:(U* AND *e)", record))
    #expect(try holds("requestParameters.filter[one]:(R* AND NOT U*)", record))
  }

  @Test("an element can be asked several of its members")
  func elements() throws {
    #expect(try holds("resources{accountId:111 type:Role}", record))
    #expect(try !holds("resources{accountId:111 type:Key}", record))
    #expect(try holds("resources[every]{type:(Role OR Key)}", record))
    #expect(
      try !holds("resources[every]{type:Role}", record)
        && !holds("requestParameters.roleName{type:*}", record))
  }

  @Test("within an element the event's own fields are marked")
  func marked() throws {
    let subject = TestSubject(record, fields: [.account: "222"])
    #expect(try holds("resources{accountId:$@account type:Key @account:222 -@is:error has:type}", subject))
    #expect(try !holds("resources{accountId:$@account type:Role}", subject))
  }

  @Test("a field can be compared with another")
  func references() throws {
    let record = #"""
      {"userIdentity":{"userName":"ana","accountId":"111"},
       "requestParameters":{"userName":"ana","arn":"arn:111:role","n":111}}
      """#
    #expect(try holds("requestParameters.userName:$userIdentity.userName", record))
    #expect(try holds("requestParameters.n:$userIdentity.accountId", record))
    #expect(try holds("requestParameters.arn:*$userIdentity.accountId*", record))
    #expect(try !holds("requestParameters.arn:$userIdentity.accountId*", record))
    #expect(try !holds("requestParameters.userName:$userIdentity.missing", record))
    let subject = TestSubject(record, fields: [.account: "111"])
    #expect(try holds("userIdentity.accountId:$account", subject))
    #expect(try holds("account:$userIdentity.accountId", subject))
  }

  @Test("escaped keys and values are the letters they stand for")
  func escapes() throws {
    #expect(try holds("requestParameters.user:ana", #"{"requestParam\u0065ters":{"user":"\u0061na"}}"#))
  }

  @Test("a path through thousands of nested arrays ends")
  func deep() throws {
    let nested = String(repeating: "[", count: 500) + "\"x\"" + String(repeating: "]", count: 500)
    #expect(try holds("requestParameters:x", "{\"requestParameters\":\(nested)}"))
  }
}
