import Audit

/// One statement of an IAM policy: these actions on these things, and nothing else.
struct AccessStatement: Hashable, Sendable {
  let sid: String
  let actions: [String]
  /// ARNs; `*` where the actions know no narrower thing (Service Authorization Reference).
  let resources: [String]

  init(_ sid: String, _ actions: [String], on resources: String...) { self.init(sid, actions, on: resources) }

  init(_ sid: String, _ actions: [String], on resources: [String]) {
    (self.sid, self.actions, self.resources) = (sid, actions, resources)
  }

  /// A collection of OpenSearch Serverless has one action; its data access policy says the rest (aoss:DescribeIndex,
  /// aoss:ReadDocument).
  static func reaching(_ collection: String) -> AccessStatement {
    AccessStatement("Collection", ["aoss:APIAccessAll"], on: collection)
  }

  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("Sid")
      writer.value(sid)
      writer.key("Effect")
      writer.value("Allow")
      writer.key("Action")
      writer.array(actions) { $0.value($1) }
      writer.key("Resource")
      writer.array(resources) { $0.value($1) }
    }
  }
}
