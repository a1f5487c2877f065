import CloudTrail

/// The endpoint that gives a container of ECS or a pod of EKS its credentials.
struct ContainerService: Sendable {
  let endpoint: ContainerEndpoint
  let http: any HTTPTransport
  /// Between two attempts.
  let pause: Duration

  private static let attempts = 3

  /// - Throws: ``CredentialsError/container(_:)``, or what is wrong with the answer.
  func credentials() async throws(CredentialsError) -> Credentials {
    let headers = [HTTPHeader("Accept", "application/json")] + (try authorization())
    let request = HTTPRequest(local: "GET", url: endpoint.url, headers: headers, seconds: 2)
    var last = ""
    for attempt in 0..<ContainerService.attempts {
      if attempt > 0 { try? await Task.sleep(for: pause) }
      let answer: HTTPAnswer
      do throws(HTTPError) { answer = try await http.send(request) } catch {
        last = "\(error)"
        continue
      }
      if answer.status == 200 {
        return try SessionDocument(answer.body, from: "the container's endpoint").credentials()
      }
      last = "status \(answer.status)"
    }
    throw .container("\(endpoint.url) gave none in \(ContainerService.attempts) attempts: \(last)")
  }

  private func authorization() throws(CredentialsError) -> [HTTPHeader] {
    let token: String
    switch endpoint.authorization {
    case nil: return []
    case .token(let secret): token = secret.exposed
    case .file(let path):
      guard let text = try FileText.read(path) else {
        throw .container("the file \(path) of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE does not exist")
      }
      token = text
    }
    guard isPlain(token) else {
      throw .container("the authorization token has characters that no header may have, such as a line break")
    }
    return [HTTPHeader("Authorization", token)]
  }
}
