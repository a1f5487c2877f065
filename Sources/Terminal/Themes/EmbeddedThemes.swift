/// The files of `themes/`, byte for byte: the program works copied alone. A test fails when the two differ.
let embeddedThemes: [(name: String, yaml: String)] = [
  (
    "dark",
    #"""
    # For terminals with a dark ground. Every text colour has a contrast of at least 4.5:1 on the ground.
    name: dark
    roles:
      background: {colour: "#101418", ansi: black}
      text: {colour: "#d3d9e0", ansi: white}
      dim: {colour: "#9aa4b0", ansi: white}
      accent: {colour: "#6cb6ff", ansi: bright-cyan}
      selection: {colour: "#1a2836", ansi: blue}
      rule: {colour: "#8f99a4", ansi: white}
      header: {colour: "#f0f4f8", ansi: bright-white}
      good: {colour: "#6fd08c", ansi: bright-green}
      warn: {colour: "#e3c265", ansi: bright-yellow}
      high: {colour: "#ff9e64", ansi: bright-yellow, bold: true}
      critical: {colour: "#ff7b85", ansi: bright-red, bold: true}
      chart: {colour: "#5aa2d8", ansi: cyan}
      chart-error: {colour: "#e3c265", ansi: bright-yellow}
      chart-alert: {colour: "#ff7b85", ansi: bright-red}
      spark: {colour: "#7fa8c9", ansi: cyan}
      new: {colour: "#d2a8ff", ansi: bright-magenta, bold: true}

    """#
  ),
  (
    "light",
    #"""
    # For terminals with a light ground. Every text colour has a contrast of at least 4.5:1 on the ground.
    name: light
    roles:
      background: {colour: "#fbfbf8", ansi: bright-white}
      text: {colour: "#24292f", ansi: black}
      dim: {colour: "#4a535e", ansi: black}
      accent: {colour: "#0550ae", ansi: blue}
      selection: {colour: "#dce9f8", ansi: cyan}
      rule: {colour: "#4f5964", ansi: black}
      header: {colour: "#0b0f14", ansi: black, bold: true}
      good: {colour: "#116329", ansi: green}
      warn: {colour: "#6b4700", ansi: magenta}
      high: {colour: "#8a2f00", ansi: red}
      critical: {colour: "#b3151f", ansi: red, bold: true}
      chart: {colour: "#1a5a8e", ansi: blue}
      chart-error: {colour: "#6b4700", ansi: magenta}
      chart-alert: {colour: "#b3151f", ansi: red}
      spark: {colour: "#2b567c", ansi: blue}
      new: {colour: "#5f1f96", ansi: magenta, bold: true}

    """#
  ),
  (
    "high-contrast",
    #"""
    # Black and white with few strong colours, each at least 7:1 on the ground.
    name: high-contrast
    roles:
      background: {colour: "#000000", ansi: black}
      text: {colour: "#ffffff", ansi: bright-white}
      dim: {colour: "#d0d0d0", ansi: white}
      accent: {colour: "#5fd7ff", ansi: bright-cyan, bold: true}
      selection: {colour: "#00004f", ansi: blue, bold: true}
      rule: {colour: "#ffffff", ansi: bright-white}
      header: {colour: "#ffffff", ansi: bright-white, bold: true}
      good: {colour: "#5fff5f", ansi: bright-green}
      warn: {colour: "#ffff00", ansi: bright-yellow}
      high: {colour: "#ffaf00", ansi: bright-yellow, bold: true}
      critical: {colour: "#ff9b9b", ansi: bright-red, bold: true, underline: true}
      chart: {colour: "#ffffff", ansi: bright-white}
      chart-error: {colour: "#ffff00", ansi: bright-yellow}
      chart-alert: {colour: "#ff9b9b", ansi: bright-red}
      spark: {colour: "#ffffff", ansi: bright-white}
      new: {colour: "#ff87ff", ansi: bright-magenta, bold: true}

    """#
  ),
  (
    "colour-blind",
    #"""
    # Blue against orange and yellow, after the palette of Okabe and Ito, lightened for a dark ground: told apart with
    # protanopia, deuteranopia and tritanopia. No meaning rests on red against green.
    name: colour-blind
    roles:
      background: {colour: "#101418", ansi: black}
      text: {colour: "#dde2e7", ansi: white}
      dim: {colour: "#a0a9b3", ansi: white}
      accent: {colour: "#56b4e9", ansi: bright-cyan}
      selection: {colour: "#1a2a3c", ansi: blue}
      rule: {colour: "#959ea8", ansi: white}
      header: {colour: "#ffffff", ansi: bright-white}
      good: {colour: "#56b4e9", ansi: bright-cyan}
      warn: {colour: "#f0e442", ansi: bright-yellow}
      high: {colour: "#e69f00", ansi: yellow, bold: true}
      critical: {colour: "#ff7058", ansi: bright-red, bold: true, underline: true}
      chart: {colour: "#5caad8", ansi: cyan}
      chart-error: {colour: "#f0e442", ansi: bright-yellow}
      chart-alert: {colour: "#ff7058", ansi: bright-red}
      spark: {colour: "#8fb8d6", ansi: cyan}
      new: {colour: "#e5a3c8", ansi: bright-magenta, bold: true}

    """#
  ),
  (
    "sixteen",
    #"""
    # The terminal's own sixteen colours on its own ground: follows the person's palette, dark or light.
    name: sixteen
    roles:
      accent: {ansi: cyan}
      selection: {reverse: true}
      header: {bold: true}
      good: {ansi: green}
      warn: {ansi: yellow}
      high: {ansi: yellow, bold: true}
      critical: {ansi: red, bold: true}
      chart: {ansi: cyan}
      chart-error: {ansi: yellow}
      chart-alert: {ansi: red}
      spark: {ansi: cyan}
      new: {ansi: magenta, bold: true}

    """#
  ),
  (
    "monochrome",
    #"""
    # Attributes only; what NO_COLOR and --no-color show.
    name: monochrome
    roles:
      accent: {underline: true}
      selection: {reverse: true}
      header: {bold: true}
      high: {bold: true}
      critical: {bold: true, underline: true}
      chart-error: {bold: true}
      chart-alert: {bold: true, underline: true}
      new: {bold: true}

    """#
  ),
]
