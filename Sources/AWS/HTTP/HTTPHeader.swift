/// One line of a request's or an answer's head.
package struct HTTPHeader: Equatable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [HTTPHeader] {
  /// The first value of a name, whatever its case. Setting one removes all that had the name; setting nil only that.
  package subscript(name: String) -> String? {
    get { first { $0.name.lowercased() == name.lowercased() }?.value }
    set {
      removeAll { $0.name.lowercased() == name.lowercased() }
      if let newValue { append(HTTPHeader(name, newValue)) }
    }
  }
}
