/// The short form in which what an action acted on is shown: of an ARN its resource, of IAM's without their path.
package enum ShownTarget {
  /// `arn:aws:iam::ID:policy/path/Name` becomes `policy/Name`, `arn:aws:cloudtrail:R:ID:trail/T` `trail/T`; a name stays.
  package static func form(of target: String) -> String {
    let short = ShownPrincipal.form(of: target)
    guard short.utf8.starts(with: "arn:".utf8) else { return short }
    let parts = short.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, !parts[5].isEmpty else { return short }
    let path = parts[5].split(separator: "/")
    guard parts[2] == "iam", path.count > 2, let kind = path.first, let name = path.last else {
      return String(parts[5])
    }
    return "\(kind)/\(name)"
  }
}

/// The short form in which a principal is shown; exports keep the whole key.
package enum ShownPrincipal {
  /// `arn:aws:iam::ID:role/path/Name` becomes `role/Name`, a user `user/Name`, the root user `root`; any other key stays.
  package static func form(of key: String) -> String {
    let bytes = Array(key.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      withUTF8(of: buffer) { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// Calls `body` with the shown form of a key's UTF-8; copies only where a path is left out of the middle.
  package static func withUTF8<Result>(
    of key: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    guard let resource = iamResource(in: key) else { return try body(key) }
    let whole = UnsafeBufferPointer(rebasing: key[resource...])
    guard let kindEnd = whole.firstIndex(of: slash), let nameStart = whole.lastIndex(of: slash) else {
      return try body(whole)
    }
    if kindEnd == nameStart { return try body(whole) }
    let shown = Array(whole[...kindEnd]) + whole[(nameStart + 1)...]
    return try shown.withUnsafeBufferPointer(body)
  }

  private static let slash = UInt8(ascii: "/")

  /// Where the resource of an IAM ARN begins (`arn:PARTITION:iam::ACCOUNT:RESOURCE`), nil unless it is a named role or user or
  /// the root user.
  private static func iamResource(in key: UnsafeBufferPointer<UInt8>) -> Int? {
    guard key.starts(with: "arn:".utf8) else { return nil }
    var colons = 0
    for index in key.indices where key[index] == UInt8(ascii: ":") {
      colons += 1
      if colons == 2, !key[(index + 1)...].starts(with: "iam::".utf8) { return nil }
      if colons == 5 { return isShortened(key[(index + 1)...]) ? index + 1 : nil }
    }
    return nil
  }

  private static func isShortened(_ resource: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    if resource.elementsEqual("root".utf8) { return true }
    let named = resource.starts(with: "role/".utf8) || resource.starts(with: "user/".utf8)
    return named && resource.last != slash
  }
}
