import CloudTrail

extension HTTPAnswer {
  /// When the server says that it answered.
  package var date: Timestamp? { headers["Date"].flatMap(httpDate) }

  /// How far the server's clock is ahead of one that says `now`; nil where the answer does not tell.
  func clockAhead(of now: Timestamp) -> Duration? {
    guard let date else { return nil }
    let (ahead, isTooFar) = date.milliseconds.subtractingReportingOverflow(now.milliseconds)
    return isTooFar ? nil : .milliseconds(ahead)
  }
}

/// A time in the one form in which headers are generated: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7). Nil for anything else.
func httpDate(_ text: String) -> Timestamp? {
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let words = text.split(separator: " ", omittingEmptySubsequences: false)
  guard words.count == 6, words[0].utf8.count == 4, words[5] == "GMT", words[1].utf8.count == 2,
    words[3].utf8.count == 4, words[4].utf8.count == 8, let month = months.firstIndex(of: String(words[2]))
  else { return nil }
  let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
  return Timestamp("\(words[3])-\(number)-\(words[1])T\(words[4])Z")
}
