import Glibc
import Testing

@testable import State

@Suite("Two at once")
struct TwoAtOnceTests {
  private let folder = Folder()

  /// Each has a connection of its own, as two processes have: SQLite's locks are between connections.
  @Test("files opened and written by many at once lose nothing")
  func together() async throws {
    let path = folder.state
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let file = try StateFile.open(path)
          for number in 0..<25 {
            try file.keep(
              MarkRecord(
                event: "\(writer)-\(number)", markedAt: 0, note: "", time: 0, account: "", principal: "",
                principalType: "", action: ""),
              of: "")
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(OpenState(path, context: "").marks.count == 100)
  }
}
