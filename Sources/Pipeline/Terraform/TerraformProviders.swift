/// The providers of a root: one for each account and region, each with credentials of its own.
enum TerraformProviders {
  /// What a provider is called that works in an account's region.
  static func alias(_ account: MemberAccount, _ region: String) -> String {
    "member_\(account.id)_\(region.replacing("-", with: "_"))"
  }

  /// The Security account's provider, without an alias.
  static func security(_ plan: PipelinePlan) -> String {
    let access = plan.members.first { $0.id == plan.securityAccount }?.access ?? .own
    var text = TerraformText()
    text.comment("The Security account. Wherever its id is not that of the credentials, Terraform stops.")
    provider(&text, alias: nil, region: plan.homeRegion, account: plan.securityAccount, access: access)
    return text.text
  }

  /// An account's providers, a region each: Terraform's provider works in one, and each is a process of its own.
  static func member(_ account: MemberAccount) -> String {
    account.regions.map { region in
      var text = TerraformText()
      text.comment(account.title(in: region))
      provider(
        &text, alias: alias(account, region), region: region, account: account.id, access: account.access)
      return text.text
    }.joined(separator: "\n")
  }

  private static func provider(
    _ text: inout TerraformText, alias: String?, region: String, account: String, access: MemberAccount.Access
  ) {
    text.block("provider \"aws\"") { text in
      var attributes = alias.map { [("alias", TerraformText.string($0))] } ?? []
      attributes += [
        ("region", TerraformText.string(region)),
        ("allowed_account_ids", "[\(TerraformText.string(account))]"),
      ]
      if case .profile(let profile) = access { attributes.append(("profile", TerraformText.string(profile))) }
      text.attributes(attributes)
      guard case .role(let arn) = access else { return }
      text.blank()
      text.block("assume_role") { text in
        text.attributes([
          ("role_arn", TerraformText.string(arn)), ("session_name", "\"iamwatch-pipeline\""),
        ])
      }
    }
  }
}
