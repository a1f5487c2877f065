/// One kind of call: where it is recorded, and what its request and answer look like.
struct DemoAction: Sendable {
  /// Which of CloudTrail's `eventType`s the call is recorded as.
  enum Kind: Sendable { case apiCall, consoleSignIn, serviceEvent }

  /// `eventSource` without `.amazonaws.com`.
  let source: String
  let name: String
  let kind: Kind
  let readOnly: Bool
  let request: DemoTemplate
  let response: DemoTemplate
  /// The value of `additionalEventData`, where the call has one.
  let additional: DemoTemplate?
  /// The only region that records it, or nil when it is the session's own.
  let region: String?

  /// All actions, in the table's order.
  static let all: [DemoAction] = table.split(separator: "\n").compactMap(parse)

  private static let indices: [String: Int] = Dictionary(
    all.enumerated().map { ("\($1.source):\($1.name)", $0) }, uniquingKeysWith: { first, _ in first })

  /// The position in `all` of an action such as `iam:GetRole`; nil when the table has none.
  static func index(_ name: String) -> Int? { indices[name] }

  private static func parse(_ line: Substring) -> DemoAction? {
    let columns = line.split(separator: " ")
    guard columns.count >= 5 else { return nil }
    let kind: Kind =
      switch columns[2].last {
      case "c": .consoleSignIn
      case "s": .serviceEvent
      default: .apiCall
      }
    return DemoAction(
      source: String(columns[0]), name: String(columns[1]), kind: kind, readOnly: columns[2].first == "r",
      request: DemoTemplate(columns[3]), response: DemoTemplate(columns[4]),
      additional: columns.count > 5 ? DemoTemplate(columns[5]) : nil, region: home(of: columns[0]))
  }

  /// IAM is recorded in us-east-1 only, and so are Organizations and the console's global endpoint (FACTS);
  /// Identity Center in its home region.
  private static func home(of source: Substring) -> String? {
    switch source {
    case "iam", "organizations", "signin": "us-east-1"
    case "sso", "sso-directory", "identitystore": "eu-west-1"
    default: nil
    }
  }
}
