import Audit
import CloudTrail
import Terminal
import Testing

@testable import Dashboard

@Suite("Policies in the details")
struct PolicyDetailsTests {
  @Test("the sentence names the policy and the worst of what is in it")
  func summary() {
    let text = Screen.opened(Cases.policy, columns: 200).details
    #expect(
      text.contains(
        "with inline policy export   △ iam:PassRole for any role   △ allows *:* (conditional)"))
  }

  @Test("the policy is written out with its marks, the request only says so")
  func written() {
    let text = Screen.opened(Cases.policy, columns: 200).details
    #expect(text.contains("    Action: iam:PassRole   △ iam:PassRole for any role"))
    #expect(text.contains("policyDocument: (the policy above)"))
  }

  @Test("foreign accounts and everybody are named, known accounts are not")
  func trust() {
    let text = Screen.opened(Cases.trust, columns: 200).details
    #expect(text.contains("        - arn:aws:iam::999988887777:root   △ foreign account 999988887777"))
    #expect(text.contains("        - arn:aws:iam::222233334444:role/Deploy"))
    #expect(text.contains("    Principal: *   ▲ anyone"))
  }

  @Test("an account that the settings name is not foreign")
  func known() {
    let names = [ExactString("999988887777"): "partner"]
    let text = Screen.opened(Cases.trust, columns: 200, settings: Story.settings(names: names)).details
    #expect(!text.contains { $0.contains("foreign account 999988887777") })
    #expect(text.contains { $0.contains("foreign account 222233334444") })
  }

  @Test("a policy of AWS's that opens everything is marked where it is given, not where it is taken")
  func managed() {
    func text(_ action: String) -> [String] {
      var world = Story.world
      let place = world.events.firstIndex { $0.action == "iam:AttachUserPolicy" } ?? 0
      world.events[place].action = action
      world.events.removeSubrange((place + 1)...)
      return Screen.opened(world).details
    }
    #expect(text("iam:AttachUserPolicy").contains("with AdministratorAccess   ▲ allows *:*"))
    #expect(text("iam:DetachUserPolicy").contains("with AdministratorAccess"))
  }

  @Test("d shows what was added and removed, and the event it compares with; d again the whole")
  func difference() {
    var screen = Screen.opened(Cases.policy, columns: 200, rows: 60)
    let whole = screen.details
    #expect(
      whole.contains("+7 -1 since 2026-10-19T14:03:21Z, iam:PutRolePolicy by role/Deploy   (d)"))
    screen.press(.character("d"))
    let text = screen.details
    #expect(
      text.contains(
        "compared with 2026-10-19T14:03:21Z, iam:PutRolePolicy by role/Deploy"))
    #expect(text.contains("-     Resource: arn:aws:iam::111122223333:role/export-task"))
    #expect(text.contains("+     Resource: *"))
    #expect(text.contains("  … 8 lines as before"))
    screen.press(.character("d"))
    #expect(screen.details == whole)
  }

  @Test("d brings the difference into view, from the raw record too")
  func scrolled() {
    var screen = Screen.opened(Cases.policy, columns: 80, rows: 24)
    screen.press(.character("r"), .character("d"))
    #expect(screen.lines.contains { $0.contains("compared with 2026-10-19") })
  }

  @Test("that no version before is held is said")
  func none() {
    var screen = Screen.opened(Cases.trust)
    #expect(screen.details.contains("no earlier version is held"))
    screen.press(.character("d"))
    #expect(screen.details.contains("no earlier version is held"))
  }

  @Test("a change that was refused is said to be none")
  func refused() {
    var world = Cases.policy
    (world.events[0].isError, world.events[0].errorCode) = (true, "AccessDenied")
    var screen = Screen.opened(world, columns: 200)
    screen.press(.character("d"))
    #expect(
      screen.details.contains { $0.hasPrefix("refused; it would have changed 2026-10-19") })
  }

  @Test("where there is nothing to compare, d is refused")
  func refusedKey() {
    var screen = Screen.opened(Cases.denied)
    screen.press(.character("d"))
    #expect(screen.said == [.bell])
  }

  @Test("events that come in may hold it: it is asked for again, at most once a second")
  func again() {
    var screen = Screen.opened(Cases.trust)
    screen.world.earlier[Story.id(910_002)] = Cases.policy.earlier[Cases.export]
    screen.send(.batchArrived(events: 0))
    #expect(screen.details.contains("no earlier version is held"))
    screen.send(.tick(Timestamp(milliseconds: Story.now.milliseconds + 1000)))
    #expect(screen.details.contains { $0.hasPrefix("+") && $0.contains(" since 2026-10-19T14:03:21Z") })
  }

  @Test("an answer about another event's policy is dropped")
  func late() {
    var model = Screen.opened(Cases.policy).model
    let before = model.details.page.paragraphs
    _ = update(&model, .earlierPolicy(request: 99_999, nil))
    #expect(model.details.page.paragraphs == before)
  }

  @Test("a question that failed is not an answer")
  func failed() throws {
    var screen = Screen(Cases.policy, columns: 200)
    screen.press(.down)
    var model = screen.model
    model.details.clear()
    let open = update(&model, .tick(Story.now))
    guard case .open(let request, let id)? = open.first else { throw Missing() }
    let asked = update(&model, .details(request: request, screen.world.details(id)))
    guard case .earlierPolicy(let second, _)? = asked.first else { throw Missing() }
    _ = update(&model, .failed(request: second, reason: "gone"))
    #expect(model.details.lines.contains { $0.text == "the version before could not be looked for" })
  }

  private struct Missing: Error {}
}
