import Terminal
import Text

/// The help: every key by what it is for, made from the keymap, then what keys do while something is typed, and the filter
/// language in a few lines. It flows into as many columns as there is room for.
struct HelpPage {
  /// A title and its lines, which stay together.
  private struct Block {
    var title: String
    var entries: [(keys: String, text: String)]
  }

  private let blocks: [Block]
  /// The columns of the keys, the same in all blocks but that of the filters, whose examples are longer.
  private let keyColumns: Int

  init(_ keymap: Keymap) {
    blocks =
      keymap.groups.map { group in
        Block(title: group.title, entries: group.bindings.map { (HelpPage.keys($0), HelpPage.text($0)) })
      } + [HelpPage.typing, HelpPage.filters]
    let widest = blocks.dropLast().flatMap(\.entries).map { cellWidth($0.keys) }.max() ?? 0
    keyColumns = min(max(widest, 8), 16)
  }

  /// The rows of a page of so many columns, each with its parts from left to right.
  func rows(width: Int) -> [[DetailsLine]] {
    let count = width >= 170 ? 3 : width >= 110 ? 2 : 1
    let columns = flow(into: count, width: width / count - 2)
    return (0..<(columns.map(\.count).max() ?? 0)).map { row in
      columns.map { $0.indices.contains(row) ? $0[row] : DetailsLine(text: "") }
    }
  }

  /// Fills one column after the other, each up to its share of all lines; a block is never torn.
  private func flow(into count: Int, width: Int) -> [[DetailsLine]] {
    let texts = blocks.map { lines($0, width: width) }
    var rest = texts.reduce(0) { $0 + $1.count + 1 }
    var columns: [[DetailsLine]] = []
    for text in texts {
      let share = rest / max(1, count - columns.count + 1)
      if let last = columns.last, columns.count == count || last.count + text.count / 2 <= share {
        columns[columns.count - 1] += [DetailsLine(text: "")] + text
      } else {
        rest -= columns.last?.count ?? 0
        columns.append(text)
      }
    }
    return columns
  }

  private func lines(_ block: Block, width: Int) -> [DetailsLine] {
    var lines = [DetailsLine(text: block.title, style: .header)]
    for entry in block.entries {
      let indent = max(keyColumns, block.entries.map { cellWidth($0.keys) }.max() ?? 0) + 4
      for (index, text) in Wrapping.lines(of: entry.text, columns: max(10, width - indent)).enumerated() {
        let keys = index == 0 ? entry.keys : ""
        lines.append(DetailsLine(text: "  \(padded(keys, indent - 4))  \(text)"))
      }
    }
    return lines
  }

  private static func keys(_ binding: KeyBinding) -> String {
    binding.keys.isEmpty ? "none" : binding.keys.map(\.description).joined(separator: " ")
  }

  private static func text(_ binding: KeyBinding) -> String {
    guard !binding.contexts.contains(.everywhere) else { return binding.description }
    let places = KeyBinding.Context.allCases.filter(binding.contexts.contains).map(\.rawValue)
    let others = KeyBinding.Context.allCases.filter { $0 != .everywhere && !binding.contexts.contains($0) }
    if others.count < places.count {
      return "\(binding.description) (not in \(others.map(\.rawValue).joined(separator: ", ")))"
    }
    return "\(binding.description) (\(places.joined(separator: ", ")))"
  }

  private static let typing = Block(
    title: "While a filter or a command is typed",
    entries: [
      ("tab", "complete: fields, then values seen; again for the next one"),
      ("shift-tab", "the one before"), ("backspace", "right behind a completion: take it back"),
      ("up down", "filters applied before; in the palette, choose"),
      ("ctrl-w ctrl-u", "delete the word, or all, before the cursor"),
      ("enter esc", "apply or run; cancel"),
    ])

  private static let filters = Block(
    title: "Filters",
    entries: [
      ("is:denied -principal:ci-*", "side by side is AND, - is NOT"),
      ("action:(CreateUser OR Put*)", "* and ? match, never case"),
      ("errorMessage:*boundary*", "any field, by its path"),
      ("ip:10.0.0.0/8 time:>-2h", "networks and times"),
      ("\"a phrase\" AKIA @name", "anywhere in it; a saved filter"),
    ])
}
