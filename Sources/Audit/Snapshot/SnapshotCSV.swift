import CloudTrail
import Query
import Text

extension Snapshot {
  /// The groups as CSV (RFC 4180), no field of which a spreadsheet takes for a formula.
  package func csv() -> String {
    var text = "account,principal,action,events,errors,first,last\r\n"
    for group in summary.groups {
      let fields = [
        csvField(group.account.string), csvField(group.principal.string), csvField(group.action.string),
        "\(group.counts.events)", "\(group.counts.errors)", group.counts.first.rfc3339,
        group.counts.last.rfc3339,
      ]
      text += fields.joined(separator: ",") + "\r\n"
    }
    return text
  }
}
