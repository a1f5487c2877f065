/// The modifiers of a field's name (Sigma specification, appendix "Modifiers").
enum SigmaModifier: String, CaseIterable {
  // What the values are.
  case re, cidr, exists, fieldref, lt, lte, gt, gte
  // How a regular expression reads; only right behind `re`.
  case ignoreCase = "i"
  case multiLine = "m"
  case dotAll = "s"
  // Where in the field's text a value stands.
  case contains, startswith, endswith
  // How values are combined and compared.
  case all, cased, neq
  // What becomes of a value before it is looked for.
  case expand, windash, wide, utf16le, utf16be, utf16, base64, base64offset

  /// Whether it changes texts, one into several perhaps.
  var isTransformation: Bool {
    switch self {
    case .expand, .windash, .wide, .utf16le, .utf16be, .utf16, .base64, .base64offset: true
    default: false
    }
  }

  /// Whether it says what kind of question the values are.
  var isKind: Bool {
    switch self {
    case .re, .cidr, .exists, .fieldref, .lt, .lte, .gt, .gte: true
    default: false
    }
  }

  var isRegexFlag: Bool { self == .ignoreCase || self == .multiLine || self == .dotAll }
}
