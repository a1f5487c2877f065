import CExpat

/// One element of a service's answer: STS and the front doors of JSON services write XML.
package struct XMLElement: Equatable, Sendable {
  /// Without the prefix of its namespace.
  package let name: String
  /// The text directly inside, as it stands.
  package fileprivate(set) var text = ""
  package fileprivate(set) var children: [XMLElement] = []

  fileprivate init(name: String) { self.name = name }

  /// The first child of that name.
  package subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  /// This element or the first below it of that name, in the document's order.
  package func first(_ name: String) -> XMLElement? {
    if self.name == name { return self }
    for child in children {
      if let found = child.first(name) { return found }
    }
    return nil
  }
}

extension XMLElement {
  /// The root of a document; nil for what is no XML, has a document type, or is nested deeper than 32 elements.
  package init?(parsing bytes: [UInt8]) {
    let builder = XMLBuilder()
    let handlers = iw_xml_handlers(
      start: { context, name in XMLBuilder.of(context).start(String(cString: name)) },
      text: { context, bytes, count in
        let text = UnsafeRawBufferPointer(start: bytes, count: count)
        XMLBuilder.of(context).text(String(decoding: text, as: UTF8.self))
      },
      end: { context in XMLBuilder.of(context).end() })
    // The builder outlives the call, within which alone the pointer is used.
    let isRead = withExtendedLifetime(builder) {
      bytes.withUnsafeBytes {
        iw_xml_read($0.baseAddress, $0.count, handlers, Unmanaged.passUnretained(builder).toOpaque())
      }
    }
    guard isRead, let root = builder.root else { return nil }
    self = root
  }
}

/// Puts a document together while expat reads it.
private final class XMLBuilder {
  private static let deepest = 32
  private var open: [XMLElement] = []
  private(set) var root: XMLElement?

  static func of(_ context: UnsafeMutableRawPointer) -> XMLBuilder {
    Unmanaged.fromOpaque(context).takeUnretainedValue()
  }

  func start(_ name: String) -> Bool {
    open.append(XMLElement(name: name))
    return open.count <= XMLBuilder.deepest
  }

  func text(_ text: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += text
  }

  func end() {
    guard let done = open.popLast() else { return }
    if open.isEmpty {
      root = done
    } else {
      open[open.count - 1].children.append(done)
    }
  }
}
