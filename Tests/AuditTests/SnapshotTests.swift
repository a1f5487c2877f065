import CloudTrail
import Detection
import Query
import Testing

@testable import Audit

/// What is printed: DESIGN, The snapshot; COUNTING 13, 21, 22, 24 and 25.
@Suite struct SnapshotTests {
  private func snapshot(_ sources: [String], rules: [Rule] = [], names: [String: String] = [:]) -> Snapshot {
    let store = store(sources, judge: Judge(rules: RuleSet(rules)))
    let health = store.counts().enumerated().map { index, counts in
      var health = SourceHealth(source: "source \(index)")
      (health.read, health.outOfScope, health.duplicates) = (
        counts.read, counts.outOfScope, counts.duplicates
      )
      return health
    }
    return Snapshot(
      generatedAt: time("15:00:00.9"), filter: nil, scope: .identity, sources: health,
      summary: store.summary(of: SummaryRequest()),
      accountNames: Dictionary(uniqueKeysWithValues: names.map { (ExactString($0.key), $0.value) }))
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("the snapshot is the contract's JSON, its keys in its order")
  func golden() throws {
    let sources = [
      record("e-1", at: "12:00:00.250", #""readOnly":true"#)
        + record("e-2", at: "12:00:02", #""errorCode":"AccessDenied""#)
        + record("e-3", #""eventSource":"s3.amazonaws.com""#),
      record("e-1", at: "12:00:00.250", #""readOnly":true"#)
        + record(
          "e-4", at: "12:00:01",
          #""eventName":"CreateUser","userIdentity":{"type":"AWSService","invokedBy":"x.amazonaws.com"}"#),
    ]
    let rules = [try rule("new-user", "action:iam:CreateUser", .medium)]
    let expected = """
      {"schema":"iamwatch.snapshot/1","generatedAt":"2026-11-01T15:00:00Z",
      "window":{"start":"2026-11-01T12:00:00Z","end":"2026-11-01T12:00:02Z"},"filter":null,"scope":"identity",
      "sources":[
      {"source":"source 0","state":"complete","read":3,"rejected":0,"outOfScope":1,"duplicates":0,"late":0,"lagSeconds":null,"bytesScanned":null,"costUSD":null,"error":null},
      {"source":"source 1","state":"complete","read":2,"rejected":0,"outOfScope":0,"duplicates":1,"late":0,"lagSeconds":null,"bytesScanned":null,"costUSD":null,"error":null}],
      "totals":{"events":3,"errors":1,"denied":1,"accounts":1,"principals":2,"actions":2,
      "alerts":{"critical":0,"high":0,"medium":1,"low":0,"informational":0}},
      "accounts":[
      {"account":"111122223333","name":"payments","events":3,"errors":1,"alerts":1,"first":"2026-11-01T12:00:00Z","last":"2026-11-01T12:00:02Z"}],
      "principals":[
      {"principal":"arn:aws:iam::111122223333:user/ana","type":"IAMUser","events":2,"errors":1,"alerts":0,"accounts":1,"first":"2026-11-01T12:00:00Z","last":"2026-11-01T12:00:02Z"},
      {"principal":"x.amazonaws.com","type":"AWSService","events":1,"errors":0,"alerts":1,"accounts":1,"first":"2026-11-01T12:00:01Z","last":"2026-11-01T12:00:01Z"}],
      "actions":[
      {"action":"iam:GetUser","access":"read","events":2,"errors":1,"alerts":0,"first":"2026-11-01T12:00:00Z","last":"2026-11-01T12:00:02Z"},
      {"action":"iam:CreateUser","access":"write","events":1,"errors":0,"alerts":1,"first":"2026-11-01T12:00:01Z","last":"2026-11-01T12:00:01Z"}],
      "groups":[
      {"account":"111122223333","principal":"arn:aws:iam::111122223333:user/ana","action":"iam:GetUser","events":2,"errors":1,"first":"2026-11-01T12:00:00Z","last":"2026-11-01T12:00:02Z"},
      {"account":"111122223333","principal":"x.amazonaws.com","action":"iam:CreateUser","events":1,"errors":0,"first":"2026-11-01T12:00:01Z","last":"2026-11-01T12:00:01Z"}],
      "timeline":{"bucketSeconds":1,"buckets":[
      {"start":"2026-11-01T12:00:00Z","events":1,"errors":0,"alerts":0},
      {"start":"2026-11-01T12:00:01Z","events":1,"errors":0,"alerts":1},
      {"start":"2026-11-01T12:00:02Z","events":1,"errors":1,"alerts":0}]},
      "alerts":[
      {"rule":"new-user","title":"Title of new-user","severity":"medium","count":1,"first":"2026-11-01T12:00:01Z","last":"2026-11-01T12:00:01Z","accounts":["111122223333"],"principals":["x.amazonaws.com"],"eventIDs":["e-4"]}]}
      """
    let json = text(snapshot(sources, rules: rules, names: ["111122223333": "payments"]).json())
    #expect(json == expected.replacing("\n", with: "") + "\n")
  }

  @Test("without events and options the window is the moment itself")
  func emptyWindow() {
    #expect(
      text(snapshot([""]).json()).contains(
        #""window":{"start":"2026-11-01T15:00:00Z","end":"2026-11-01T15:00:00Z"}"#))
  }

  @Test("text in the snapshot is exact, and nothing in it acts on a terminal")
  func hostile() {
    let hostile = #"a\u0000\n\r\t\u001b[31m\u007f\u009b\u202e\u200b\ufeff\"\\한👍"#
    let json = text(snapshot([record("1", #""userIdentity":{"arn":"\#(hostile)"}"#)]).json())
    #expect(
      json.contains(#""principal":"a\u0000\u000a\u000d\u0009\u001b[31m\u007f\u009b\u202e\u200b\ufeff\"\\한👍""#)
    )
  }

  @Test("the CSV has a line a group, and no field that is a formula")
  func csv() {
    let arn = #"=HYPERLINK(\"http://x\",\"y\")\n"#
    let text =
      record("1", #""userIdentity":{"arn":"\#(arn)"},"eventName":"A,B""#) + record("2", #""errorCode":"X""#)
    #expect(
      snapshot([text]).csv() == """
        account,principal,action,events,errors,first,last\r
        111122223333,"'=HYPERLINK(""http://x"",""y"")␊","iam:A,B",1,0,2026-11-01T12:00:00Z,2026-11-01T12:00:00Z\r
        111122223333,arn:aws:iam::111122223333:user/ana,iam:GetUser,1,1,2026-11-01T12:00:00Z,2026-11-01T12:00:00Z\r

        """)
  }

  // MARK: NDJSON

  private func lines(_ text: String, rules: [Rule] = []) -> [String] {
    let store = store([text], judge: Judge(rules: RuleSet(rules)), keepsDetails: true)
    var lines: [String] = []
    store.forEachLine(archive: MemoryArchive([text])) { lines.append(self.text($0.json())) }
    return lines
  }

  @Test("a line has the contract's keys in its order, and the record")
  func line() throws {
    let text = record(
      "e-1",
      #""awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"cli","errorCode":"AccessDenied","readOnly":true,"#
        + #""userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/R/ci"}, "x" : [1.50, {"é":null}]"#
    )
    let rules = [try rule("z", "action:GetUser"), try rule("a", "is:error")]
    // Blanks between tokens go; numbers stay as they are written.
    let kept = text.replacing(#", "x" : [1.50, {"é":null}]"#, with: #","x":[1.50,{"é":null}]"#)
    #expect(
      lines(text, rules: rules) == [
        #"{"eventID":"e-1","time":"2026-11-01T12:00:00Z","account":"111122223333","principal":"arn:aws:iam::111122223333:role/R","#
          + #""principalType":"AssumedRole","session":"ci","action":"iam:GetUser","region":"us-east-1","sourceIP":"203.0.113.7","#
          + #""userAgent":"cli","errorCode":"AccessDenied","readOnly":true,"alerts":["a","z"],"record":\#(kept)}"#
          + "\n"
      ])
  }

  @Test("what an event does not say is null")
  func nulls() {
    let text = #"{"eventTime":"2026-11-01T12:00:00Z","eventSource":"iam.amazonaws.com"}"#
    #expect(
      lines(text) == [
        #"{"eventID":null,"time":"2026-11-01T12:00:00Z","account":"unknown","principal":"unknown","principalType":"Unknown","#
          + #""session":null,"action":"iam:unknown","region":null,"sourceIP":null,"userAgent":null,"errorCode":null,"#
          + #""readOnly":null,"alerts":[],"record":\#(text)}"# + "\n"
      ])
  }

  @Test("lines stand by time, then by id")
  func lineOrder() {
    let text = record("b", at: "12:00:01") + record("c", at: "12:00:00") + record("a", at: "12:00:01")
    #expect(lines(text).map { String($0.dropFirst(12).prefix(1)) } == ["c", "a", "b"])
  }

  @Test("the record's own strings are repaired and made visible")
  func hostileRecord() {
    let line = lines(record("1", "\"userAgent\":\"a\u{202E}\\u001b\\ud800\u{9B}\""))[0]
    #expect(line.contains(#""userAgent":"a\u202e\u001b\#u{FFFD}\u009b"}"#))
  }
}
