import Audit
import Terminal
import Testing

@testable import Dashboard

@Suite("Secrets in the details")
struct SecretsTests {
  private let secrets = ["wJalrSECRET", "IQoJbTOKEN", "hunter2"]

  @Test("are not shown, and that they are not is said", arguments: [false, true])
  func hidden(isRaw: Bool) {
    var screen = Screen.opened(Cases.secrets, columns: 200, rows: 60)
    if isRaw { screen.press(.character("r")) }
    let text = screen.model.details.page.paragraphs.map(\.text)
    for secret in secrets { #expect(!text.contains { $0.contains(secret) }) }
    #expect(text.count { $0.contains(JSONOutline.secret) } == 3)
  }

  @Test("access key ids are shown", arguments: [false, true])
  func ids(isRaw: Bool) {
    var screen = Screen.opened(Cases.secrets, columns: 200, rows: 60)
    if isRaw { screen.press(.character("r")) }
    #expect(screen.details.contains { $0.contains("ASIAEXAMPLEKEY") })
  }
}
