import Testing

@testable import Feeds

@Suite struct LogGroupsTests {
  @Test func `names and ARNs are told apart by commas`() throws {
    let groups = try LogGroups(
      "/aws/events/iam,arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/b:*")
    #expect(
      groups.identifiers == [
        "/aws/events/iam", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/events/b",
      ])
    #expect(groups.region == "eu-west-1")
  }

  @Test func `a group named twice is read once`() throws {
    #expect(try LogGroups("a,a").identifiers == ["a"])
  }

  @Test func `names alone say nothing of the region`() throws {
    #expect(try LogGroups("a").region == nil)
  }

  @Test(arguments: [
    "", "a,", "a b", "a\u{1B}[2J", "arn:aws:s3:eu-west-1:111122223333:log-group:a",
    "arn:aws:logs::1:log-group:a",
    "arn:aws:logs:eu-west-1:1:log-group:a,arn:aws:logs:us-east-1:1:log-group:a",
  ])
  func `what is no log group is refused`(text: String) {
    #expect(throws: LogGroups.Malformed.self) { try LogGroups(text) }
  }

  @Test func `more than fifty groups are refused`() {
    let groups = (1...51).map { "g\($0)" }.joined(separator: ",")
    #expect(throws: LogGroups.Malformed(description: "51 log groups are named, and at most 50 can be read")) {
      try LogGroups(groups)
    }
  }
}
