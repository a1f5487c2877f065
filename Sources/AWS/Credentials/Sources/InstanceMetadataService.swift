import CloudTrail

/// The instance metadata service of EC2, by its version 2 alone.
///
/// The AWS CLI falls back to version 1 when no token is to be had; this does not: version 1 hands the role's credentials to
/// whatever makes a plain GET, and an instance that still needs it should be changed rather than catered for.
struct InstanceMetadataService: Sendable {
  let settings: InstanceMetadata
  let http: any HTTPTransport
  let now: @Sendable () -> Timestamp

  /// Seconds that the session's token is good for, as the AWS CLI asks.
  private static let tokenSeconds = "21600"
  private static let rolePath = "/latest/meta-data/iam/security-credentials/"

  /// The credentials of the instance's role.
  /// - Throws: ``CredentialsError/instanceMetadata(_:)``.
  func credentials() async throws(CredentialsError) -> Credentials {
    let token = try await token()
    let answer = try await get(InstanceMetadataService.rolePath, token)
    let role = String(decoding: answer, as: UTF8.self).trimmed
    guard !role.isEmpty, role.utf8.allSatisfy(InstanceMetadataService.isOfRoleName) else {
      throw .instanceMetadata("it names no role; attach an instance profile")
    }
    let body = try await get(InstanceMetadataService.rolePath + role, token)
    let found = try SessionDocument(body, from: "the instance metadata service").credentials()
    return extended(found)
  }

  /// The region in which the instance runs: its availability zone without the letter.
  /// - Throws: ``CredentialsError/instanceMetadata(_:)``.
  func region() async throws(CredentialsError) -> String {
    let token = try await token()
    let body = try await get("/latest/meta-data/placement/availability-zone/", token)
    let zone = String(decoding: body, as: UTF8.self).trimmed
    let region = zone.dropLast()
    guard region.contains("-"), region.utf8.allSatisfy(InstanceMetadataService.isOfRegion) else {
      throw .instanceMetadata("its availability zone is none")
    }
    return String(region)
  }

  /// When the service behind it fails it hands out what has ended, and that is to be used on: 20 minutes at a time (the SDKs'
  /// static stability; botocore's `_evaluate_expiration`).
  private func extended(_ found: Credentials) -> Credentials {
    let least = Timestamp(milliseconds: now().milliseconds + RefreshingCredentials.advisory)
    guard let end = found.expiration, end < least else { return found }
    let later = Timestamp(milliseconds: least.milliseconds + 5 * 60 * 1000)
    return Credentials(
      accessKeyID: found.accessKeyID, secretAccessKey: found.secretAccessKey,
      sessionToken: found.sessionToken, expiration: later)
  }

  private func token() async throws(CredentialsError) -> String {
    let answer = try await send(
      "PUT", "/latest/api/token",
      [HTTPHeader("x-aws-ec2-metadata-token-ttl-seconds", InstanceMetadataService.tokenSeconds)],
      silence:
        "gave no token; from within a container its hop limit may be too low: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2"
    )
    let token = String(decoding: answer.body, as: UTF8.self)
    guard answer.status == 200, !token.isEmpty, isPlain(token) else {
      throw .instanceMetadata(
        "no token of version 2 (status \(answer.status)); version 1 is not used: enable version 2 on the instance"
      )
    }
    return token
  }

  private func get(_ path: String, _ token: String) async throws(CredentialsError) -> [UInt8] {
    let answer = try await send(
      "GET", path, [HTTPHeader("x-aws-ec2-metadata-token", token)], silence: "does not answer")
    switch answer.status {
    case 200: return answer.body
    case 404 where path == InstanceMetadataService.rolePath:
      throw .instanceMetadata("the instance has no role; attach an instance profile")
    default: throw .instanceMetadata("\(path) was answered with status \(answer.status)")
    }
  }

  private func send(
    _ method: String, _ path: String, _ headers: [HTTPHeader], silence: String
  ) async throws(CredentialsError) -> HTTPAnswer {
    let request = HTTPRequest(
      local: method, url: settings.endpoint + path, headers: headers, seconds: settings.timeoutSeconds)
    var last = silence
    for _ in 0..<settings.attempts {
      do throws(HTTPError) {
        let answer = try await http.send(request)
        if answer.status < 500 { return answer }
        last = "was answered with status \(answer.status)"
      } catch { last = "\(silence) (\(error))" }
    }
    throw .instanceMetadata("\(settings.endpoint) \(last)")
  }

  /// The letters that IAM allows in a role's name.
  private static func isOfRoleName(_ byte: UInt8) -> Bool {
    isOfRegion(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || "_+=,.@".utf8.contains(byte)
  }

  private static func isOfRegion(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "-")
  }
}

/// Whether a text may stand in a header: printable ASCII.
func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
