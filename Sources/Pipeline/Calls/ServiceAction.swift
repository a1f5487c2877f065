/// An action as IAM names it: the service, a colon, the operation that is called.
package protocol ServiceAction: Sendable {
  var rawValue: String { get }
}

extension ServiceAction {
  /// `events` of `events:DescribeRule`.
  package var service: Substring { rawValue.prefix { $0 != ":" } }
  /// `DescribeRule` of `events:DescribeRule`.
  package var operation: Substring { rawValue.drop { $0 != ":" }.dropFirst() }
}

/// The one action of this program that writes: `pipeline test` asks for it, after having asked a person.
package enum WriteAction: String, ServiceAction {
  case putEvents = "events:PutEvents"
}
