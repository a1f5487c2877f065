/// An alert on its way to a destination.
package struct DeliveryRecord: Hashable, Sendable {
  /// The order in which alerts were raised.
  package var place: Int64
  package var alert: String
  package var rule: String
  /// What the rule's alerts are told apart by, spelled as in the ledger.
  package var group: String
  package var principal: String
  /// When it happened, in milliseconds since the epoch.
  package var time: Int64
  package var body: [UInt8]
  /// How often the destination has refused it.
  package var refusals: Int

  package init(
    place: Int64, alert: String, rule: String, group: String, principal: String, time: Int64, body: [UInt8],
    refusals: Int
  ) {
    (self.place, self.alert, self.rule, self.group) = (place, alert, rule, group)
    (self.principal, self.time) = (principal, time)
    (self.body, self.refusals) = (body, refusals)
  }
}

/// What is yet to be delivered, and what was. A row leaves the waiting ones only when its destination has said that it has it.
extension StateFile {
  /// The first alert that waits for a destination and may be tried at `now`, in milliseconds since the epoch.
  package func nextDelivery(
    to destination: String, of context: String, now: Int64
  ) throws(StateError) -> DeliveryRecord? {
    try use { database throws(StateError) in
      var next: DeliveryRecord?
      try database.run(
        """
        SELECT place, alert, deliveries.rule, group_key, principal, time, body, refusals
        FROM deliveries JOIN alerts USING (context, alert)
        WHERE context = ? AND destination = ? AND sent_at IS NULL AND retry_at <= ? ORDER BY place LIMIT 1
        """, [.text(context), .text(destination), .integer(now)]
      ) { row in
        next = DeliveryRecord(
          place: row.integer(0), alert: row.text(1) ?? "", rule: row.text(2) ?? "",
          group: row.text(3) ?? "", principal: row.text(4) ?? "", time: row.integer(5),
          body: row.bytes(6) ?? [], refusals: Int(row.integer(7)))
      }
      return next
    }
  }

  /// The destination has it; its text is no longer needed.
  /// - Parameter thread: the thread that it has begun, and the channel that is in.
  package func finish(
    _ delivery: DeliveryRecord, thread: (channel: String, id: String)? = nil, of context: String,
    at now: Int64
  ) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        "UPDATE deliveries SET sent_at = ?, body = x'' WHERE place = ?",
        [.integer(now), .integer(delivery.place)])
      guard let thread else { return }
      try database.run(
        """
        INSERT OR REPLACE INTO threads (context, channel, rule, principal, thread, started_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          .text(context), .text(thread.channel), .text(delivery.rule), .text(delivery.principal),
          .text(thread.id), .integer(now),
        ])
    }
  }

  /// It is not to be delivered any more. An alert that no destination has, or is to have, was told nobody.
  package func withdraw(_ delivery: DeliveryRecord, of context: String) throws(StateError) {
    try change { database throws(StateError) in
      try database.run("DELETE FROM deliveries WHERE place = ?", [.integer(delivery.place)])
      try database.run(
        """
        UPDATE alerts SET is_suppressed = 1 WHERE context = ? AND alert = ? AND NOT EXISTS
        (SELECT 1 FROM deliveries WHERE deliveries.context = alerts.context AND deliveries.alert = alerts.alert)
        """, [.text(context), .text(delivery.alert)])
    }
  }

  /// The destination refused it, and is not asked again before `moment`, in milliseconds since the epoch.
  package func putAside(_ delivery: DeliveryRecord, until moment: Int64) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        "UPDATE deliveries SET refusals = refusals + 1, retry_at = ? WHERE place = ?",
        [.integer(moment), .integer(delivery.place)])
    }
  }

  /// How many alerts wait, by destination.
  package func waitingDeliveries(of context: String) throws(StateError) -> [String: Int] {
    try use { database throws(StateError) in
      var waiting: [String: Int] = [:]
      try database.run(
        """
        SELECT destination, COUNT(*) FROM deliveries WHERE context = ? AND sent_at IS NULL
        GROUP BY destination
        """, [.text(context)]
      ) { row in waiting[row.text(0) ?? ""] = Int(row.integer(1)) }
      return waiting
    }
  }

  // MARK: Threads

  /// The thread that a rule's alerts about a principal have in a channel, if it was started at `oldest` or later.
  package func thread(
    of delivery: DeliveryRecord, in channel: String, of context: String, since oldest: Int64
  ) throws(StateError) -> String? {
    try use { database throws(StateError) in
      var thread: String?
      try database.run(
        """
        SELECT thread FROM threads WHERE context = ? AND channel = ? AND rule = ? AND principal = ?
        AND started_at >= ?
        """,
        [
          .text(context), .text(channel), .text(delivery.rule), .text(delivery.principal), .integer(oldest),
        ]
      ) { thread = $0.text(0) }
      return thread
    }
  }

  /// Forgets a thread that is gone.
  package func forgetThread(
    of delivery: DeliveryRecord, in channel: String, of context: String
  ) throws(StateError) {
    try change { database throws(StateError) in
      try database.run(
        "DELETE FROM threads WHERE context = ? AND channel = ? AND rule = ? AND principal = ?",
        [.text(context), .text(channel), .text(delivery.rule), .text(delivery.principal)])
    }
  }
}
