import CloudTrail
import Text

/// One page of a search, as `_search` takes it.
struct SearchRequest: Sendable {
  let window: StoredWindow
  let order: DocumentOrder
  /// What documents have to satisfy besides, a clause of the query DSL; nil for nothing.
  let clause: [UInt8]?
  let size: Int
  /// The sort values of the last document of the page before, as they stood; nil for the first page.
  let after: [UInt8]?
  /// Where pages go on by time alone.
  let from: Timestamp
  /// The id of a point in time; nil where none is held.
  var pointInTime: String?
  /// The order is from the newest to the oldest.
  var newestFirst = false

  /// Asked of the engine, in seconds: what has not been found by then is left out, and the answer says so.
  private static let patience = 20
  /// A point in time is held so long after the last page of it.
  static let keepAlive = "2m"

  /// The body.
  ///
  /// Sorted by time and a unique keyword: `_shard_doc` does not exist before OpenSearch 3. A field that an index does not have (yet) must
  /// not fail its shards, as that of a day that has just begun: hence `unmapped_type`.
  var body: [UInt8] {
    var bytes: [UInt8] = []
    bytes += "{\"size\":\(size),\"timeout\":\"\(SearchRequest.patience)s\"".utf8
    bytes += ",\"track_total_hits\":\(after == nil)".utf8
    let through = window.through.map { ",\"lte\":\($0.milliseconds)" } ?? ""
    bytes += ",\"query\":{\"bool\":{\"filter\":[{\"range\":{\(jsonString(order.time)):".utf8
    bytes += "{\"gte\":\(from.milliseconds)\(through),\"format\":\"epoch_millis\"}}}".utf8
    if let clause { bytes += Array(",".utf8) + clause }
    bytes += "]}}".utf8
    let way = newestFirst ? "desc" : "asc"
    bytes += ",\"sort\":[{\(jsonString(order.time)):{\"order\":\"\(way)\",\"unmapped_type\":\"date\"}}".utf8
    if let unique = order.unique {
      bytes += ",{\(jsonString(unique)):{\"order\":\"\(way)\",\"unmapped_type\":\"keyword\"}}".utf8
    }
    bytes += "]".utf8
    if let after { bytes += Array(",\"search_after\":".utf8) + after }
    if let pointInTime {
      bytes +=
        ",\"pit\":{\"id\":\(jsonString(pointInTime)),\"keep_alive\":\"\(SearchRequest.keepAlive)\"}".utf8
    }
    return bytes + "}".utf8
  }
}
