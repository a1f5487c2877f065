/// A file that `render` writes.
package struct RenderedFile: Hashable, Sendable {
  /// Below the folder that is rendered into, its parts joined by slashes.
  package let path: String
  package let text: String

  package init(_ path: String, _ text: String) { (self.path, self.text) = (path, text) }
}
