import Terminal
import Testing

@testable import Dashboard

@Suite("The code of an MFA device is asked for on the screen")
struct CodeQuestionTests {
  private func asked() -> Screen {
    var screen = Screen()
    screen.send(.codeWanted(number: 7, serial: "arn:aws:iam::111122223333:mfa/alice"))
    return screen
  }

  private func shows(_ screen: Screen, _ text: String) -> Bool { screen.lines.contains { $0.contains(text) } }

  @Test("it names the device and does not show what is typed")
  func hidden() {
    var screen = asked()
    #expect(shows(screen, "MFA code for arn:aws:iam::111122223333:mfa/alice"))
    screen.type("918273")
    #expect(shows(screen, "******") && !shows(screen, "918273"))
  }

  @Test("enter gives the code, and the screen is as before")
  func given() {
    var screen = asked()
    let before = Screen().lines
    screen.type("918273")
    screen.press(.enter)
    #expect(screen.said.contains(.answerCode(number: 7, "918273")))
    #expect(screen.lines == before)
  }

  @Test("what is no code is not given")
  func incomplete() {
    var screen = asked()
    screen.type("91q273")
    screen.press(.enter)
    #expect(!screen.said.contains { if case .answerCode = $0 { true } else { false } })
    #expect(shows(screen, "MFA code for"))
  }

  @Test("esc gives none")
  func refused() {
    var screen = asked()
    screen.press(.escape)
    #expect(screen.said.contains(.answerCode(number: 7, nil)))
    #expect(!shows(screen, "MFA code for"))
  }

  @Test("it waits until the filter is written")
  func waits() {
    var screen = Screen()
    screen.press(.character("/"))
    screen.send(.codeWanted(number: 1, serial: "device"))
    screen.type("123456")
    #expect(!shows(screen, "MFA code for"))
    screen.press(.escape)
    #expect(shows(screen, "MFA code for device"))
  }

  @Test("several are asked one after the other")
  func several() {
    var screen = asked()
    screen.send(.codeWanted(number: 8, serial: "second"))
    screen.type("111111")
    screen.press(.enter)
    #expect(shows(screen, "MFA code for second"))
    screen.type("222222")
    screen.press(.enter)
    let answers = screen.said.filter { if case .answerCode = $0 { true } else { false } }
    #expect(answers == [.answerCode(number: 7, "111111"), .answerCode(number: 8, "222222")])
  }
}
