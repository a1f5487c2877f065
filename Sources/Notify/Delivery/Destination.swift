import State

/// Where alerts are sent.
package protocol Destination: Sendable {
  /// Its name in the ledger, in metrics and in what is told: no secret, and the same in every run.
  var name: String { get }
  /// The place within the destination that alerts of one kind share a thread in; nil where there are none.
  var channel: String? { get }
  /// How many messages a second it takes.
  var messagesPerSecond: Double { get }

  /// What it is to get of an alert.
  func body(of alert: RaisedAlert, accountName: String?) -> [UInt8]

  /// Sends what ``body(of:accountName:)`` made.
  /// - Parameter thread: the thread to go into; nil begins one.
  func deliver(_ delivery: DeliveryRecord, in thread: String?) async -> DeliveryOutcome
}

/// What became of a message.
package enum DeliveryOutcome: Equatable, Sendable {
  /// The destination has it, and names the thread that it has begun.
  case delivered(thread: String?)
  /// It may have it or not: no answer came, or one that says to ask later, and then for how long at least it asks for quiet.
  case later(String, quiet: Duration = .zero)
  /// It knows neither the address nor the token: whoever is told gives it another, and then it may take the message.
  case secretRefused(String)
  /// It does not take this one, but may take others.
  case refused(String)
  /// The thread is gone; the message may begin a new one.
  case threadGone
}
