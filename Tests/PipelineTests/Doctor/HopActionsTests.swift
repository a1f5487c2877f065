import Testing

@testable import Pipeline

/// The table of the permissions that each hop needs: `pipeline policy` prints it.
@Suite struct HopActionsTests {
  @Test func `every action that is called is some hop's`() {
    let named = Set(HopKind.allCases.flatMap(\.actions))
    #expect(ReadAction.allCases.filter { !named.contains($0) } == [])
  }

  @Test func `every action is one that reads`() {
    let verbs = ["Get", "List", "Describe", "Filter", "Lookup", "ESHttpGet"]
    // A collection knows one action alone; it is only ever asked by GET.
    let others = ReadAction.allCases.filter { action in !verbs.contains { action.operation.hasPrefix($0) } }
    #expect(others == [.collectionGet])
  }

  @Test func `every action's service is known`() {
    #expect(ReadAction.allCases.filter { CalledService.all[$0.service] == nil } == [])
  }

  @Test func `an action is its service and its operation`() {
    #expect(ReadAction.getMetricData.service == "cloudwatch")
    #expect(ReadAction.getMetricData.operation == "GetMetricData")
  }
}
