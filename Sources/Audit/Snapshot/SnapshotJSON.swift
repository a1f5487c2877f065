import CloudTrail
import Query

/// The snapshot in the contract's JSON: its keys, in its order (DESIGN, The snapshot; COUNTING 13, 21 and 25).
extension Snapshot {
  /// The JSON in UTF-8, on one line.
  package func json() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("schema")
      writer.value(Snapshot.schema)
      writer.key("generatedAt")
      writer.value(generatedAt)
      writeHead(&writer)
      writeTotals(&writer)
      writeTables(&writer)
      writeTimeline(&writer)
      writeAlerts(&writer)
    }
    writer.endLine()
    return writer.bytes
  }

  private func writeHead(_ writer: inout JSONWriter) {
    writer.key("window")
    writer.object { writer in
      writer.key("start")
      writer.value(summary.start ?? generatedAt)
      writer.key("end")
      writer.value(summary.end ?? summary.start ?? generatedAt)
    }
    writer.key("filter")
    writer.value(filter)
    writer.key("scope")
    writer.value(scope.rawValue)
    writer.key("sources")
    writer.array(sources) { $0.source($1) }
  }

  private func writeTotals(_ writer: inout JSONWriter) {
    let totals = summary.totals
    writer.key("totals")
    writer.object { writer in
      writer.key("events")
      writer.value(totals.events)
      writer.key("errors")
      writer.value(totals.errors)
      writer.key("denied")
      writer.value(totals.denied)
      writer.key("accounts")
      writer.value(totals.accounts)
      writer.key("principals")
      writer.value(totals.principals)
      writer.key("actions")
      writer.value(totals.actions)
      writer.key("alerts")
      writer.alertsBySeverity(totals.alerts)
    }
  }

  private func writeTables(_ writer: inout JSONWriter) {
    writer.key("accounts")
    writer.array(summary.accounts) { writer, row in
      writer.object { writer in
        writer.key("account")
        writer.value(row.account.string)
        writer.key("name")
        writer.value(accountNames[row.account])
        writer.counts(row.counts)
      }
    }
    writer.key("principals")
    writer.array(summary.principals) { writer, row in
      writer.object { writer in
        writer.key("principal")
        writer.value(row.principal.string)
        writer.key("type")
        writer.value(row.type)
        writer.counts(row.counts, accounts: row.accounts)
      }
    }
    writer.key("actions")
    writer.array(summary.actions) { writer, row in
      writer.object { writer in
        writer.key("action")
        writer.value(row.action.string)
        writer.key("access")
        writer.value(row.access.rawValue)
        writer.counts(row.counts)
      }
    }
    writer.key("groups")
    writer.longArray(summary.groups) { $0.group($1) }
  }

  private func writeTimeline(_ writer: inout JSONWriter) {
    writer.key("timeline")
    writer.object { writer in
      writer.key("bucketSeconds")
      writer.value(summary.timeline.bucketSeconds)
      writer.key("buckets")
      writer.array(summary.timeline.buckets) { writer, bucket in
        writer.object { writer in
          writer.key("start")
          writer.value(bucket.start)
          writer.key("events")
          writer.value(bucket.events)
          writer.key("errors")
          writer.value(bucket.errors)
          writer.key("alerts")
          writer.value(bucket.alerts)
        }
      }
    }
  }

  private func writeAlerts(_ writer: inout JSONWriter) {
    writer.key("alerts")
    writer.array(alerts) { writer, alert in
      writer.object { writer in
        writer.key("rule")
        writer.value(alert.rule)
        writer.key("title")
        writer.value(alert.title)
        writer.key("severity")
        writer.value("\(alert.severity)")
        writer.key("count")
        writer.value(alert.count)
        writer.span(alert.first, alert.last)
        writer.key("accounts")
        writer.array(alert.accounts) { $0.value($1.string) }
        writer.key("principals")
        writer.array(alert.principals) { $0.value($1.string) }
        writer.key("eventIDs")
        writer.array(alert.eventIDs) { $0.value($1.string) }
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func source(_ health: SourceHealth) {
    object { writer in
      writer.key("source")
      writer.value(health.source)
      writer.key("state")
      writer.value(health.state.rawValue)
      writer.key("read")
      writer.value(health.read)
      writer.key("rejected")
      writer.value(health.rejected)
      writer.key("outOfScope")
      writer.value(health.outOfScope)
      writer.key("duplicates")
      writer.value(health.duplicates)
      writer.key("late")
      writer.value(health.late)
      writer.key("lagSeconds")
      writer.value(health.lagSeconds)
      writer.key("bytesScanned")
      writer.value(health.bytesScanned)
      writer.key("costUSD")
      writer.value(health.costUSD)
      writer.key("error")
      writer.value(health.error)
    }
  }

  fileprivate mutating func alertsBySeverity(_ counts: [Int]) {
    object { writer in
      writer.key("critical")
      writer.value(counts[Severity.critical.rawValue])
      writer.key("high")
      writer.value(counts[Severity.high.rawValue])
      writer.key("medium")
      writer.value(counts[Severity.medium.rawValue])
      writer.key("low")
      writer.value(counts[Severity.low.rawValue])
      writer.key("informational")
      writer.value(counts[Severity.informational.rawValue])
    }
  }

  fileprivate mutating func counts(_ counts: Summary.Counts, accounts: Int? = nil) {
    key("events")
    value(counts.events)
    key("errors")
    value(counts.errors)
    key("alerts")
    value(counts.alerts)
    if let accounts {
      key("accounts")
      value(accounts)
    }
    span(counts.first, counts.last)
  }

  fileprivate mutating func group(_ row: Summary.Group) {
    object { writer in
      writer.key("account")
      writer.value(row.account.string)
      writer.key("principal")
      writer.value(row.principal.string)
      writer.key("action")
      writer.value(row.action.string)
      writer.key("events")
      writer.value(row.counts.events)
      writer.key("errors")
      writer.value(row.counts.errors)
      writer.span(row.counts.first, row.counts.last)
    }
  }

  fileprivate mutating func span(_ first: Timestamp, _ last: Timestamp) {
    key("first")
    value(first)
    key("last")
    value(last)
  }
}
