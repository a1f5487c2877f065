import CYAML

/// One step of libyaml's parser, copied out of its memory.
struct YAMLEvent {
  enum Kind {
    case documentStart, documentEnd
    case scalar(YAMLScalar)
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
    case alias(String)
  }

  let kind: Kind
  let anchor: String?
  let line: Int
  let column: Int

  func error(_ message: String) -> YAMLError { YAMLError(line: line, column: column, message: message) }
}

/// The steps of libyaml's parser through a text, one after the other.
///
/// The pointers: libyaml reads from the text's own bytes, and each event's strings are copied before the next is asked for.
struct YAMLEvents: ~Copyable {
  private let parser: OpaquePointer
  private let limits: YAMLLimits
  private var depth = 0

  /// - Parameter text: stays in place as long as events are asked for.
  init(of text: UnsafeBufferPointer<UInt8>, limits: YAMLLimits) throws(YAMLError) {
    let opened = text.withMemoryRebound(to: CChar.self) { iw_yaml_open($0.baseAddress, $0.count) }
    guard let opened else { throw YAMLError(line: 1, column: 1, message: "out of memory") }
    (parser, self.limits) = (opened, limits)
  }

  deinit { iw_yaml_close(parser) }

  /// The next event; nil at the end.
  ///
  /// Stops as soon as the depth allowed is passed: libyaml's own time grows with its square.
  mutating func next() throws(YAMLError) -> YAMLEvent? {
    var raw = iw_yaml_event()
    iw_yaml_next(parser, &raw)
    if raw.kind == IW_YAML_END { return nil }
    let (line, column) = (Int(raw.line), Int(raw.column))
    guard let kind = YAMLEvent.Kind(raw) else {
      throw YAMLError(line: line, column: column, message: raw.text)
    }
    let event = YAMLEvent(
      kind: kind, anchor: raw.anchor.map { String(cString: $0) }, line: line, column: column)
    depth += kind.step
    guard depth <= limits.depth else { throw event.error("nested more than \(limits.depth) levels deep") }
    return event
  }
}

extension iw_yaml_event {
  fileprivate var text: String {
    value.withMemoryRebound(to: UInt8.self, capacity: length) { start in
      String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
    }
  }
}

extension YAMLEvent.Kind {
  /// How many levels deeper it goes on after this event.
  fileprivate var step: Int {
    switch self {
    case .sequenceStart, .mappingStart: 1
    case .sequenceEnd, .mappingEnd: -1
    default: 0
    }
  }

  /// The kind of `raw`, or nil for an error.
  fileprivate init?(_ raw: iw_yaml_event) {
    switch raw.kind {
    case IW_YAML_DOCUMENT_START: self = .documentStart
    case IW_YAML_DOCUMENT_END: self = .documentEnd
    case IW_YAML_SCALAR: self = .scalar(YAMLScalar(text: raw.text, isPlain: raw.is_plain == 1))
    case IW_YAML_SEQUENCE_START: self = .sequenceStart
    case IW_YAML_SEQUENCE_END: self = .sequenceEnd
    case IW_YAML_MAPPING_START: self = .mappingStart
    case IW_YAML_MAPPING_END: self = .mappingEnd
    case IW_YAML_ALIAS: self = .alias(String(cString: raw.anchor))
    default: return nil
    }
  }
}
