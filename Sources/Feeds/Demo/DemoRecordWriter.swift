/// Writes a call as CloudTrail would record it, fields in CloudTrail's order, without white space.
struct DemoRecordWriter: Sendable {
  let organisation: DemoOrganisation
  private let actions = DemoAction.all

  init(organisation: DemoOrganisation) { self.organisation = organisation }

  /// Appends the record of `call` to `buffer`. `time` is milliseconds since 1970, UTC, after the shift.
  func write(_ call: DemoCall, at time: Int64, random: inout DemoRandom, into buffer: inout [UInt8]) {
    let action = actions[call.action]
    let region = action.region ?? call.scene[.region]
    append(#"{"eventVersion":"1.11","userIdentity":"#, &buffer)
    buffer.append(contentsOf: call.session.identity)
    append(#","eventTime":""#, &buffer)
    DemoClock.writeTimestamp(time, into: &buffer)
    append(#"","eventSource":""#, &buffer)
    append(action.source, &buffer)
    append(#".amazonaws.com","eventName":""#, &buffer)
    append(action.name, &buffer)
    field("awsRegion", region, &buffer)
    field("sourceIPAddress", call.scene[.address], &buffer)
    field("userAgent", action.kind == .consoleSignIn ? call.scene[.browser] : call.scene[.agent], &buffer)
    append("\"", &buffer)
    writeBody(call, action, at: time, random: &random, into: &buffer)
    writeTail(call, action, region: region, random: &random, into: &buffer)
  }

  private func writeBody(
    _ call: DemoCall, _ action: DemoAction, at time: Int64, random: inout DemoRandom,
    into buffer: inout [UInt8]
  ) {
    let succeeded = writeError(call, action, into: &buffer)
    append(#","requestParameters":"#, &buffer)
    action.request.write(call.scene, at: time, of: organisation, random: &random, into: &buffer)
    append(#","responseElements":"#, &buffer)
    if succeeded {
      action.response.write(call.scene, at: time, of: organisation, random: &random, into: &buffer)
    } else if case .signInFailed = call.outcome {
      append(#"{"ConsoleLogin":"Failure"}"#, &buffer)
    } else {
      append("null", &buffer)
    }
    if let additional = action.additional {
      append(#","additionalEventData":"#, &buffer)
      additional.write(call.scene, at: time, of: organisation, random: &random, into: &buffer)
    }
  }

  private func writeError(_ call: DemoCall, _ action: DemoAction, into buffer: inout [UInt8]) -> Bool {
    let code: String
    let message: String
    switch call.outcome {
    case .success: return true
    case .denied:
      code = Self.deniedCode(action.source)
      message = Self.deniedMessage(call, action)
    case .failed(let failure, let text):
      code = failure
      message = text
    case .signInFailed(let text):
      code = ""
      message = text
    }
    if !code.isEmpty {
      append(#","errorCode":""#, &buffer)
      append(code, &buffer)
      append("\"", &buffer)
    }
    append(#","errorMessage":""#, &buffer)
    append(message, &buffer)
    append("\"", &buffer)
    return false
  }

  /// Services spell a refusal differently (FACTS, CloudTrail records).
  private static func deniedCode(_ source: String) -> String {
    switch source {
    case "iam", "sts", "s3": "AccessDenied"
    case "ec2": "Client.UnauthorizedOperation"
    default: "AccessDeniedException"
    }
  }

  private static func deniedMessage(_ call: DemoCall, _ action: DemoAction) -> String {
    let scene = call.scene
    let who =
      scene[.role].isEmpty
      ? "arn:aws:iam::\(scene[.account]):user/\(scene[.user])"
      : "arn:aws:sts::\(scene[.account]):assumed-role/\(scene[.role])/\(scene[.session])"
    let name = "\(action.source):\(action.name)"
    return
      "User: \(who) is not authorized to perform: \(name) because no identity-based policy allows the \(name) action"
  }

  private func writeTail(
    _ call: DemoCall, _ action: DemoAction, region: String, random: inout DemoRandom,
    into buffer: inout [UInt8]
  ) {
    append(#","requestID":""#, &buffer)
    if call.scene[.request].isEmpty {
      DemoText.writeUUID(random: &random, into: &buffer)
    } else {
      append(call.scene[.request], &buffer)
    }
    append(#"","eventID":""#, &buffer)
    DemoText.writeUUID(random: &random, into: &buffer)
    append(action.readOnly ? #"","readOnly":true"# : #"","readOnly":false"#, &buffer)
    if action.source == "sts", action.name == "AssumeRole" { writeRole(call.scene, into: &buffer) }
    append(#","eventType":""#, &buffer)
    switch action.kind {
    case .apiCall: append("AwsApiCall", &buffer)
    case .consoleSignIn: append("AwsConsoleSignIn", &buffer)
    case .serviceEvent: append("AwsServiceEvent", &buffer)
    }
    append(#"","managementEvent":true,"recipientAccountId":""#, &buffer)
    append(call.recipient, &buffer)
    if !call.sharedEventID.isEmpty { field("sharedEventID", call.sharedEventID, &buffer) }
    append(#"","eventCategory":"Management""#, &buffer)
    if call.session.overNetwork, action.kind != .serviceEvent { writeTLS(action, region, into: &buffer) }
    append("}", &buffer)
  }

  private func writeRole(_ scene: DemoScene, into buffer: inout [UInt8]) {
    append(#","resources":[{"accountId":""#, &buffer)
    append(scene[.target], &buffer)
    append(#"","type":"AWS::IAM::Role","ARN":"arn:aws:iam::"#, &buffer)
    append(scene[.target], &buffer)
    append(":role/", &buffer)
    append(scene[.aRole], &buffer)
    append(#""}]"#, &buffer)
  }

  private func writeTLS(_ action: DemoAction, _ region: String, into buffer: inout [UInt8]) {
    append(
      #","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":""#,
      &buffer)
    append(action.source, &buffer)
    if action.source != "iam" {
      append(".", &buffer)
      append(region, &buffer)
    }
    append(#".amazonaws.com"}"#, &buffer)
  }

  /// Closes the string before it and opens the next field: `","name":"value`.
  private func field(_ name: String, _ value: String, _ buffer: inout [UInt8]) {
    append("\",\"", &buffer)
    append(name, &buffer)
    append("\":\"", &buffer)
    append(value, &buffer)
  }

  private func append(_ text: String, _ buffer: inout [UInt8]) { buffer.append(contentsOf: text.utf8) }
}
