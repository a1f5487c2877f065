import CloudTrail
import Text

/// A record written out over lines, ready to be shown: sanitised, without its secrets.
///
/// A record may have tens of thousands of lines. They are written where the record is read, so that the screen
/// has nothing to do for them but to break those that are too long.
package struct RecordText: Sendable {
  /// `requestParameters` and `responseElements` as an outline; none for null.
  package let request: [String]
  package let response: [String]
  /// What else is worth a look, as an outline.
  package let context: [String]
  /// The whole record as JSON.
  package let raw: [String]
  /// What the record came in, as JSON.
  package let envelope: [String]

  /// The longest line, in bytes: more than CloudTrail keeps of a request (FACTS).
  package static let longestLine = 128 << 10
  /// The most lines of a record's JSON.
  static let mostLines = 20_000

  /// The members shown as context (CloudTrail user guide, record contents).
  private static let contextMembers: [StaticString] = [
    "additionalEventData", "serviceEventDetails", "resources", "addendum", "tlsDetails",
    "vpcEndpointAccountId", "eventType", "eventCategory", "sharedEventID", "requestID", "eventID",
  ]

  init(_ record: JSONDocument, envelope: JSONDocument?) {
    let (request, response, context, raw) = record.withView { view in
      (
        view.member("requestParameters").map { JSONOutline.lines(of: $0) } ?? [],
        view.member("responseElements").map { JSONOutline.lines(of: $0) } ?? [],
        JSONOutline.lines(of: RecordText.contextMembers, in: view), JSONPretty.lines(of: view)
      )
    }
    self.request = request.map(RecordText.shown)
    self.response = response.map(RecordText.shown)
    self.context = context.map(RecordText.shown)
    self.raw = raw.map(RecordText.shown)
    self.envelope = (envelope?.withView { JSONPretty.lines(of: $0) } ?? []).map(RecordText.shown)
  }

  /// A line as it may be shown; of one that is very long the beginning.
  package static func shown(_ line: String) -> String {
    let bytes = line.utf8
    guard bytes.count > longestLine else { return sanitised(line) }
    let start = String(decoding: bytes.prefix(longestLine), as: UTF8.self)
    return sanitised(start) + " and \(grouped(bytes.count - longestLine)) bytes more"
  }
}
