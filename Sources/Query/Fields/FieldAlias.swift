import CloudTrail

/// What a name before the colon of a filter term stands for.
package enum FilterField: Hashable, Sendable {
  case path(FieldPath)
  /// The event's time.
  case time
  /// The id of a rule that matched.
  case rule
  /// The severity of a rule that matched.
  case severity
  /// One of the words of `is:`.
  case flag
  /// Whether a path has a value.
  case has
}

/// The filter bar's names of fields.
package enum FieldAlias {
  /// Every name with its meaning, in the order that help and completion show them.
  package static let all: [(name: String, field: FilterField)] = [
    ("account", .path(.event(.account))),
    ("principal", .path(.event(.principal))),
    ("action", .path(.event(.action))),
    ("service", .path(.event(.service))),
    ("region", .path(.event(.awsRegion))),
    ("ip", .path(.event(.sourceIPAddress))),
    ("agent", .path(.event(.userAgent))),
    ("error", .path(.event(.errorCode))),
    ("type", .path(.event(.principalType))),
    ("session", .path(.event(.session))),
    ("key", .path(.event(.accessKeyId))),
    ("rule", .rule),
    ("severity", .severity),
    ("time", .time),
    ("is", .flag),
    ("has", .has),
  ]

  /// CloudTrail's own names of fields that are read for every event anyway.
  static let recordNames: [(name: String, field: FilterField)] = [
    ("eventTime", .time),
    ("eventID", .path(.event(.eventID))),
    ("eventName", .path(.event(.eventName))),
    ("awsRegion", .path(.event(.awsRegion))),
    ("sourceIPAddress", .path(.event(.sourceIPAddress))),
    ("userAgent", .path(.event(.userAgent))),
  ]

  /// The top-level fields of a CloudTrail record (CloudTrail user guide, "CloudTrail record contents").
  package static let topLevelNames: [String] = [
    "eventTime", "eventVersion", "userIdentity", "eventSource", "eventName", "awsRegion", "sourceIPAddress",
    "userAgent",
    "errorCode", "errorMessage", "requestParameters", "responseElements", "additionalEventData", "requestID",
    "eventID",
    "eventType", "apiVersion", "managementEvent", "readOnly", "resources", "recipientAccountId",
    "serviceEventDetails",
    "sharedEventID", "vpcEndpointId", "vpcEndpointAccountId", "eventCategory", "addendum",
    "sessionCredentialFromConsole",
    "eventContext", "edgeDeviceDetails", "tlsDetails",
  ]

  /// What a name stands for; within `field{…}`, where names are an element's members, `@` marks those of the
  /// event.
  static func field(named name: String, isRelative: Bool) -> FilterField? {
    if isRelative, name == "has" { return .has }
    guard name.hasPrefix("@") == isRelative else { return nil }
    let plain = isRelative ? String(name.dropFirst()) : name
    return (all + recordNames).first { $0.name == plain }?.field
  }

  /// The field of every event that a name stands for; nil for any other.
  package static func eventField(named name: String) -> EventField? {
    guard case .path(.event(let field))? = field(named: name, isRelative: false) else { return nil }
    return field
  }

  /// The name that a derived field has in the filter bar.
  static func name(of field: EventField) -> String {
    let known = all + recordNames
    let found = known.first { $0.field == .path(.event(field)) }
    return found?.name ?? field.rawValue
  }
}

extension FieldAlias {
  /// Services whose actions people paste as they are (`iam:CreateUser`), which is no field and a value.
  static let services: [String] =
    Scope.identityServices + ["cloudtrail", "s3", "ec2", "kms", "lambda", "logs", "events"]
}
