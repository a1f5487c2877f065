import CCurl

/// One request on its way. Only the thread of the transfers touches it.
final class Transfer {
  let line: RequestLine
  private let request: HTTPRequest
  private let route: HTTPRoute
  private let sink: any AnswerSink
  private let start = ContinuousClock.now
  private var head = AnswerHead()
  private var refusal: HTTPError?
  /// Called when it has ended by itself.
  private let isOver: () -> Void
  /// libcurl's side of it, there until the end is reported.
  private(set) var handle: OpaquePointer?

  init(
    _ request: HTTPRequest, _ line: RequestLine, by route: HTTPRoute, into sink: any AnswerSink,
    isOver: @escaping () -> Void
  ) {
    (self.request, self.line, self.route, self.sink, self.isOver) = (request, line, route, sink, isOver)
  }

  /// Hands the request to libcurl.
  /// - Returns: False when there was no memory for it.
  func begin(in loop: OpaquePointer) -> Bool {
    guard let made = iw_http_make(loop, request.method, "\(line.origin)/", line.target) else { return false }
    for header in request.headers {
      iw_http_header(made, header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    if sink.takesGzip { iw_http_header(made, "Accept-Encoding: gzip") }
    // libcurl would wait a second for permission to send a long body, and name a type for one that has none.
    iw_http_header(made, "Expect:")
    if request.headers["Content-Type"] == nil { iw_http_header(made, "Content-Type:") }
    if !request.body.isEmpty || ["POST", "PUT"].contains(request.method) {
      request.body.withUnsafeBytes { iw_http_body(made, $0.baseAddress, $0.count) }
    }
    iw_http_limits(
      made, request.connectLimit.milliseconds, request.timeLimit?.milliseconds ?? 0,
      request.silenceLimit.milliseconds)
    iw_http_way(
      made, route.proxy(for: request, to: line.origin)?.exposed ?? "", route.withoutProxy, route.certificates)
    // The table of transfers holds this object until the end is reported or the handle is dropped, and no handler is called after that.
    guard iw_http_begin(made, Transfer.handlers, Unmanaged.passUnretained(self).toOpaque()) else {
      iw_http_drop(made)
      return false
    }
    handle = made
    return true
  }

  /// Ends it from this side.
  func cancel() {
    if let handle { iw_http_drop(handle) }
    handle = nil
    sink.ended(.cancelled)
  }

  func resume() {
    if let handle { iw_http_resume(handle) }
  }

  private static let handlers = iw_http_handlers(
    line: { context, bytes, count in
      Transfer.of(context)?.take(line: UnsafeRawBufferPointer(start: bytes, count: count))
    },
    body: { context, bytes, count in
      Transfer.of(context)?.take(body: UnsafeRawBufferPointer(start: bytes, count: count)) ?? IW_HTTP_REFUSED
    },
    end: { context, end, message in
      Transfer.of(context)?.ended(end, message.map { String(cString: $0) } ?? "")
    })

  private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private func take(line bytes: UnsafeRawBufferPointer) {
    if head.take(bytes) { sink.began(head) }
  }

  private func take(body bytes: UnsafeRawBufferPointer) -> iw_http_verdict {
    switch sink.take(bytes) {
    case .taken: return IW_HTTP_TAKEN
    case .later: return IW_HTTP_LATER
    case .refused(let error):
      refusal = error
      return IW_HTTP_REFUSED
    }
  }

  private func ended(_ end: iw_http_end, _ message: String) {
    handle = nil
    let failure = TransferFailure(
      request: request, origin: line.origin, route: route, elapsed: start.duration(to: .now))
    sink.ended(end == IW_HTTP_WHOLE ? nil : refusal ?? failure.error(end, message))
    isOver()
  }
}

extension Duration {
  /// Rounded down, at least 1: to libcurl 0 is no limit.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(clamping: seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000))
  }
}
