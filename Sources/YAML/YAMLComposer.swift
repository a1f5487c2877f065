/// Builds the trees of a text's documents from its events, whose depth is bounded but for aliases.
struct YAMLComposer: ~Copyable {
  private var events: YAMLEvents
  private let limits: YAMLLimits
  /// The event that is to be taken.
  private var next: YAMLEvent?
  private var nodes = 0
  private var depth = 0
  private var anchors: [String: (node: YAMLNode, size: Int)] = [:]

  init(events: consuming YAMLEvents, limits: YAMLLimits) throws(YAMLError) {
    self.events = events
    self.limits = limits
    next = try self.events.next()
  }

  mutating func documents() throws(YAMLError) -> [YAMLNode] {
    var documents: [YAMLNode] = []
    while next != nil {
      _ = try take()  // the document's start
      anchors = [:]
      documents.append(try node())
      _ = try take()  // and its end
    }
    return documents
  }

  private func peek() throws(YAMLError) -> YAMLEvent {
    guard let next else {
      throw YAMLError(line: 1, column: 1, message: "it ends in the middle of a document")
    }
    return next
  }

  private mutating func take() throws(YAMLError) -> YAMLEvent {
    let event = try peek()
    next = try events.next()
    return event
  }

  private mutating func node() throws(YAMLError) -> YAMLNode {
    let event = try take()
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
      if case .sequenceEnd = try peek().kind { break }
      elements.append(try node())
    }
    _ = try take()
    return elements
  }

  private mutating func entries() throws(YAMLError) -> [YAMLEntry] {
    depth += 1
    defer { depth -= 1 }
    var entries: [YAMLEntry] = []
    var keys = SeenKeys()
    while true {
      let event = try peek()
      if case .mappingEnd = event.kind { break }
      guard let key = try node().scalar?.text else {
        throw event.error("a key must be a single word or text, not a list or a mapping")
      }
      guard keys.insert(key) else { throw event.error("the key \"\(key)\" is written twice in this mapping") }
      entries.append(YAMLEntry(key: key, line: event.line, column: event.column, value: try node()))
    }
    _ = try take()
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
      if list.contains(where: { $0.hasBytes(of: key) }) { return false }
      list.append(key)
      return true
    }
    if set.isEmpty { set = Set(list.map { Array($0.utf8) }) }
    return set.insert(Array(key.utf8)).inserted
  }
}
