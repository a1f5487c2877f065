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

  /// The events of `text` without the stream's end.
  ///
  /// Stops as soon as `limits` are passed: libyaml's own time grows with the square of the depth.
  ///
  /// The pointers: libyaml reads from `text`'s own bytes, which stay in place inside the closure, and each event's
  /// strings are copied before the next is asked for.
  static func all(of text: String, limits: YAMLLimits) throws(YAMLError) -> [YAMLEvent] {
    var text = text
    let result: Result<[YAMLEvent], YAMLError> = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let parser = iw_yaml_open(characters.baseAddress, characters.count) else {
          return .failure(YAMLError(line: 1, column: 1, message: "out of memory"))
        }
        defer { iw_yaml_close(parser) }
        return read(parser, limits)
      }
    }
    return try result.get()
  }

  private static func read(_ parser: OpaquePointer, _ limits: YAMLLimits) -> Result<[YAMLEvent], YAMLError> {
    var events: [YAMLEvent] = []
    var depth = 0
    while true {
      var raw = iw_yaml_event()
      iw_yaml_next(parser, &raw)
      if raw.kind == IW_YAML_END { return .success(events) }
      let place = (line: Int(raw.line), column: Int(raw.column))
      guard let kind = Kind(raw) else {
        return .failure(YAMLError(line: place.line, column: place.column, message: value(of: raw)))
      }
      let event = YAMLEvent(
        kind: kind, anchor: raw.anchor.map { String(cString: $0) }, line: place.line, column: place.column)
      depth += kind.step
      guard depth <= limits.depth else {
        return .failure(event.error("nested more than \(limits.depth) levels deep"))
      }
      // Two for each document and two for each collection, at most.
      guard events.count <= 4 * limits.nodes else {
        return .failure(event.error("more than \(limits.nodes) values"))
      }
      events.append(event)
    }
  }

  fileprivate static func value(of raw: iw_yaml_event) -> String {
    raw.value.withMemoryRebound(to: UInt8.self, capacity: raw.length) { start in
      String(decoding: UnsafeBufferPointer(start: start, count: raw.length), as: UTF8.self)
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
    case IW_YAML_SCALAR:
      self = .scalar(YAMLScalar(text: YAMLEvent.value(of: raw), isPlain: raw.is_plain == 1))
    case IW_YAML_SEQUENCE_START: self = .sequenceStart
    case IW_YAML_SEQUENCE_END: self = .sequenceEnd
    case IW_YAML_MAPPING_START: self = .mappingStart
    case IW_YAML_MAPPING_END: self = .mappingEnd
    case IW_YAML_ALIAS: self = .alias(String(cString: raw.anchor))
    default: return nil
    }
  }
}
