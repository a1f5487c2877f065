import Configuration
import Glibc
import Terminal
import Text

/// How the screen looks: its theme, with colours or without, and the signs it may use.
struct Look: Sendable {
  let theme: Theme
  let themeName: String
  let library: ThemeLibrary
  let hasColour: Bool

  /// - Throws: ``UsageError`` for a theme that is not there or has an error, with its file and line.
  init(_ options: CommonOptions, _ configured: Configured = Configured()) throws(UsageError) {
    library = ThemeLibrary { Environment[$0] }
    let named = options.theme ?? Environment.flag("THEME")
    let written = named == nil ? configured.context?.theme : nil
    themeName = named ?? written?.value ?? ThemeLibrary.standard
    hasColour = !options.noColor && !Environment.isSet("NO_COLOR") && Environment["NO_COLOR"] == nil
    do throws(ThemeError) {
      let theme = try library.theme(themeName)
      self.theme = hasColour ? theme : theme.withoutColour
    } catch {
      throw UsageError("\(written.map { configured.name($0.place) } ?? "--theme"): \(error)")
    }
  }

  /// The signs that the locale's character set has.
  static var glyphs: GlyphSet {
    setlocale(LC_ALL, "")
    return String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8" ? .utf8 : .ascii
  }
}
