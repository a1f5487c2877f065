/// What somebody decided about alerts of a rule, or of one group of them.
package struct AlertDecisionRecord: Hashable, Sendable {
  package var rule: String
  /// What the rule's alerts are told apart by, spelled as in the ledger; empty for all of the rule.
  package var group: String
  /// `acknowledged` or `muted`.
  package var kind: String
  package var reason: String
  /// Milliseconds since the epoch, as all times here.
  package var decidedAt: Int64
  /// An acknowledgement covers what happened until then, a mute what happens before; nil for a mute that has no end.
  package var limit: Int64?

  package init(rule: String, group: String, kind: String, reason: String, decidedAt: Int64, limit: Int64?) {
    (self.rule, self.group, self.kind, self.reason) = (rule, group, kind, reason)
    (self.decidedAt, self.limit) = (decidedAt, limit)
  }
}

/// Acknowledgements and mutes: a row each, so that two programs that decide at once lose neither's decision.
extension StateFile {
  /// What was decided in a context, the earliest first.
  package func alertDecisions(of context: String) throws(StateError) -> [AlertDecisionRecord] {
    try use { database throws(StateError) in
      var decisions: [AlertDecisionRecord] = []
      try database.run(
        """
        SELECT rule, group_key, kind, reason, decided_at, moment FROM alert_decisions WHERE context = ?
        ORDER BY decided_at, rule, group_key
        """, [.text(context)]
      ) { row in
        decisions.append(
          AlertDecisionRecord(
            rule: row.text(0) ?? "", group: row.text(1) ?? "", kind: row.text(2) ?? "",
            reason: row.text(3) ?? "", decidedAt: row.integer(4), limit: row.text(5).flatMap(Int64.init)))
      }
      return decisions
    }
  }

  /// Keeps a decision, in place of the earlier one of its kind about the same alerts.
  package func keep(_ decision: AlertDecisionRecord, of context: String) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        "INSERT OR REPLACE INTO alert_decisions VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
          .text(context), .text(decision.rule), .text(decision.group), .text(decision.kind),
          .text(decision.reason), .integer(decision.decidedAt),
          decision.limit.map(Database.Value.integer) ?? .null,
        ])
    }
  }

  /// Takes a decision back, whatever its reason and limit.
  package func remove(_ decision: AlertDecisionRecord, of context: String) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        "DELETE FROM alert_decisions WHERE context = ? AND rule = ? AND group_key = ? AND kind = ?",
        [.text(context), .text(decision.rule), .text(decision.group), .text(decision.kind)])
    }
  }

  /// A number that is another one after somebody else has changed the file.
  package func otherChanges() throws(StateError) -> Int64 {
    try use { database throws(StateError) in
      var number: Int64 = 0
      try database.run("PRAGMA data_version", []) { number = $0.integer(0) }
      return number
    }
  }
}
