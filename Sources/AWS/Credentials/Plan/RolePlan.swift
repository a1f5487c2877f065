/// Roles assumed with another profile's credentials, or with those of a named source.
extension CredentialsPlanner {
  /// - Parameter visited: the profiles that led here, this one last.
  func role(of profile: Profile, visited: [String]) throws(CredentialsError) -> PlannedCredentials {
    let place = profile.place(of: "role_arn")
    let source: PlannedCredentials
    switch (try profile.text("source_profile"), try profile.text("credential_source")) {
    case (nil, nil): throw .roleWithoutSource(profile: profile.name, place)
    case (.some, .some): throw .roleWithTwoSources(profile: profile.name, place)
    case (let name?, nil): source = try sourceProfile(name, of: profile, visited: visited)
    case (nil, let name?): source = try credentialSource(name, of: profile)
    }
    let role = AssumedRole(
      roleARN: try profile.text("role_arn") ?? "", sessionName: profile["role_session_name"],
      externalID: profile["external_id"], durationSeconds: profile["duration_seconds"].flatMap { Int($0) },
      mfaSerial: profile["mfa_serial"])
    return PlannedCredentials(
      plan: .assumeRole(role, from: source), origin: profile.origin(at: "role_arn"))
  }

  /// A profile may name itself when it has keys of its own: the role is assumed with those.
  private func sourceProfile(
    _ name: String, of profile: Profile, visited: [String]
  ) throws(CredentialsError) -> PlannedCredentials {
    let place = profile.place(of: "source_profile")
    guard let source = shared.profiles[name] else {
      throw .unknownSourceProfile(profile: profile.name, source: name, place)
    }
    if visited.contains(name), name != profile.name || !source.hasKeys {
      throw .loop(visited + [name], place)
    }
    if source.assumesRole, !source.hasKeys { return try role(of: source, visited: visited + [name]) }
    guard let found = try plan(ofProfile: name, withEnvironment: false) else {
      throw .emptySourceProfile(profile: profile.name, source: name, place)
    }
    return found
  }

  private func credentialSource(
    _ name: String, of profile: Profile
  ) throws(CredentialsError) -> PlannedCredentials {
    let place = profile.place(of: "credential_source")
    let found: PlannedCredentials?
    switch name {
    case "Environment": found = try environmentKeys()
    case "EcsContainer":
      found = try ContainerEndpoint(environment).map {
        PlannedCredentials(plan: .container($0), origin: "the container's endpoint")
      }
    case "Ec2InstanceMetadata":
      found = try InstanceMetadata(environment, self.profile).map {
        PlannedCredentials(plan: .instanceMetadata($0), origin: "the instance's role")
      }
    default: throw .unknownCredentialSource(profile: profile.name, source: name, place)
    }
    guard let found else {
      throw .emptyCredentialSource(profile: profile.name, source: name, place)
    }
    return found
  }
}
