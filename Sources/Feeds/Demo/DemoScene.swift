/// A hole in a record's template.
enum DemoField: Int, CaseIterable {
  // The session that acts.
  case account, region, address, agent, browser, role, roleID, rolePath, user, userID, key, session, began
  case invoker, subject, email, person, context
  // What it acts on; left empty, the template picks one of the organisation's own.
  case target, aRole, aUser, aPolicy, aGroup, aKey, aService, aSubject, anEmail, bucket, request, mfa, name
}

/// The values of one session, and of one call where it differs.
struct DemoScene {
  private var values = [String](repeating: "", count: DemoField.allCases.count)

  subscript(_ field: DemoField) -> String {
    get { values[field.rawValue] }
    set { values[field.rawValue] = newValue }
  }

  /// The same scene with some values changed.
  func with(_ changes: KeyValuePairs<DemoField, String>) -> DemoScene {
    var copy = self
    for (field, value) in changes { copy[field] = value }
    return copy
  }
}
