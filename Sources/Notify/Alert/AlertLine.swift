import Audit
import CloudTrail
import Detection
import Query

extension RaisedAlert {
  /// What has become of an alert when it is printed.
  package enum State: String, Sendable {
    /// It is being sent to where alerts go.
    case new
    /// One of the same rule and group was sent a moment ago: this one is printed only.
    case suppressed
    /// Somebody knows of it already. It is sent all the same: others may not.
    case acknowledged
    /// Nobody is to hear of it: it is printed only.
    case muted

    /// Whether it is sent to where alerts go.
    var isSent: Bool { self == .new || self == .acknowledged }
  }

  /// The line of `watch` with its end: the snapshot's alert object, then `id`, `event`, the line of `tail --format json`, and `state`
  /// (DESIGN, The commands); at the end `reason`, of an alert that has one.
  package func json(_ state: State) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("rule")
      writer.value(rule.id)
      writer.key("title")
      writer.value(rule.title)
      writer.key("severity")
      writer.value(rule.level.name)
      writer.key("count")
      writer.value(max(1, eventIDs.count))
      writer.key("first")
      writer.value(first)
      writer.key("last")
      writer.value(last)
      writer.key("accounts")
      writer.array([event.account]) { $0.value($1) }
      writer.key("principals")
      writer.array([event.principal]) { $0.value($1) }
      writer.key("eventIDs")
      writer.array(eventIDs) { $0.value($1) }
      writer.key("id")
      writer.value(id)
      writer.key("event")
      event.write(to: &writer)
      writer.key("state")
      writer.value(state.rawValue)
      if let reason {
        writer.key("reason")
        writer.value(reason)
      }
    }
    writer.endLine()
    return writer.bytes
  }
}
