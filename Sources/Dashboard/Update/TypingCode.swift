import Terminal

/// Asking for the codes of MFA devices.
extension Model {
  /// The question that takes the keys: it waits until whoever writes a line has done so.
  var askedCode: CodeQuestion? {
    let isWriting =
      palette != nil || filter.editor != nil || marks.editor != nil || deciding != nil || overlay == .export
      || details.search.editor != nil
    return isWriting ? nil : codes.first
  }

  /// Lets the code that is written take a key.
  mutating func typeCode(_ key: Key) -> [Command] {
    switch key {
    case .escape:
      let question = codes.removeFirst()
      return [.answerCode(number: question.number, nil)]
    case .enter:
      guard let code = codes[0].code else { return [.bell] }
      let question = codes.removeFirst()
      return [.answerCode(number: question.number, code)]
    default: return codes[0].editor.take(key, history: []) ? [] : [.bell]
    }
  }
}
