/// `text` as the text of an element or the value of an attribute of an XML 1.0 document: sanitised, so nothing that XML
/// forbids is left, with the five signs of the markup escaped.
package func svgText(_ text: some StringProtocol) -> String {
  var view = String.UnicodeScalarView()
  for scalar in sanitised(text).unicodeScalars {
    switch scalar {
    case "&": view.append(contentsOf: "&amp;".unicodeScalars)
    case "<": view.append(contentsOf: "&lt;".unicodeScalars)
    case ">": view.append(contentsOf: "&gt;".unicodeScalars)
    case "\"": view.append(contentsOf: "&quot;".unicodeScalars)
    case "'": view.append(contentsOf: "&#39;".unicodeScalars)
    default: view.append(scalar)
    }
  }
  return String(view)
}
