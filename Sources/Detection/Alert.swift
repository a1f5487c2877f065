import Query

/// One rule's matches: a row of the snapshot's `alerts`.
package typealias Alert = Summary.Alert
