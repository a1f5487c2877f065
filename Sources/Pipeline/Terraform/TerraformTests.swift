/// The tests of a root, which need no account: `terraform test` with providers that make everything up.
enum TerraformTests {
  /// - Parameters:
  ///   - folder: the root's own folder; a path that ends in a slash, or empty.
  ///   - accounts: whose providers the root has beside the Security account's.
  static func files(in folder: String, accounts: [MemberAccount]) -> [RenderedFile] {
    let aliases = accounts.flatMap { account in
      account.regions.map { TerraformProviders.alias(account, $0) }
    }
    let providers = [provider(alias: nil)] + aliases.map { provider(alias: $0) }
    return embeddedModules.compactMap { path, text in
      switch path {
      case "tests/aws.tfmock.hcl": RenderedFile("\(folder)tests/mocks/aws.tfmock.hcl", text)
      case "tests/runs.tftest.hcl":
        RenderedFile("\(folder)tests/pipeline.tftest.hcl", (providers + [text]).joined(separator: "\n"))
      default: nil
      }
    }
  }

  private static func provider(alias: String?) -> String {
    var text = TerraformText()
    text.block("mock_provider \"aws\"") { text in
      let name = alias.map { [("alias", TerraformText.string($0))] } ?? []
      text.attributes(name + [("source", "\"./tests/mocks\"")])
    }
    return text.text
  }
}
