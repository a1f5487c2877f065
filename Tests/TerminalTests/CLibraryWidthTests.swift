import CNcurses
import Glibc
import Testing

@testable import Text

@Suite("The canvas and ncurses") struct CLibraryWidthTests {
  @Test("every scalar the C library knows has the same width on the canvas")
  func agreesWithTheCLibrary() throws {
    let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
    defer { freelocale(locale) }
    let before = uselocale(locale)
    defer { uselocale(before) }
    var differences: [String] = []
    // Inside the large scripts all scalars are alike: their edges stand for them.
    let blocks: [ClosedRange<UInt32>] = [
      0x20...0x3410, 0x4DB0...0x4E10, 0x9FF0...0xAC10, 0xD790...0xDFFF, 0xF900...0x13500, 0x16800...0x17010,
      0x187E0...0x18D10, 0x1AFF0...0x20010, 0x2F800...0x2FA20, 0x30000...0x30010,
    ]
    for value in blocks.joined() {
      guard let scalar = Unicode.Scalar(value), let ours = width(scalar) else { continue }
      let theirs = Int(iw_scalar_width(value))
      // -1: newer than the library; the screen replaces it.
      if theirs >= 0, theirs != ours { differences.append(String(value, radix: 16)) }
    }
    // U+1171E became a nonspacing mark after the C library of Debian 12; the screen leaves out a mark it does not know as one.
    #expect(differences.filter { $0 != "1171e" }.isEmpty)
  }

  /// The columns the canvas gives `scalar`, or nil when it is not drawn as it is.
  private func width(_ scalar: Unicode.Scalar) -> Int? {
    switch ScalarClass(scalar) {
    case .spacing(let width): Int(width)
    case .mark: 0
    case .presentation, .skinTone, .replaced: nil
    }
  }
}
