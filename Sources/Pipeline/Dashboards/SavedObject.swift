import Audit

/// An object as OpenSearch Dashboards imports it: a line of `saved_objects/_import` (OpenSearch Dashboards 2.x).
struct SavedObject {
  let type: StaticString
  let id: String
  /// What it refers to, by the name that its attributes use.
  let references: [(name: String, type: String, id: String)]
  /// Writes the members of `attributes`.
  let attributes: (inout JSONWriter) -> Void

  var line: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("type")
      writer.value("\(type)")
      writer.key("id")
      writer.value(id)
      writer.key("attributes")
      writer.object(attributes)
      writer.key("references")
      writer.array(references) { writer, reference in
        writer.object { writer in
          writer.key("name")
          writer.value(reference.name)
          writer.key("type")
          writer.value(reference.type)
          writer.key("id")
          writer.value(reference.id)
        }
      }
    }
    writer.endLine()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// JSON as a text within JSON, as Dashboards keeps much of an object.
  static func text(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
