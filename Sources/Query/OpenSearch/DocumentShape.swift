import CloudTrail

/// How the documents of an index pattern look: where the record lies in them, and how its fields are indexed.
///
/// The documents are those of AWS's Lambda between CloudWatch Logs and OpenSearch (FACTS): the JSON as the root, so the record at
/// `detail` or, of a trail's own log group, at the root itself; extracted fields, with embedded JSON again under `$NAME`; or nothing but
/// `@message`, of which only the window can be asked.
package struct DocumentShape: Hashable, Sendable {
  /// How a field's values can be looked for.
  package enum Field: Hashable, Sendable {
    /// Whole texts under `name`. `text` is the analysed field beside it, by which a value is known to exist that was too long for
    /// the keyword: dynamic mapping gives one, with `ignore_above: 256` (FACTS, OpenSearch).
    case keyword(name: String, text: String?)
    case integer(String), double(String), boolean(String), date(String), address(String)
    /// Of more than one type, only analysed, or of a type that is not used here.
    case other
  }

  /// Where records begin: `detail`, `$detail`, the empty string for the document's root; several where the pattern's indices differ,
  /// none where only `@message` is indexed.
  package private(set) var roots: [String]
  /// Every indexed field by its dotted name, without the keywords beside a text.
  package private(set) var fields: [String: Field]
  /// Whether the documents are of extracted fields, in which texts that look like numbers have become numbers.
  package private(set) var isExtracted: Bool

  /// The longest text, in UTF-16 code units, that is sure to be in a keyword.
  static let keywordLimit = 256

  /// The store's own time, by which windows and cursors go.
  package static let storedTime = "@timestamp"

  /// A shape in which nothing but `@message` and `@timestamp` is indexed.
  package static let messageOnly = DocumentShape(roots: [], fields: [:], isExtracted: false)

  /// The shape of EventBridge events that nothing but dynamic mapping has a say about.
  package static let dynamicallyMapped = DocumentShape(
    roots: ["detail"],
    fields: ["detail.eventName": .keyword(name: "detail.eventName.keyword", text: "detail.eventName")],
    isExtracted: false)

  init(roots: [String], fields: [String: Field], isExtracted: Bool) {
    (self.roots, self.fields, self.isExtracted) = (roots, fields, isExtracted)
  }

  /// The field of a record below `root`; nil where no index has it. An object that was a string in the log lies under `$NAME`
  /// beside it.
  func field(_ keys: [String], below root: String) -> Field? {
    for dollar in [-1] + Array(keys.indices.dropLast()) {
      var path = keys
      if dollar >= 0 { path[dollar] = "$" + path[dollar] }
      let name = DocumentShape.joined(root, path)
      if let found = fields[name] { return found }
    }
    return nil
  }

  /// What a field of CloudTrail's own will be that no document has had so far, where dynamic mapping makes a text with a keyword of
  /// each; nil where something else maps the fields, or where nothing may map it at all.
  func expected(_ keys: [String], below root: String) -> Field? {
    guard !isExtracted, !isSelection(root) || isWholeSelection(root),
      case .keyword(_, _?)? = field(["eventName"], below: root)
    else { return nil }
    let name = DocumentShape.joined(root, keys)
    return .keyword(name: name + ".keyword", text: name)
  }

  // MARK: Documents of the pipeline's own function

  /// Whether documents have a selection of the record's fields at the root: those that the pipeline's own function writes, with names
  /// beside them that records do not have. What is not there is in `@message` all the same.
  private func isSelection(_ root: String) -> Bool {
    root.isEmpty && fields["principal"] != nil && fields["action"] != nil
  }

  /// Whether such documents have `eventTime`, by which the function says that all fields of CloudTrail's own are there as the record has
  /// them. Those from before it did have neither the time nor the identity.
  private func isWholeSelection(_ root: String) -> Bool {
    guard isSelection(root), case .date? = field(["eventTime"], below: root) else { return false }
    return true
  }

  /// Whether events can be counted by what is indexed of them: a selection that is not whole does not say all that principals are told
  /// by, nor when.
  package var isCountable: Bool { roots.allSatisfy { !isSelection($0) || isWholeSelection($0) } }

  /// The fields of which any document with a record below `root` has one.
  func marks(below root: String) -> [Field] {
    let marks = isWholeSelection(root) ? ["eventTime"] : ["eventSource", "eventName"]
    return marks.compactMap { field([$0], below: root) }
  }

  /// Whether every text of a field below `root` is sure to be in its keyword, however long.
  func isWhole(_ field: Field, below root: String) -> Bool {
    guard case .keyword(_, nil) = field else { return false }
    return isWholeSelection(root)
  }

  /// The `account` of the envelope around the record at `root`; nil for a record without an envelope. A selection has there what the
  /// account is, whichever field says it.
  func envelopeAccount(of root: String) -> Field? {
    guard !root.isEmpty else { return isSelection(root) ? fields["account"] : nil }
    let outer = root.split(separator: ".").dropLast().map(String.init)
    return fields[DocumentShape.joined("", outer + ["account"])]
  }

  private static func joined(_ root: String, _ keys: [String]) -> String {
    (root.isEmpty ? keys : [root] + keys).joined(separator: ".")
  }
}

extension DocumentShape.Field {
  /// The name by which documents are grouped; nil for a field that cannot be grouped by.
  var groupName: String? {
    switch self {
    case .keyword(let name, _), .integer(let name), .boolean(let name): name
    case .double, .date, .address, .other: nil
    }
  }

  /// The names under which a value of the field is known to exist.
  var existenceNames: [String] {
    switch self {
    case .keyword(let name, let text): [name] + (text.map { [$0] } ?? [])
    case .integer(let name), .double(let name), .boolean(let name), .date(let name), .address(let name):
      [name]
    case .other: []
    }
  }
}
