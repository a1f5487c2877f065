import CloudTrail
import Query

extension Rule {
  /// Which fields matched which values by which lines of the rule; nil when the event does not match.
  package func explanation<Asked: Subject & ~Copyable>(of subject: borrowing Asked) -> [MatchReason]? {
    var reasons: [MatchReason]?
    switch root {
    case .record:
      _ = subject.withRecord { record in
        reasons = written.reasons(for: subject, pathsFrom: record)
        return true
      }
    case .envelope:
      _ = subject.withEnvelope { envelope in
        reasons = written.reasons(for: subject, pathsFrom: envelope)
        return true
      }
    }
    return reasons
  }
}

/// Any JSON object taken for an event, to be asked by a rule (DESIGN, Detection: `rules explain`).
package struct GivenEvent: Subject {
  private let given: JSONDocument

  package init(_ given: JSONDocument) { self.given = given }

  package var time: Timestamp { Timestamp(milliseconds: 0) }
  package var isError: Bool { false }
  package var isDenied: Bool { false }
  package var isWrite: Bool { false }

  package func withUTF8(of field: EventField, _ body: (UnsafeBufferPointer<UInt8>?) -> Bool) -> Bool {
    body(nil)
  }

  /// The object; of an envelope the record in it.
  package func withRecord(_ body: (JSONView?) -> Bool) -> Bool {
    given.withView { view in
      if view.member("eventVersion") == nil, let detail = view.member("detail"), detail.kind == .object,
        detail.member("eventVersion") != nil
      {
        return body(detail)
      }
      return body(view)
    }
  }

  /// The object; around a bare record an envelope is rebuilt.
  package func withEnvelope(_ body: (JSONView?) -> Bool) -> Bool {
    given.withView { view in
      guard view.member("eventVersion") != nil, view.member("detail") == nil else { return body(view) }
      return RebuiltEnvelope.document(around: view).withView { body($0) }
    }
  }
}
