import CloudTrail
import Query
import Text

extension EventLine {
  /// `TIME GLYPH ACCOUNT PRINCIPAL ACTION TARGET ERROR` on one line, without its end; `-` for what is missing, and at the end the reason of
  /// one that has any. Nothing in it acts on a terminal.
  package func text(accountNames: [ExactString: String], glyphs: GlyphSet) -> String {
    let fields =
      [
        time.rfc3339, glyph(glyphs), accountNames[ExactString(account)] ?? account,
        ShownPrincipal.form(of: principal),
        action, target.map(ShownTarget.form) ?? "-", errorCode ?? (isError ? "Failure" : "-"),
      ] + (reason.map { [$0] } ?? [])
    return fields.map { sanitised($0) }.joined(separator: "  ")
  }

  /// The sign of the worst that is known of the event (SCREENS, Glyph before colour).
  private func glyph(_ glyphs: GlyphSet) -> String {
    let isUTF8 = glyphs == .utf8
    switch severity {
    case .critical?: return isUTF8 ? "▲" : "!"
    case .high?: return isUTF8 ? "△" : "^"
    default: return isError ? (isUTF8 ? "✗" : "x") : (isUTF8 ? "·" : ".")
    }
  }
}
