import AWS
import CloudTrail
import Text

/// Where the function finds Slack's webhook, or a bot's token and its channel.
struct SlackSecret: Sendable {
  private enum Store: Sendable {
    case secretsManager
    /// A parameter of Systems Manager's Parameter Store, a SecureString.
    case parameter
  }

  private let store: Store
  /// The secret's name or ARN, or the parameter's.
  private let id: String
  private let endpoint: String
  private let calls: ServiceClient

  /// `IAMWATCH_SLACK_SECRET`: a secret's name or ARN; a parameter's ARN, or `ssm:` and its name.
  init(_ world: FunctionWorld) throws(FunctionError) {
    let text = try world.required(
      "IAMWATCH_SLACK_SECRET", "the secret with Slack's webhook, or ssm: and the name of a parameter")
    let arn = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let isARN = arn.count > 5 && arn[0] == "arn"
    let region = try isARN && !arn[3].isEmpty ? arn[3] : world.region()
    let isParameter = text.hasPrefix("ssm:") || (isARN && arn[2] == "ssm")
    store = isParameter ? .parameter : .secretsManager
    id = text.hasPrefix("ssm:") ? String(text.dropFirst(4)) : text
    let service = isParameter ? "ssm" : "secretsmanager"
    calls = world.calls(of: service, in: region)
    endpoint = world.endpoint(
      of: service, configured: isParameter ? "SSM" : "SECRETS_MANAGER", in: region)
  }

  /// - Throws: ``FunctionError``, with what the service said.
  func read() async throws(FunctionError) -> Secret {
    let (operation, body) =
      switch store {
      case .secretsManager: ("secretsmanager.GetSecretValue", #"{"SecretId":\#(jsonString(id))}"#)
      case .parameter: ("AmazonSSM.GetParameter", #"{"Name":\#(jsonString(id)),"WithDecryption":true}"#)
      }
    let request = HTTPRequest(
      method: "POST", url: "\(endpoint)/",
      headers: [
        HTTPHeader("Content-Type", "application/x-amz-json-1.1"), HTTPHeader("X-Amz-Target", operation),
      ], body: Array(body.utf8))
    let answer: HTTPAnswer
    do throws(AWSError) { answer = try await calls.answer(to: request) } catch {
      throw FunctionError("Secret", "\(sanitised(id)) cannot be read: \(error)")
    }
    let text = (try? JSONDocument(parsing: answer.body))?.withView { view in
      view.member("SecretString")?.text?.string ?? view.member("Parameter")?.member("Value")?.text?.string
    }
    guard let text = text ?? nil else { throw FunctionError("Secret", "\(sanitised(id)) holds no text") }
    return Secret(text)
  }
}
