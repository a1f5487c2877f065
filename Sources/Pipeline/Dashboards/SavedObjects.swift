import Audit

/// The screen's tables and timeline for OpenSearch Dashboards: who did what, where, and when.
enum SavedObjects {
  private static let indexPattern = "iamwatch"
  private static let indexReference = "kibanaSavedObjectMeta.searchSourceJSON.index"

  /// The file to import, an object a line.
  static var lines: String {
    let visualisations = breakdowns + [timeline]
    return ([pattern] + visualisations + [dashboard(of: visualisations)]).map(\.line).joined()
  }

  private static var pattern: SavedObject {
    SavedObject(type: "index-pattern", id: indexPattern, references: []) { writer in
      writer.key("title")
      writer.value("\(PipelineNames.indexPrefix)*")
      writer.key("timeFieldName")
      writer.value("@timestamp")
    }
  }

  // MARK: Visualisations

  private static var breakdowns: [SavedObject] {
    [
      ("accounts", "Accounts", "account"), ("principals", "Principals", "principal"),
      ("actions", "Actions", "action"),
    ]
    .map { id, title, field in
      visualisation(
        "iamwatch-\(id)", title, kind: "table", parameters: tableParameters,
        aggregations: [count, { terms(&$0, of: field) }])
    }
  }

  private static var timeline: SavedObject {
    visualisation(
      "iamwatch-timeline", "Events and errors over time", kind: "histogram", parameters: { _ in },
      aggregations: [count, times, errors])
  }

  private static func terms(_ writer: inout JSONWriter, of field: String) {
    aggregation(&writer, id: "2", type: "terms", schema: "bucket") { writer in
      writer.key("field")
      writer.value(field)
      writer.key("size")
      writer.value(50)
      writer.key("order")
      writer.value("desc")
      writer.key("orderBy")
      writer.value("1")
      // What has none is counted too, as in the terminal.
      writer.key("missingBucket")
      writer.value(true)
      writer.key("missingBucketLabel")
      writer.value("unknown")
    }
  }

  private static func times(_ writer: inout JSONWriter) {
    aggregation(&writer, id: "2", type: "date_histogram", schema: "segment") { writer in
      writer.key("field")
      writer.value("@timestamp")
      writer.key("interval")
      writer.value("auto")
    }
  }

  private static func errors(_ writer: inout JSONWriter) {
    aggregation(&writer, id: "3", type: "filters", schema: "group") { writer in
      writer.key("filters")
      writer.array([("errors", "errorCode:*"), ("others", "not errorCode:*")]) { writer, filter in
        writer.object { writer in
          writer.key("label")
          writer.value(filter.0)
          writer.key("input")
          query(&writer, filter.1)
        }
      }
    }
  }

  private static func tableParameters(_ writer: inout JSONWriter) {
    writer.key("perPage")
    writer.value(10)
    writer.key("showTotal")
    writer.value(true)
    writer.key("totalFunc")
    writer.value("sum")
  }

  private static func visualisation(
    _ id: String, _ title: String, kind: String, parameters: @escaping (inout JSONWriter) -> Void,
    aggregations: [(inout JSONWriter) -> Void]
  ) -> SavedObject {
    let state = SavedObject.text { writer in
      writer.object { writer in
        writer.key("title")
        writer.value(title)
        writer.key("type")
        writer.value(kind)
        writer.key("aggs")
        writer.array(aggregations) { $1(&$0) }
        writer.key("params")
        writer.object(parameters)
      }
    }
    return SavedObject(
      type: "visualization", id: id, references: [(indexReference, "index-pattern", indexPattern)]
    ) { writer in
      writer.key("title")
      writer.value("iamwatch: \(title)")
      writer.key("visState")
      writer.value(state)
      writer.key("uiStateJSON")
      writer.value("{}")
      searchSource(&writer, refersToIndex: true)
    }
  }

  private static func count(_ writer: inout JSONWriter) {
    aggregation(&writer, id: "1", type: "count", schema: "metric") { _ in }
  }

  private static func aggregation(
    _ writer: inout JSONWriter, id: String, type: String, schema: String,
    parameters: (inout JSONWriter) -> Void
  ) {
    writer.object { writer in
      writer.key("id")
      writer.value(id)
      writer.key("enabled")
      writer.value(true)
      writer.key("type")
      writer.value(type)
      writer.key("schema")
      writer.value(schema)
      writer.key("params")
      writer.object(parameters)
    }
  }

  private static func query(_ writer: inout JSONWriter, _ text: String) {
    writer.object { writer in
      writer.key("query")
      writer.value(text)
      writer.key("language")
      writer.value("kuery")
    }
  }

  private static func searchSource(_ writer: inout JSONWriter, refersToIndex: Bool) {
    writer.key("kibanaSavedObjectMeta")
    writer.object { writer in
      writer.key("searchSourceJSON")
      writer.value(
        SavedObject.text { writer in
          writer.object { writer in
            if refersToIndex {
              writer.key("indexRefName")
              writer.value(indexReference)
            }
            writer.key("query")
            query(&writer, "")
            writer.key("filter")
            writer.array([Int]()) { $0.value($1) }
          }
        })
    }
  }

  // MARK: Dashboard

  /// The timeline over the whole width of 48 columns, the tables below it side by side.
  private static func dashboard(of visualisations: [SavedObject]) -> SavedObject {
    let panels = visualisations.enumerated().map { index, object in
      (
        name: "panel_\(index)", id: object.id, isTimeline: object.id == "iamwatch-timeline",
        column: index * 16
      )
    }
    let layout = SavedObject.text { writer in
      writer.array(panels) { writer, panel in
        writer.object { writer in
          writer.key("panelIndex")
          writer.value(panel.name)
          writer.key("panelRefName")
          writer.value(panel.name)
          writer.key("gridData")
          writer.object { writer in
            writer.key("i")
            writer.value(panel.name)
            writer.key("x")
            writer.value(panel.isTimeline ? 0 : panel.column)
            writer.key("y")
            writer.value(panel.isTimeline ? 0 : 12)
            writer.key("w")
            writer.value(panel.isTimeline ? 48 : 16)
            writer.key("h")
            writer.value(panel.isTimeline ? 12 : 18)
          }
          writer.key("embeddableConfig")
          writer.object { _ in }
        }
      }
    }
    return SavedObject(
      type: "dashboard", id: "iamwatch", references: panels.map { ($0.name, "visualization", $0.id) }
    ) { writer in
      writer.key("title")
      writer.value("iamwatch: who did what, where")
      writer.key("panelsJSON")
      writer.value(layout)
      writer.key("optionsJSON")
      writer.value("{}")
      writer.key("timeRestore")
      writer.value(true)
      writer.key("timeFrom")
      writer.value("now-24h")
      writer.key("timeTo")
      writer.value("now")
      searchSource(&writer, refersToIndex: false)
    }
  }
}
