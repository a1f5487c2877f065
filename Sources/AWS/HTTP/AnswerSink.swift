/// What becomes of an answer while it arrives. Called on the thread of the transfers alone, and never again after ``ended(_:)``.
protocol AnswerSink: AnyObject, Sendable {
  /// Whether the body may come packed by gzip: what is read while it arrives may not.
  var takesGzip: Bool { get }

  func began(_ head: AnswerHead)

  /// Bytes of the body as they come, which live until the call returns.
  func take(_ bytes: UnsafeRawBufferPointer) -> BodyVerdict

  /// - Parameter error: nil when the answer is whole.
  func ended(_ error: HTTPError?)
}

/// What the bytes of a body are met with.
enum BodyVerdict {
  case taken
  /// They are to come again when the transfer is resumed.
  case later
  /// The transfer is to end so.
  case refused(HTTPError)
}
