/// What reading learns as it goes, for the texts to come.
package struct ReadingMemory {
  var keyOrders = KeyOrders()
  var identities = KnownIdentities()

  package init() {}

  /// Hands all of it on: a copy would be made anew with the first word that either learnt.
  package mutating func handOn() -> ReadingMemory {
    var handed = ReadingMemory()
    swap(&handed, &self)
    return handed
  }
}
