import CloudTrail

/// Reading a shape from what an index pattern says of its fields.
extension DocumentShape {
  /// Why an answer says no shape.
  package struct Unreadable: Error, Hashable, CustomStringConvertible {
    package let reason: String
    package var description: String { "the answer of _field_caps cannot be used: \(reason)" }
  }

  /// The request whose answer ``init(fieldCapabilities:)`` reads, below the index pattern.
  package static let capabilitiesPath = "_field_caps?fields=*"

  /// Reads the answer of `GET PATTERN/_field_caps?fields=*`. A field that has more than one type among the indices is not asked.
  package init(fieldCapabilities answer: some Collection<UInt8>) throws(Unreadable) {
    let document: JSONDocument
    do { document = try JSONDocument(parsing: answer) } catch { throw Unreadable(reason: "no JSON") }
    var types: [String: String] = [:]
    let isAnswer = document.withView { root in
      guard let fields = root.member("fields"), fields.kind == .object else { return false }
      fields.forEachMember { name, kinds in
        types[name.string] = DocumentShape.type(kinds)
        return true
      }
      return true
    }
    guard isAnswer else { throw Unreadable(reason: "it has no \"fields\"") }
    self.init(types: types)
  }

  /// The one type that a field has everywhere, `mixed` for several.
  private static func type(_ kinds: JSONView) -> String {
    var names: [String] = []
    kinds.forEachMember { name, says in
      let isSearchable = says.member("searchable")?.bool ?? true
      if name.string != "unmapped" { names.append(isSearchable ? name.string : "unsearchable") }
      return true
    }
    return names.count == 1 ? names[0] : "mixed"
  }

  private init(types: [String: String]) {
    var fields: [String: Field] = [:]
    for (name, type) in types {
      // The keyword beside a text is that text's; an object's member of that name stands alone.
      if name.hasSuffix(".keyword"), types[String(name.dropLast(8))] == "text" { continue }
      fields[name] = DocumentShape.field(name, type, types)
    }
    fields = fields.filter { !["object", "nested"].contains(types[$0.key]) }
    let ends = ["eventSource", "eventName"].map { end in
      Set(fields.keys.filter { $0 == end || $0.hasSuffix(".\(end)") }.map { String($0.dropLast(end.count)) })
    }
    let roots = ends[0].intersection(ends[1]).map { String($0.dropLast($0.isEmpty ? 0 : 1)) }
    self.init(
      roots: roots.sorted { ($0.count, $0) < ($1.count, $1) }, fields: fields,
      isExtracted: types.keys.contains { $0.split(separator: ".").contains { $0.first == "$" } })
  }

  private static func field(_ name: String, _ type: String, _ types: [String: String]) -> Field {
    switch type {
    case "keyword": return .keyword(name: name, text: nil)
    case "text":
      let keyword = name + ".keyword"
      return types[keyword] == "keyword" ? .keyword(name: keyword, text: name) : .other
    case "long", "integer", "short", "byte": return .integer(name)
    case "double", "float": return .double(name)
    case "boolean": return .boolean(name)
    case "date": return .date(name)
    case "ip": return .address(name)
    default: return .other
    }
  }
}
