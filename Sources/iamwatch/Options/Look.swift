import Configuration
import Glibc
import Terminal
import Text

/// How the screen looks: its theme, with colours or without, and the signs it may use.
struct Look: Sendable {
  /// The theme chosen, with its colours.
  private let chosen: Theme
  /// The theme as it may be shown.
  var theme: Theme { inkable(chosen) }
  let themeName: String
  let library: ThemeLibrary
  let hasColour: Bool
  /// The theme was asked for: no remembered one takes its place.
  var isChosen = false

  /// - Throws: ``UsageError`` for a theme that is not there or has an error, with its file and line.
  init(_ options: CommonOptions, _ configured: Configured = Configured()) throws(UsageError) {
    library = ThemeLibrary { Environment[$0] }
    let named = options.theme ?? Environment.flag("THEME")
    let written = named == nil ? configured.context?.theme : nil
    themeName = named ?? written?.value ?? ThemeLibrary.standard
    isChosen = named != nil
    hasColour = !options.noColor && !Environment.isSet("NO_COLOR") && Environment["NO_COLOR"] == nil
    do throws(ThemeError) {
      chosen = try library.theme(themeName)
    } catch {
      throw UsageError("\(written.map { configured.name($0.place) } ?? "--theme"): \(error)")
    }
  }

  /// This look in another theme; nil when there is none of this name that can be used.
  func inTheme(_ name: String) -> Look? {
    guard let found = try? library.theme(name) else { return nil }
    return Look(chosen: found, themeName: name, library: library, hasColour: hasColour)
  }

  /// A theme as it may be shown: without colours where they are not wanted.
  func inkable(_ theme: Theme) -> Theme { hasColour ? theme : theme.withoutColour }

  private init(chosen: Theme, themeName: String, library: ThemeLibrary, hasColour: Bool) {
    (self.chosen, self.themeName, self.library, self.hasColour) = (chosen, themeName, library, hasColour)
  }

  /// The signs that the locale's character set has.
  static var glyphs: GlyphSet {
    setlocale(LC_ALL, "")
    return String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8" ? .utf8 : .ascii
  }
}
