/// A piece of JSON with holes: `${role}` is the scene's value or, where it has none, one of the organisation's;
/// `${uuid}`, `${id}`, `${token}`, `${created}`, `${expires}` are made up on the spot.
///
/// Values are written as they stand: the demo's own, none of which holds a character that JSON escapes.
struct DemoTemplate: Sendable {
  private enum Part: Sendable {
    case text([UInt8])
    case field(DemoField)
    case uuid, id, token, created, expires
  }

  private let parts: [Part]

  init(_ source: some StringProtocol) {
    var parts: [Part] = []
    var rest = Substring(source)
    while let open = rest.firstIndex(of: "$") {
      let close = rest[open...].firstIndex(of: "}") ?? rest.index(before: rest.endIndex)
      parts.append(.text(Array(rest[..<open].utf8)))
      parts.append(Self.hole(rest[rest.index(open, offsetBy: 2)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(Array(rest.utf8)))
    self.parts = parts
  }

  private static let fields: [(name: String, field: DemoField)] = DemoField.allCases.map { ("\($0)", $0) }

  private static func hole(_ name: Substring) -> Part {
    switch name {
    case "uuid": return .uuid
    case "id": return .id
    case "token": return .token
    case "created": return .created
    case "expires": return .expires
    default:
      // An unknown name stays readable in the record, where a test looks for it.
      guard let known = fields.first(where: { $0.name == name }) else {
        return .text(Array("${\(name)}".utf8))
      }
      return .field(known.field)
    }
  }

  /// Appends the JSON for one call at `time` (milliseconds, UTC) to `buffer`.
  func write(
    _ scene: DemoScene, at time: Int64, of organisation: DemoOrganisation, random: inout DemoRandom,
    into buffer: inout [UInt8]
  ) {
    for part in parts {
      switch part {
      case .text(let bytes): buffer.append(contentsOf: bytes)
      case .field(let field):
        let value = scene[field]
        let text = value.isEmpty ? organisation.any(field, near: scene, random: &random) : value
        buffer.append(contentsOf: text.utf8)
      case .uuid: DemoText.writeUUID(random: &random, into: &buffer)
      case .id: DemoText.writeIdentifier(length: 17, random: &random, into: &buffer)
      case .token: organisation.writeToken(for: scene[.aKey], into: &buffer)
      case .created: DemoClock.writeSpokenDate(time, into: &buffer)
      case .expires: DemoClock.writeSpokenDate(time + 3_600_000, into: &buffer)
      }
    }
  }

  /// Appends the JSON with the scene's own values only.
  func writeKnown(_ scene: DemoScene, into buffer: inout [UInt8]) {
    for part in parts {
      switch part {
      case .text(let bytes): buffer.append(contentsOf: bytes)
      case .field(let field): buffer.append(contentsOf: scene[field].utf8)
      case .uuid, .id, .token, .created, .expires: break
      }
    }
  }
}
