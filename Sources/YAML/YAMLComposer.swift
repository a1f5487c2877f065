/// Builds the trees of a text's documents from its events, whose depth is bounded but for aliases.
struct YAMLComposer {
  private let events: [YAMLEvent]
  private let limits: YAMLLimits
  private var position = 0
  private var nodes = 0
  private var depth = 0
  private var anchors: [String: (node: YAMLNode, size: Int)] = [:]

  init(events: [YAMLEvent], limits: YAMLLimits) {
    self.events = events
    self.limits = limits
  }

  mutating func documents() throws(YAMLError) -> [YAMLNode] {
    var documents: [YAMLNode] = []
    while position < events.count {
      position += 1  // the document's start
      anchors = [:]
      documents.append(try node())
      position += 1  // and its end
    }
    return documents
  }

  private mutating func take() -> YAMLEvent {
    defer { position += 1 }
    return events[position]
  }

  private mutating func node() throws(YAMLError) -> YAMLNode {
    let event = take()
    let before = nodes
    let content: YAMLNode.Content
    switch event.kind {
    case .scalar(let scalar): content = .scalar(scalar)
    case .sequenceStart: content = .sequence(try elements())
    case .mappingStart: content = .mapping(try entries())
    case .alias(let name): return try target(of: name, at: event)
    default: throw event.error("a value was expected here")
    }
    try count(1, at: event)
    let node = YAMLNode(content: content, line: event.line, column: event.column)
    if let anchor = event.anchor { anchors[anchor] = (node, nodes - before) }
    return node
  }

  private mutating func elements() throws(YAMLError) -> [YAMLNode] {
    depth += 1
    defer { depth -= 1 }
    var elements: [YAMLNode] = []
    while true {
      if case .sequenceEnd = events[position].kind { break }
      elements.append(try node())
    }
    position += 1
    return elements
  }

  private mutating func entries() throws(YAMLError) -> [YAMLEntry] {
    depth += 1
    defer { depth -= 1 }
    var entries: [YAMLEntry] = []
    var keys = SeenKeys()
    while true {
      let event = events[position]
      if case .mappingEnd = event.kind { break }
      guard let key = try node().scalar?.text else {
        throw event.error("a key must be a single word or text, not a list or a mapping")
      }
      guard keys.insert(key) else {
        throw event.error("the key \"\(key)\" is written twice in this mapping")
      }
      let value = try node()
      entries.append(YAMLEntry(key: key, line: event.line, column: event.column, value: value))
    }
    position += 1
    return entries
  }

  private mutating func target(of name: String, at event: YAMLEvent) throws(YAMLError) -> YAMLNode {
    guard let anchored = anchors[name] else {
      throw event.error("the alias *\(name) has no anchor &\(name) before it")
    }
    try count(anchored.size, at: event)
    guard depth + anchored.node.height <= limits.depth else {
      throw event.error("nested more than \(limits.depth) levels deep")
    }
    return anchored.node
  }

  private mutating func count(_ more: Int, at event: YAMLEvent) throws(YAMLError) {
    nodes += more
    guard nodes <= limits.nodes else {
      throw event.error("more than \(limits.nodes) values, aliases counted with what they stand for")
    }
  }
}

extension YAMLNode {
  /// The collections inside one another, itself included.
  fileprivate var height: Int {
    switch content {
    case .scalar: 0
    case .sequence(let nodes): 1 + (nodes.lazy.map(\.height).max() ?? 0)
    case .mapping(let entries): 1 + (entries.lazy.map(\.value.height).max() ?? 0)
    }
  }
}

/// The keys of a mapping, compared by their bytes. Most mappings have so few that comparing them costs less than hashing them.
private struct SeenKeys {
  private static let few = 12

  private var list: [String] = []
  private var set: Set<[UInt8]> = []

  /// Whether a key is new.
  mutating func insert(_ key: String) -> Bool {
    guard list.count == SeenKeys.few else {
      if list.contains(where: { $0.utf8.elementsEqual(key.utf8) }) { return false }
      list.append(key)
      return true
    }
    if set.isEmpty { set = Set(list.map { Array($0.utf8) }) }
    return set.insert(Array(key.utf8)).inserted
  }
}
