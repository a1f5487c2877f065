/// What a server answered. Its body may hold secrets, and so nothing prints it.
package struct HTTPAnswer: Sendable, CustomStringConvertible, CustomReflectable {
  package let status: Int
  package let headers: [HTTPHeader]
  package let body: [UInt8]

  package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package var description: String { "status \(status), \(body.count) bytes" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
