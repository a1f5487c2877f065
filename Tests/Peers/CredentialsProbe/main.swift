// What test_caller_identity.py asks: whose credentials the chain finds by this process's files and environment, as
// `CredentialsProbe [--profile NAME] [--region NAME]`. It carries requests to the doubles on 127.0.0.1 alone, and its
// signatures are blank: moto reads only the key, and signing has tests of its own.

import AWS
import CloudTrail
import Glibc

struct BlankSigner: RequestSigner {
  func signed(
    _ request: HTTPRequest, with credentials: Credentials, service: String, region: String, at time: Timestamp
  ) -> HTTPRequest {
    var signed = request
    let scope = "\(credentials.accessKeyID)/20261101/\(region)/\(service)/aws4_request"
    let value = "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host, Signature=00"
    signed.headers.append(HTTPHeader("Authorization", value))
    if let token = credentials.sessionToken {
      signed.headers.append(HTTPHeader("X-Amz-Security-Token", token.exposed))
    }
    return signed
  }
}

/// The value behind a flag.
func flag(_ name: String) -> String? {
  let words = CommandLine.arguments
  return words.firstIndex(of: name).flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
}

/// Every variable of this process.
func environment() -> [String: String] {
  var variables: [String: String] = [:]
  var next = environ
  while let entry = next.pointee {
    let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
    next += 1
  }
  return variables
}

let world = CredentialsChain.World(
  environment: AWSEnvironment(environment()), http: LoopbackTransport(), signer: BlankSigner(),
  now: { Timestamp(seconds: Int64(time(nil))) }, pause: .milliseconds(10))
let chain = CredentialsChain(world, profile: flag("--profile"), region: flag("--region"))
do throws(CredentialsError) {
  print("arn", try await chain.callerARN())
  print("access_key_id", try await chain.credentials().accessKeyID)
  print("region", try await chain.region() ?? "")
} catch {
  let text = Array("\(error)\n".utf8)
  write(STDERR_FILENO, text, text.count)
  exit(2)
}
