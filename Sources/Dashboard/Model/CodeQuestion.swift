/// A question for the code of an MFA device. What is typed is not shown, as on the terminal.
struct CodeQuestion: Sendable {
  let number: Int
  /// The device's serial number or ARN; it may be hostile text.
  let serial: String
  var editor = LineEditor(text: "")

  /// 6 digits, or more (AssumeRole, `TokenCode`: 6); nil while it is none.
  var code: String? {
    let text = editor.text
    return text.utf8.count >= 6 && text.allSatisfy { $0.isASCII && $0.isNumber } ? text : nil
  }

  /// The line as it is shown.
  var hidden: LineEditor { LineEditor(text: String(repeating: "*", count: editor.text.count)) }
}
