import Feeds
import Testing

@Suite("The demo's incident")
struct DemoIncidentTests {
  private static let day = DemoDay.fields
  private static let lastHour = day.filter { $0.seconds >= Demo.end / 1000 - 3600 }

  /// What the intruder's address did, refused or not, in order.
  private static let story: [DemoFields] = lastHour.filter { $0.address == "203.0.113.9" }

  @Test("the steps come in the order of the story")
  func order() {
    let steps = [
      "GetCallerIdentity", "ListUsers", "GetUser", "ListRoles", "ListAttachedUserPolicies", "CreateUser",
      "CreateAccessKey", "AttachUserPolicy", "CreateLoginProfile", "AssumeRole", "StopLogging", "DeleteTrail",
      "UpdateAssumeRolePolicy", "PutRolePolicy", "ConsoleLogin", "DeactivateMFADevice", "LeaveOrganization",
    ]
    var waiting = steps[...]
    for event in Self.story where event.name == waiting.first { waiting.removeFirst() }
    #expect(waiting.isEmpty)
  }

  @Test("the leaked key was made earlier in the day, by somebody from Identity Center")
  func lineage() throws {
    let first = try #require(Self.story.first)
    let made = try #require(Self.day.first { $0.name == "CreateAccessKey" && $0.givenKey == first.key })
    #expect(made.seconds < first.seconds - 3600)
    #expect(made.type == "AssumedRole")
    #expect(made.address != first.address)
  }

  @Test("the key that AssumeRole hands out is the key used in the other account afterwards")
  func sessionKeys() {
    let given = Set(Self.story.filter { $0.name == "AssumeRole" }.map(\.givenKey))
    let used = Set(Self.story.filter { $0.type == "AssumedRole" }.map(\.key))
    #expect(!used.isEmpty)
    #expect(used.isSubset(of: given))
  }

  @Test("the enumeration is a burst of refusals")
  func refusals() {
    let refused = Self.story.filter { $0.errorCode == "AccessDenied" && $0.source == "iam" }
    #expect(refused.count > 50)
  }

  @Test("logging is stopped in the security account, and deleting the trail is refused")
  func trail() throws {
    let security = try #require(Demo().accounts.first { $0.name == "security" })
    let stop = try #require(Self.story.first { $0.name == "StopLogging" })
    #expect(stop.recipient == security.id)
    #expect(stop.source == "cloudtrail")
    #expect(stop.errorCode.isEmpty)
    #expect(Self.story.first { $0.name == "DeleteTrail" }?.errorCode == "AccessDeniedException")
  }

  @Test("tmp-admin signs in to the console without MFA")
  func console() throws {
    let login = try #require(Self.story.first { $0.name == "ConsoleLogin" })
    #expect(login.userName == "tmp-admin")
    #expect(login.mfa == "No")
  }

  @Test(
    "nobody else does what the story's rules look for",
    arguments: [
      "CreateUser", "AttachUserPolicy", "CreateLoginProfile", "StopLogging", "DeleteTrail",
      "UpdateAssumeRolePolicy", "DeactivateMFADevice", "LeaveOrganization",
    ])
  func noise(name: String) {
    #expect(Self.day.allSatisfy { $0.name != name || $0.address == "203.0.113.9" })
  }
}
