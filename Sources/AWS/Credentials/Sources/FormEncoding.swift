/// Names and values as a form's or a query's text: everything but the unreserved letters of RFC 3986 is escaped.
func formEncoded(_ pairs: [(String, String)]) -> String {
  pairs.map { "\(percentEncoded($0.0.utf8))=\(percentEncoded($0.1.utf8))" }.joined(separator: "&")
}
