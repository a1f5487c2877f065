import Glibc

/// The system's file of trusted certificates, where libcurl would not find it.
enum SystemCertificates {
  /// What Debian's libcurl is built to read.
  private static let expected = "/etc/ssl/certs/ca-certificates.crt"
  /// Where Fedora's kin have it, Amazon Linux among them: the pipeline's functions run there with Debian's libcurl.
  private static let elsewhere = "/etc/pki/tls/certs/ca-bundle.crt"

  /// The file to name to libcurl; nil where it finds its own.
  static let path = choose { access($0, R_OK) == 0 }

  static func choose(isReadable: (String) -> Bool) -> String? {
    !isReadable(expected) && isReadable(elsewhere) ? elsewhere : nil
  }
}
