import Testing

@testable import Query

@Suite struct IndexKeysTests {
  private func keys(_ filter: String) throws -> IndexKeys { IndexKeys(of: try parse(filter)) }
  private func hashes(_ names: String...) -> Set<UInt64> {
    Set(names.map { Array($0.utf8).withUnsafeBufferPointer(IndexKeys.hash) })
  }

  @Test("an action fixes service and name, whatever the case")
  func action() throws {
    let keys = try keys("action:(iam:CreateUser OR iam:DELETEUSER) is:error")
    #expect(keys.services == hashes("iam") && keys.eventNames == hashes("createuser", "deleteuser"))
  }

  @Test("a name alone leaves the service open, and a wildcard both")
  func partial() throws {
    #expect(try keys("action:(CreateUser OR iam:GetUser)").services == nil)
    #expect(try keys("action:iam:*").eventNames == nil)
    #expect(try keys("eventSource:iam.amazonaws.com").services == hashes("iam"))
  }

  @Test("OR unites what both sides fix, AND intersects, NOT fixes nothing")
  func combined() throws {
    #expect(try keys("action:a:b OR action:c:d").eventNames == hashes("b", "d"))
    #expect(try keys("action:a:b OR is:error").eventNames == nil)
    #expect(try keys("service:a action:c:d").services == [])
    #expect(try keys("-action:a:b").eventNames == nil)
  }
}
