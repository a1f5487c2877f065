import CloudTrail

/// A part of a store's answer: documents that ``EventReader`` can read, and what the answer says about itself.
package struct Page: Sendable {
  /// One document of the store: a hit, a log event, a row.
  package struct Document: Sendable {
    /// The store's own name of it, by which a second reading knows it again: `_id`, `eventId`, `@ptr`.
    package let id: String
    /// The store's time of it.
    package let storedAt: Timestamp
    /// Where it stands in the page's text.
    package let place: TextPlace

    package init(id: String, storedAt: Timestamp, place: TextPlace) {
      (self.id, self.storedAt, self.place) = (id, storedAt, place)
    }
  }

  /// What the documents' places lie in.
  package var text: PaddedBytes
  package var documents: [Document]
  /// What is known already of some of the documents.
  package var objects: ScannedObjects
  /// Everything that was stored up to this moment has been given by now; nil where that is not known before the reading's end.
  package var reached: Timestamp?
  /// Why the answer is not the whole of what was asked, in words for the reader; nil when it is.
  package var shortfall: String?
  /// The bytes that the store read for it and bills.
  package var bytesScanned: Int

  package init(
    text: PaddedBytes, documents: [Document], objects: ScannedObjects = ScannedObjects(),
    reached: Timestamp? = nil, shortfall: String? = nil, bytesScanned: Int = 0
  ) {
    (self.text, self.documents, self.objects) = (text, documents, objects)
    (self.reached, self.shortfall, self.bytesScanned) = (reached, shortfall, bytesScanned)
  }

  /// Gives the events of `documents` to `sink`, to count at once.
  /// - Returns: how many were no records.
  @discardableResult
  package func give(_ documents: [Document], to sink: some EventSink) -> Int {
    guard !documents.isEmpty else { return 0 }
    let log = EventReader.read(documents.map(\.place), of: text, knowing: objects) {
      sink.take($0, file: 0, isReadable: false)
    }
    sink.commit()
    return log.rejected
  }
}
