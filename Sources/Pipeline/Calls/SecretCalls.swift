import CloudTrail
import Text

/// What is known of a secret without reading it.
package struct StoredSecret: Hashable, Sendable {
  package var hasValue: Bool
  /// Whether it is on its way to being deleted, and so cannot be read.
  package var isBeingDeleted: Bool
}

extension AccountCalls {
  /// - Parameter name: a secret's name, or `ssm:` and the name of a parameter, as the notifier takes it.
  func secret(_ name: String, in region: String) async throws(CallFailure) -> StoredSecret {
    if name.hasPrefix("ssm:") { return try await parameter(String(name.dropFirst(4)), in: region) }
    let answer = try await json(.describeSecret, in: region, #"{"SecretId":\#(jsonString(name))}"#)
    return answer.withView { view in
      var hasValue = false
      view.member("VersionIdsToStages")?.forEachMember { _, stages in
        stages.forEachElement { stage in
          hasValue = hasValue || stage.text?.equals("AWSCURRENT") ?? false
          return true
        }
        return true
      }
      return StoredSecret(
        hasValue: hasValue, isBeingDeleted: view.member("DeletedDate").map { $0.kind != .null } ?? false)
    }
  }
}

extension AccountCalls {
  /// A parameter that is there has a value: it is made with one.
  private func parameter(_ name: String, in region: String) async throws(CallFailure) -> StoredSecret {
    let answer = try await json(
      .describeParameters, in: region,
      #"{"ParameterFilters":[{"Key":"Name","Values":[\#(jsonString(name))]}]}"#)
    guard answer.withView({ !$0.list("Parameters") { $0.string("Name") }.isEmpty }) else {
      throw .absent("there is no parameter \(name)")
    }
    return StoredSecret(hasValue: true, isBeingDeleted: false)
  }
}
