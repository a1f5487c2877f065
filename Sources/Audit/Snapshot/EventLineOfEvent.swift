import CloudTrail
import Detection

extension EventLine {
  /// The line of an event in place, which keeps a copy of all it needs.
  /// - Parameter matched: the rules that it matched.
  package init(_ event: EventView, matched: [Rule]) {
    self.init(
      eventID: event.eventID?.string, time: event.time,
      account: event.withAccount { String(decoding: $0, as: UTF8.self) },
      principal: event.principal.withUTF8 { String(decoding: $0, as: UTF8.self) },
      principalType: event.principalType?.string ?? "Unknown", session: event.session?.string,
      action: event.withAction { String(decoding: $0, as: UTF8.self) }, region: event.awsRegion?.string,
      sourceIP: event.sourceIPAddress?.string, userAgent: event.userAgent?.string,
      errorCode: event.recordedErrorCode?.string, readOnly: event.readOnly,
      alerts: matched.map { ExactString($0.id) }.sorted().map(\.string),
      record: try? JSONDocument(parsing: event.recordBytes),
      severity: matched.map(\.level).max(), target: Target.text(of: event)?.string, isError: event.isError)
  }
}
