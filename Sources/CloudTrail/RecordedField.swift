import Glibc

/// A field of the record itself that reading comes by anyway, so that nobody need look for it again.
///
/// Unlike an ``EventField`` nothing is derived: it is what the record has at that path.
package enum RecordedField: UInt8, BitwiseCopyable, CaseIterable, Hashable, Sendable {
  case eventSource, eventName, eventType, eventCategory, eventID, awsRegion, sourceIPAddress, userAgent,
    errorCode
  case principalType, principalArn, principalId, userName, invokedBy, accessKeyId

  /// The keys that lead to it from the record's root.
  package var keys: [String] {
    switch self {
    case .principalType: ["userIdentity", "type"]
    case .principalArn: ["userIdentity", "arn"]
    case .principalId, .userName, .invokedBy, .accessKeyId: ["userIdentity", "\(self)"]
    default: ["\(self)"]
    }
  }
}

/// A member of the record in which rules look and whose place reading comes by.
package enum RecordedPart: String, BitwiseCopyable, CaseIterable, Hashable, Sendable {
  case userIdentity, requestParameters, responseElements, additionalEventData
}

/// What reading found at a place.
package enum Recorded<Value> {
  case absent
  case found(Value)
  /// An empty text, or a value of another type, which only the record itself tells.
  case other
}

extension EventView {
  /// What the record has at a field.
  package func recorded(_ field: RecordedField) -> Recorded<JSONText> {
    let span = span(of: field)
    if let text = text(span) { return .found(text) }
    return span.isOther ? .other : .absent
  }

  /// The object that the record has for a part.
  package func recorded(_ part: RecordedPart) -> Recorded<JSONView> {
    let place =
      switch part {
      case .userIdentity: fields.identityPlace
      case .requestParameters: fields.requestParameters
      case .responseElements: fields.responseElements
      case .additionalEventData: fields.additionalEventData
      }
    if let view = view(place) { return .found(view) }
    return place == .absent ? .absent : .other
  }

  /// Whether what the event is counted by, and its user agent, tell all that the record has at `eventSource`, `eventName`, `errorCode`,
  /// `userIdentity.type` and `userAgent`: of some records a part of it counts as another's, or as missing.
  package var isOrdinary: Bool {
    guard let source = eventSource, eventName != nil, source.isPlain, let start = source.raw.baseAddress
    else {
      return false
    }
    let suffix: StaticString = ".amazonaws.com"
    let service = source.raw.count - suffix.utf8CodeUnitCount
    guard service > 0, same(start + service, suffix), memchr(start, Int32(UInt8(ascii: ":")), service) == nil
    else {
      return false
    }
    return !fields.errorCode.isOther && !fields.identity.type.isOther && !fields.userAgent.isOther
  }

  private func span(of field: RecordedField) -> FieldSpan {
    switch field {
    case .eventSource: fields.eventSource
    case .eventName: fields.eventName
    case .eventType: fields.eventType
    case .eventCategory: fields.eventCategory
    case .eventID: fields.eventID
    case .awsRegion: fields.awsRegion
    case .sourceIPAddress: fields.sourceIPAddress
    case .userAgent: fields.userAgent
    case .errorCode: fields.errorCode
    case .principalType: fields.identity.type
    case .principalArn: fields.identity.arn
    case .principalId: fields.identity.principalId
    case .userName: fields.identity.userName
    case .invokedBy: fields.identity.invokedBy
    case .accessKeyId: fields.identity.accessKeyId
    }
  }
}
