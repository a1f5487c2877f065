import Testing

@testable import CloudTrail

@Suite struct AccessTests {
  @Test(
    "a name that begins with a reading verb reads",
    arguments: [
      "BatchGetItem", "DescribeInstances", "GetUser", "HeadBucket", "ListUsers", "LookupEvents",
      "QueryObjects", "ScanTable",
      "SearchUsers", "SelectObjectContent", "SimulatePrincipalPolicy", "Get", "Get2", "ListV2",
    ])
  func reads(name: String) { #expect(Access(eventName: name.utf8) == .read) }

  @Test(
    "any other name writes",
    arguments: [
      "CreateUser", "getUser", "Getaway", "Listen", "Describe_", "Selective", "Headroom", "BatchDeleteItem",
      "AssumeRole",
      "", "unknown", "Gét", "GET",
    ])
  func writes(name: String) { #expect(Access(eventName: name.utf8) == .write) }
}
