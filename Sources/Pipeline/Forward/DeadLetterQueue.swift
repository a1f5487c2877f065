import AWS
import Text

/// Where documents go that the domain will never take: a queue of SQS (AWS JSON protocol 1.0, `AmazonSQS.SendMessage`).
struct DeadLetterQueue: Sendable {
  private let url: String
  private let endpoint: String
  private let calls: ServiceClient

  /// - Throws: ``FunctionError`` where the variable is missing: without a queue such documents would be lost.
  init(_ world: FunctionWorld) throws(FunctionError) {
    let name = "IAMWATCH_DEAD_LETTER_QUEUE_URL"
    url = try world.required(name, "the URL of the queue for documents that the domain refuses")
    let region = try world.region()
    calls = world.calls(of: "sqs", in: region)
    endpoint = world.endpoint(of: "sqs", configured: "SQS", in: region)
  }

  func keep(_ letter: DeadLetter) async throws(FunctionError) {
    for message in letter.messages() {
      let request = HTTPRequest(
        method: "POST", url: "\(endpoint)/",
        headers: [
          HTTPHeader("Content-Type", "application/x-amz-json-1.0"),
          HTTPHeader("X-Amz-Target", "AmazonSQS.SendMessage"),
        ],
        body: Array(#"{"QueueUrl":\#(jsonString(url)),"MessageBody":\#(jsonString(message))}"#.utf8))
      do throws(AWSError) { _ = try await calls.answer(to: request) } catch {
        throw FunctionError(
          "DeadLetterQueue",
          "document \(letter.document.id) is refused and cannot be kept elsewhere: \(error)")
      }
    }
  }
}
