import ArgumentParser
import Audit
import CloudTrail
import Feeds
import Query
import Testing

@testable import iamwatch

/// The demo's incident, told by its lineage.
@Suite("Who really did it: the demo")
struct DemoLineageTests {
  private static let collection: iamwatch.Collection? = {
    let now = Timestamp(milliseconds: 1_793_491_200_000)  // 2026-11-01T00:00:00Z
    guard let options = try? CommonOptions.parse(["--source", "demo"]),
      let question = try? Question(options, now: now), let demo = question.sources[0].demo
    else { return nil }
    let collection = iamwatch.Collection(question, duplicates: .least, keepsRecords: true)
    DemoFeed(demo).readHistory(shiftedBy: 0, into: collection.sink(0))
    return collection
  }()

  private func rows(_ filter: String) throws -> [EventRow] {
    let store = try #require(Self.collection).store
    let predicate = try FilterSyntax.predicate(from: filter, now: Timestamp(milliseconds: 0))
    return store.list(EventListRequest(predicate: predicate, limit: .max)).rows
  }

  private func lineage(of filter: String) throws -> Lineage {
    let collection = try #require(Self.collection)
    let row = try #require(try rows(filter).first)
    return try #require(collection.store.lineage(of: row.id, archive: collection.archive))
  }

  private func all(_ nodes: [Lineage.Node]) -> [Lineage.Node] { nodes.flatMap { [$0] + all($0.children) } }

  @Test("from StopLogging the way leads over the leaked key back to the person who made it")
  func stopLogging() throws {
    let lineage = try lineage(of: "action:StopLogging")
    #expect(lineage.origin.principal == "kim@corp.example" && lineage.origin.type == "SAMLUser")
    #expect(lineage.gap == nil)
    let path = lineage.path
    #expect(
      path.map(\.row.action) == [
        "sts:AssumeRoleWithSAML", "iam:CreateAccessKey", "sts:AssumeRole", "cloudtrail:StopLogging",
      ])
    #expect(path[1].issued == Lineage.Credential(key: "AKIAEXAMPLEKBSV27Q4T", holder: "user/backup-svc"))
    #expect(path[2].issued?.session == "kim-laptop")
    #expect(path.allSatisfy { $0.link.isProven })
  }

  @Test("the role assumed across accounts has its copy in the other account's trail")
  func copy() throws {
    let assumed = try #require(try lineage(of: "action:StopLogging").path.dropLast().last)
    let copies = assumed.children.filter { $0.link == .copy }
    let other = try #require(copies.first)
    #expect(copies.count == 1 && other.row.account != assumed.row.account)
    #expect(other.row.action == "sts:AssumeRole" && other.row.time == assumed.row.time)
  }

  @Test("whatever of the intruder's one asks about, the tree holds all that the intruder changed")
  func whole() throws {
    let changed = Set(try rows("ip:203.0.113.9 is:write -is:error").map(\.id))
    #expect(changed.count > 10)
    for action in ["StopLogging", "PutRolePolicy", "CreateOpenIDConnectProvider"] {
      let filter = "ip:203.0.113.9 action:\(action)"
      let told = Set(all(try lineage(of: filter).nodes).map(\.row.id))
      #expect(changed.isSubset(of: told), "\(filter)")
    }
  }

  @Test("what the user made by the intruder does in the console leads back to the leaked key too, as likely")
  func console() throws {
    let lineage = try lineage(of: "action:CreateOpenIDConnectProvider")
    #expect(lineage.origin.principal == "kim@corp.example")
    #expect(
      lineage.path.map(\.row.action) == [
        "sts:AssumeRoleWithSAML", "iam:CreateAccessKey", "iam:CreateUser", "iam:CreateLoginProfile",
        "signin:ConsoleLogin", "iam:CreateOpenIDConnectProvider",
      ])
    #expect(lineage.path.map(\.link.isProven) == [true, true, true, true, false, false])
  }
}
