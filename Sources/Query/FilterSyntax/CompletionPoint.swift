/// What stands before the cursor of a half-typed filter, and so what may come there.
package struct CompletionPoint: Hashable, Sendable {
  package enum Wanted: Hashable, Sendable {
    /// A field's name, a word of `is:` or a saved filter: a term begins here.
    case term
    /// A value of the field of this name.
    case value(field: String)
    /// Nothing that could be guessed: a regular expression, a phrase, what stands within braces.
    case nothing
  }

  package let wanted: Wanted
  /// What was typed of it, without the quote it begins with.
  package let typed: String
  /// The place in the text where it begins, in characters.
  package let start: Int

  /// Looks at the text before the cursor.
  package init(before text: String) {
    var scan = Scan(Array(text))
    scan.run()
    (wanted, typed, start) = scan.end
  }
}

/// The walk over the text. What is wrong in it is for the parser to say.
private struct Scan {
  let characters: [Character]
  /// The fields in whose brackets the cursor is; nil for brackets around terms.
  private var brackets: [String?] = []
  private var braces = 0
  private var isQuoted = false
  /// Where the term begins, and its field with the place behind the colon.
  private var term = 0
  private var field: (name: String, value: Int)?

  init(_ characters: [Character]) { self.characters = characters }

  mutating func run() {
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if isQuoted {
        if character == "\\" { index += 1 } else if character == "\"" { isQuoted = false }
      } else {
        take(character, at: index)
      }
      index += 1
    }
  }

  private mutating func take(_ character: Character, at index: Int) {
    switch character {
    case "\"": isQuoted = true
    case "(":
      brackets.append(field?.value == index ? field?.name : brackets.last ?? nil)
      begin(index + 1)
    case ")":
      _ = brackets.popLast()
      begin(index + 1)
    case "{":
      braces += 1
      begin(index + 1)
    case "}":
      braces -= 1
      begin(index + 1)
    case "-" where index == term: term = index + 1
    case ":" where field == nil && index > term && (brackets.last ?? nil) == nil:
      field = (String(characters[term..<index]), index + 1)
    case _ where character.isWhitespace: begin(index + 1)
    default: break
    }
  }

  private mutating func begin(_ index: Int) { (term, field) = (index, nil) }

  /// What the cursor behind the last character is in.
  var end: (CompletionPoint.Wanted, String, Int) {
    let inside = field?.name ?? brackets.last ?? nil
    var start = field?.value ?? term
    guard braces <= 0 else { return (.nothing, "", start) }
    if inside != nil {
      while start < characters.count, "<>=".contains(characters[start]) { start += 1 }
    }
    var typed = characters[start...]
    let opensQuote = typed.first == "\""
    if opensQuote { typed = typed.dropFirst() }
    let text = String(typed.last == "\"" && !isQuoted && opensQuote ? typed.dropLast() : typed)
    guard let inside else {
      return (opensQuote || text.contains("*") ? .nothing : .term, text, start)
    }
    let isPattern = text.contains("*") || (!opensQuote && ["/", "$", "~"].contains(typed.first))
    return (isPattern ? .nothing : .value(field: inside), text, start)
  }
}
