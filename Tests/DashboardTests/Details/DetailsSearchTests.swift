import Audit
import CloudTrail
import Terminal
import Testing
import Text

@testable import Dashboard

@Suite("Finding in the details")
struct DetailsSearchTests {
  private func search(_ text: String, in world: World = Cases.policy, columns: Int = 120, rows: Int = 40)
    -> Screen
  {
    var screen = Screen.opened(world, columns: columns, rows: rows)
    screen.press(.character("F"))
    screen.type(text)
    return screen
  }

  /// The texts marked on the screen, from above; the current hit in angle brackets.
  private func marked(_ screen: Screen) -> [String] {
    let canvas = screen.canvas
    guard let pane = screen.model.layout.panes[.details] else { return [] }
    return (pane.y + 1..<pane.maxY).flatMap { y in
      var found: [String] = []
      var last: Style?
      for x in pane.x..<pane.maxX {
        let cell = canvas[x, y]
        if cell.style.reverse {
          if last != cell.style { found.append("") }
          found[found.count - 1] += cell.text
        }
        last = cell.style.reverse ? cell.style : nil
      }
      return found
    }
  }

  @Test("every place is marked while the text is typed, capitals count like small letters")
  func typed() {
    let screen = search("PASSrole", rows: 60)
    #expect(screen.model.details.search.hits.count == 3)
    #expect(Set(marked(screen)) == ["PassRole"])
  }

  @Test("the title holds the text and the place among the hits")
  func title() {
    #expect(
      search("passrole", columns: 200).lines.contains {
        $0.contains("Find passrole") && $0.contains("1 of 3")
      })
    #expect(search("nowhere", columns: 200).lines.contains { $0.contains("not found") })
  }

  @Test("n and N go round all hits")
  func step() {
    var screen = search("passrole")
    screen.press(.enter)
    var places: [Int?] = []
    for key in ["n", "n", "n", "n", "N", "N"] as [Character] {
      screen.press(.character(key))
      places.append(screen.model.details.search.current)
    }
    #expect(places == [1, 2, 0, 1, 0, 2])
  }

  @Test("the current hit is in view", arguments: [(80, 24), (120, 40), (200, 60)])
  func view(columns: Int, rows: Int) {
    var screen = search("value 77", in: Cases.long(200), columns: columns, rows: rows)
    screen.press(.enter)
    #expect(screen.lines.contains { $0.contains("member77: value 77") })
    screen.press(.character("F"))
    screen.press(.control("u"))
    screen.type("member1")
    screen.press(.enter)
    for _ in 0..<111 { screen.press(.character("n")) }
    #expect(marked(screen).contains("member1"))
  }

  @Test("a text that is broken over two lines is found, and both parts are marked")
  func broken() throws {
    let arn =
      "arn:aws:iam::111122223333:role/payments-api-exporting-to-somewhere-far-away-from-here-and-further"
    var world = Cases.secrets
    world.records[world.events[0].id] = #"{"requestParameters":{"roleArn":"\#(arn)"}}"#
    let screen = search("role/payments-api-exporting", in: world, columns: 110)
    #expect(screen.model.details.search.hits.count == 1)
    #expect(marked(screen).joined() == "role/payments-api-exporting")
    #expect(marked(screen).count == 2)
  }

  @Test("wide and hostile text is marked where it stands")
  func wide() {
    var world = Cases.secrets
    world.records[world.events[0].id] =
      #"{"requestParameters":{"a":"결제 운영 key","b":"\u001b[31m key\u202e e\u0301 key"}}"#
    let screen = search("key", in: world)
    #expect(marked(screen) == ["key", "key", "key"])
  }

  @Test("esc ends the search before it closes the details")
  func escape() {
    var screen = search("passrole")
    screen.press(.enter, .escape)
    #expect(!screen.model.details.search.isOpen && screen.model.focus == .details)
    #expect(marked(screen).isEmpty)
    screen.press(.escape)
    #expect(screen.model.focus == .events)
  }

  @Test("letters are text while it is typed, keys again afterwards")
  func keys() {
    var screen = search("rqn")
    #expect(screen.model.details.search.query == "rqn" && !screen.model.details.isRaw)
    screen.press(.enter, .character("r"))
    #expect(screen.model.details.isRaw)
  }

  @Test("n without a hit is refused, and so is a key that means nothing in the line")
  func refused() {
    var screen = search("nowhere")
    screen.press(.tab, .enter, .character("n"))
    #expect(screen.said == [.bell, .bell])
  }

  @Test("the raw record is searched when it is what is seen")
  func raw() {
    var screen = search("\"eventID\"")
    #expect(screen.model.details.search.hits.isEmpty)
    screen.press(.enter, .character("r"))
    #expect(screen.model.details.search.hits.count == 1)
  }

  @Test("secrets are not found, for they are not there")
  func secret() {
    var screen = search("wJalrSECRET", in: Cases.secrets)
    #expect(screen.model.details.search.hits.isEmpty)
    screen.press(.enter, .character("r"))
    #expect(screen.model.details.search.hits.isEmpty)
  }

  @Test("going to another pane ends it")
  func otherPane() {
    var screen = search("passrole")
    screen.press(.enter, .tab)
    #expect(!screen.model.details.search.isOpen)
  }

  @Test("of very many places some thousand are found")
  func many() {
    let screen = search("e", in: Cases.long(9000))
    #expect(screen.model.details.search.hits.count == DetailsSearch.mostHits)
  }
}
