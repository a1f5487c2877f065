import Detection
import Query

/// What those get who stay in the browser: objects for OpenSearch Dashboards, and monitors.
package enum DashboardFiles {
  package static func all(_ rules: LoadedRules, context: EvaluationContext = EvaluationContext())
    -> [RenderedFile]
  {
    [
      RenderedFile("dashboards/saved-objects.ndjson", SavedObjects.lines),
      RenderedFile("dashboards/README.md", readme),
    ]
      + AlertingMonitor.files(rules, context: context)
  }

  private static let readme = """
    # For those who stay in the browser

    `saved-objects.ndjson` is imported under Dashboards Management, Saved objects: the index pattern `cwl-*`, tables of accounts, principals
    and actions, and a timeline. By the command line, against the domain's Dashboards:

        curl --fail -X POST "$DASHBOARDS/api/saved_objects/_import?overwrite=true" -H 'osd-xsrf: true' --form file=@saved-objects.ndjson

    `monitors/` holds one monitor of the alerting plugin for each critical rule. They tell the notification channel whose id is `iamwatch`:
    make that first (Notifications, Channels). Each message carries the whole event.

        for monitor in monitors/*.json; do
          curl --fail -X POST "$DOMAIN/_plugins/_alerting/monitors" -H 'Content-Type: application/json' --data-binary @"$monitor"
        done

    The index knows a few fields of each record, so a monitor may find more than its rule does, never less; its message says so.

    """
}
