import Glibc

/// A unit of systemd that runs `watch` as it was asked for (systemd.service(5), systemd.exec(5)).
struct ServiceUnit {
  private let command: String

  /// - Parameter arguments: those of this program, its own name first.
  /// - Throws: ``UsageError`` where a secret would stand in the unit, which everybody may read.
  init(arguments: [String]) throws(UsageError) {
    let kept = arguments.dropFirst().filter { $0 != "--print-unit" }
    let hasWebhook = zip(kept, kept.dropFirst()).contains { $0 == "--slack" && $1.hasPrefix("http") }
    guard !hasWebhook, !kept.contains(where: { $0.hasPrefix("--slack=http") }) else {
      throw UsageError(
        "--print-unit: a unit is read by everybody; leave the webhook out and put IAMWATCH_SLACK into its EnvironmentFile"
      )
    }
    command = ([ServiceUnit.program] + kept).map(ServiceUnit.word).joined(separator: " ")
  }

  /// Where the program lies.
  private static var program: String {
    realpath("/proc/self/exe", nil).map { path in
      defer { free(path) }
      return String(cString: path)
    } ?? "/usr/local/bin/iamwatch"
  }

  /// A word of a command line (systemd.service(5), Command lines): `%` and `$` mean something there.
  private static func word(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%%"
      case "$": escaped += "$$"
      case "\"", "\\": escaped += "\\\(scalar)"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    let isPlain = !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "'" || $0 == ";" }
    return isPlain ? escaped : "\"\(escaped)\""
  }

  var text: String {
    """
    # /etc/systemd/system/iamwatch.service; before: useradd --system iamwatch
    # Secrets such as IAMWATCH_SLACK belong into the EnvironmentFile: root's, mode 0600. The configuration is /etc/iamwatch/config.yaml.
    [Unit]
    Description=iamwatch: alerts on what is done with IAM
    Wants=network-online.target
    After=network-online.target

    [Service]
    Type=notify
    ExecStart=\(command)
    EnvironmentFile=-/etc/iamwatch/watch.env
    Environment=XDG_STATE_HOME=%S XDG_CONFIG_HOME=/etc
    StateDirectory=iamwatch
    StateDirectoryMode=0700
    WatchdogSec=60
    Restart=on-failure
    RestartSec=5
    User=iamwatch
    NoNewPrivileges=yes
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    PrivateDevices=yes
    ProtectKernelTunables=yes
    ProtectKernelModules=yes
    ProtectControlGroups=yes
    RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
    RestrictNamespaces=yes
    LockPersonality=yes
    UMask=0077

    [Install]
    WantedBy=multi-user.target

    """
  }
}
