import CloudTrail
import Text

extension AccountCalls {
  /// How many messages wait in a queue of the account, those in flight too.
  func depth(ofQueue name: String, in region: String) async throws(CallFailure) -> Int {
    let found = try await json(.getQueueUrl, in: region, #"{"QueueName":\#(jsonString(name))}"#)
    guard let url = found.withView({ $0.string("QueueUrl") }) else {
      throw .failed("sqs:GetQueueUrl: the answer has no QueueUrl")
    }
    let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    let asked = names.map(jsonString).joined(separator: ",")
    let answer = try await json(
      .getQueueAttributes, in: region, #"{"QueueUrl":\#(jsonString(url)),"AttributeNames":[\#(asked)]}"#)
    return answer.withView { view in
      let attributes = view.member("Attributes")
      let counts = [
        attributes?.string("ApproximateNumberOfMessages"),
        attributes?.string("ApproximateNumberOfMessagesNotVisible"),
      ]
      return counts.compactMap { $0.flatMap(Int.init) }.reduce(0, +)
    }
  }
}
