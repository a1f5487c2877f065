import Audit
import CloudTrail

/// Who the human behind a principal is, as far as a record tells (CloudTrail user guide, userIdentity element).
package enum Person {
  /// The words for a reader; nil where the record names nobody: a service acts for itself.
  package static func named(in event: EventLine) -> String? {
    let told = event.record?.withView { view in
      let identity = view.member("userIdentity")
      let session = identity?.member("sessionContext")
      // It was set when the first role was assumed, and stays through all that follow (IAM user guide, Monitor and control actions taken
      // with assumed roles).
      if let source = text(session?.member("sourceIdentity")) { return "\(source) (source identity)" }
      if let user = text(identity?.member("onBehalfOf")?.member("userId")) {
        return "\(user) (IAM Identity Center)"
      }
      return nil
    }
    if let told { return told }
    switch event.principalType {
    case "IAMUser": return String(ShownPrincipal.form(of: event.principal).drop { $0 != "/" }.dropFirst())
    case "Root": return "whoever holds the root user's credentials"
    default: return event.session.map { "\($0) (session name)" }
    }
  }

  private static func text(_ view: JSONView?) -> String? {
    view?.text?.string.nonEmpty
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
