/// What a piece of the screen means. A theme gives each role its look; nothing else is coloured.
package enum Role: String, CaseIterable, Sendable {
  case background
  case text
  case dim
  case accent
  case selection
  case rule
  case header
  case good
  case warn
  case high
  case critical
  case chart
  case chartError = "chart-error"
  case chartAlert = "chart-alert"
  case spark
  case new
}
