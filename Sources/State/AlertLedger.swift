/// An alert that was raised.
package struct AlertRecord: Sendable {
  /// The same in every run that finds the alert again.
  package var id: String
  package var rule: String
  /// What the rule's alerts are told apart by.
  package var group: String
  package var principal: String
  /// When it happened, in milliseconds since the epoch.
  package var time: Int64
  /// It was told nobody: one of its rule and group had been a moment before, or it is muted.
  package var isSuppressed: Bool
  /// What each destination, by its name, is to get.
  package var messages: [(destination: String, body: [UInt8])]

  package init(
    id: String, rule: String, group: String, principal: String, time: Int64, isSuppressed: Bool = false,
    messages: [(destination: String, body: [UInt8])] = []
  ) {
    (self.id, self.rule, self.group, self.principal, self.time) = (id, rule, group, principal, time)
    (self.isSuppressed, self.messages) = (isSuppressed, messages)
  }
}

/// Which alerts are known: none is raised a second time, whichever run finds it.
extension StateFile {
  /// Those of the ids that are known to a context. From `now`, milliseconds since the epoch, on they are remembered anew.
  package func knownAlerts(
    among ids: [String], of context: String, now: Int64
  ) throws(StateError) -> Set<String> {
    var known: Set<String> = []
    try change { database throws(StateError) in
      for id in ids {
        try database.run(
          "UPDATE alerts SET seen_at = ? WHERE context = ? AND alert = ? RETURNING alert",
          [.integer(now), .text(context), .text(id)]
        ) { _ in known.insert(id) }
      }
    }
    return known
  }

  /// Whether an alert of the same rule and group was told less than `distance` milliseconds away.
  package func wasTold(
    near alert: AlertRecord, of context: String, within distance: Int64
  ) throws(StateError) -> Bool {
    try use { database throws(StateError) in
      var found = false
      try database.run(
        """
        SELECT 1 FROM alerts WHERE context = ? AND rule = ? AND group_key = ? AND is_suppressed = 0
        AND time > ? AND time < ? LIMIT 1
        """,
        [
          .text(context), .text(alert.rule), .text(alert.group), .integer(alert.time &- distance),
          .integer(alert.time &+ distance),
        ]
      ) { _ in found = true }
      return found
    }
  }

  /// Keeps alerts, what is to be delivered of them, and what correlations remember and have learnt, all or nothing. What is known already
  /// changes nothing.
  package func raise(
    _ alerts: [AlertRecord], remembering observations: [ObservationRecord] = [],
    learnt: [LearntRecord] = [], rhythms: [RhythmRecord] = [], of context: String, now: Int64
  ) throws(StateError) {
    try change { database throws(StateError) in
      for observation in observations { try database.insert(observation, of: context) }
      for record in learnt { try database.insert(record, of: context) }
      for record in rhythms { try database.insert(record, of: context) }
      for alert in alerts {
        try database.run(
          """
          INSERT OR IGNORE INTO alerts (context, alert, rule, group_key, time, seen_at, is_suppressed)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          [
            .text(context), .text(alert.id), .text(alert.rule), .text(alert.group), .integer(alert.time),
            .integer(now), .integer(alert.isSuppressed ? 1 : 0),
          ])
        for message in alert.messages {
          try database.run(
            """
            INSERT OR IGNORE INTO deliveries (context, destination, alert, rule, principal, body)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
              .text(context), .text(message.destination), .text(alert.id), .text(alert.rule),
              .text(alert.principal), .bytes(message.body),
            ])
        }
      }
    }
  }

  /// Forgets what was last seen before a moment, in milliseconds since the epoch, and is delivered.
  package func forgetAlerts(seenBefore moment: Int64) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        """
        DELETE FROM alerts WHERE seen_at < ? AND NOT EXISTS (SELECT 1 FROM deliveries
        WHERE deliveries.context = alerts.context AND deliveries.alert = alerts.alert AND sent_at IS NULL)
        """, [.integer(moment)])
      try database.run("DELETE FROM deliveries WHERE sent_at < ?", [.integer(moment)])
      try database.run("DELETE FROM threads WHERE started_at < ?", [.integer(moment)])
    }
  }
}
