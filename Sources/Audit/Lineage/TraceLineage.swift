import CloudTrail
import Detection
import Synchronization

extension EventStore {
  /// How much of a lineage is wanted.
  package enum LineageExtent: Sendable {
    /// The way from the origin to the event.
    case way
    /// And all that came of the same credentials.
    case tree
  }

  /// Who really did an event; nil when it is not held any more.
  package func lineage(
    of id: EventRow.ID, extent: LineageExtent = .tree, archive: (any RecordArchive)?
  ) -> Lineage? {
    read { events in
      guard let row = events.row(of: id) else { return nil }
      let index = credentials.withLock { index in
        index.catchUp(with: events)
        return index
      }
      let columns = LineageColumns(events, rules: rules.rules, index: index, archive: archive)
      let search = LineageSearch(columns: columns)
      return search.lineage(of: row, extent: extent, events)
    }
  }
}

/// Turns what was found in the columns to a ``Lineage``.
private struct LineageSearch {
  let columns: LineageColumns

  func lineage(
    of row: Int, extent: EventStore.LineageExtent, _ events: borrowing StoredEvents
  ) -> Lineage {
    let causes = LineageCauses(columns)
    let chain = LineageChain(from: row, causes)
    var lineage = Lineage(
      asked: events.eventRow(row).id, origin: origin(of: chain, events), gap: chain.gap,
      nodes: [])
    switch extent {
    case .way: lineage.nodes = [way(chain, events)]
    case .tree:
      let tree = LineageGrowth(causes, chain).tree(isKeyUnknown: chain.gap != nil)
      lineage.nodes = tree.nodes.map { node($0, events) }
      lineage.omitted = tree.omitted
    }
    return lineage
  }

  private func origin(of chain: LineageChain, _ events: borrowing StoredEvents) -> Lineage.Origin {
    let top = events.eventRow(chain.steps[chain.steps.count - 1].row)
    var origin = Lineage.Origin(
      principal: top.principal, type: top.principalType, session: top.session, account: top.account)
    for step in chain.steps {
      let facts = columns.facts(step.row)
      origin.sourceIdentity = origin.sourceIdentity ?? facts.sourceIdentity
      origin.onBehalfOf = origin.onBehalfOf ?? facts.onBehalfOf
    }
    return origin
  }

  private func way(_ chain: LineageChain, _ events: borrowing StoredEvents) -> Lineage.Node {
    var draft: LineageDraft?
    for step in chain.steps {
      draft = LineageDraft(row: step.row, link: step.link, children: draft.map { [$0] } ?? [])
    }
    return node(draft ?? LineageDraft(row: chain.steps[0].row, link: .origin), events)
  }

  private func node(_ draft: LineageDraft, _ events: borrowing StoredEvents) -> Lineage.Node {
    let facts = columns.facts(draft.row)
    let key = columns.details[draft.row].issuedKey
    var children: [Lineage.Node] = []
    for child in draft.children { children.append(node(child, events)) }
    return Lineage.Node(
      row: events.eventRow(draft.row), link: draft.link,
      issued: key == 0
        ? nil
        : Lineage.Credential(
          key: columns.strings[key], holder: facts.holder,
          session: facts.holder == nil ? nil : facts.sessionName),
      with: facts.policy, isListed: columns.cores[draft.row].flags.isCounted, children: children,
      omitted: draft.omitted)
  }
}
