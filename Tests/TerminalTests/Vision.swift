import Foundation
import Terminal

/// How colours are seen: contrast as WCAG 2.2 defines it, difference as CIE 1976 does, and what is left of a colour with
/// each kind of colour blindness.
enum Vision: String, CaseIterable {
  case full, protanopia, deuteranopia, tritanopia

  /// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
  /// severity 1.0, for linear RGB.
  private var matrix: [[Double]] {
    switch self {
    case .full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protanopia:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// The distance of two colours as this eye sees them: CIE 1976 dE*ab, of which 2.3 can just be noticed.
  func difference(_ one: Colour, _ other: Colour) -> Double {
    let (a, b) = (lab(one), lab(other))
    return zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  private func lab(_ colour: Colour) -> [Double] {
    let linear = Vision.linear(colour)
    let seen = matrix.map { row in min(1, max(0, zip(row, linear).reduce(0) { $0 + $1.0 * $1.1 })) }
    // sRGB's primaries to CIE XYZ, relative to the white point D65.
    let x = (0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047
    let y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]
    let z = (0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883
    let f = [x, y, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16.0 / 116 }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  private static func linear(_ colour: Colour) -> [Double] {
    [colour.red, colour.green, colour.blue].map { value in
      let share = Double(value) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
  }

  /// The contrast ratio of two colours, 1 to 21.
  static func contrast(_ one: Colour, _ other: Colour) -> Double {
    let weights = [0.2126, 0.7152, 0.0722]
    let shades = [one, other].map { zip(weights, linear($0)).reduce(0.05) { $0 + $1.0 * $1.1 } }
    return max(shades[0], shades[1]) / min(shades[0], shades[1])
  }
}
