import Query
import YAML

extension ConfigurationReader {
  mutating func notify(_ section: Field) -> Configuration.Notify {
    var notify = Configuration.Notify()
    for entry in entries(section, known: ["slack", "webhook", "command", "metrics_file", "bell"]) {
      switch entry.key {
      case "slack": slack(entry, into: &notify)
      case "webhook": webhook(entry, into: &notify)
      case "command": notify.command = command(entry)
      case "metrics_file": notify.metricsFile = path(entry)
      case "bell": bell(entry, into: &notify)
      default: break
      }
    }
    return notify
  }

  private mutating func slack(_ field: Field, into notify: inout Configuration.Notify) {
    for entry in entries(field, known: ["webhook_file", "token_file", "channel"]) {
      switch entry.key {
      case "webhook_file": notify.slackWebhookFile = path(entry)
      case "token_file": notify.slackTokenFile = path(entry)
      case "channel": notify.slackChannel = text(entry)
      default: break
      }
    }
  }

  private mutating func webhook(_ field: Field, into notify: inout Configuration.Notify) {
    for entry in entries(field, known: ["url", "hmac_file"]) {
      switch entry.key {
      case "url": notify.webhookURL = text(entry, Forms.url)
      case "hmac_file": notify.webhookHMACFile = path(entry)
      default: break
      }
    }
  }

  private mutating func bell(_ field: Field, into notify: inout Configuration.Notify) {
    for entry in entries(field, known: ["severity", "form"]) {
      switch entry.key {
      case "severity": notify.bell = text(entry, Forms.severity).flatMap { Severity(named: $0) }
      case "form": notify.bellForm = text(entry, Forms.bellForm)
      default: break
      }
    }
  }

  private mutating func command(_ field: Field) -> [String] {
    let words = texts(field).map(\.value)
    if field.node.sequence?.isEmpty == true {
      refuse("\(field.path): name the program to run, as in [/usr/local/bin/page, --now]", at: field.place)
    }
    return words.enumerated().map { $0.offset == 0 ? expanded($0.element) : $0.element }
  }
}
