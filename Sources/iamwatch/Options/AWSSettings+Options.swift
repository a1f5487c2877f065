import AWS
import Configuration
import Glibc

extension AWSSettings {
  /// The AWS CLI's files with what this program's flags, their variables and the context in force say first.
  init(_ options: CommonOptions, _ context: Configuration.Context?) throws(CredentialsError) {
    try self.init(
      environment: AWSEnvironment(Environment.all),
      profileFlag: options.profile ?? Environment.flag("PROFILE") ?? context?.profile,
      regionFlag: options.region ?? Environment.flag("REGION") ?? context?.region)
  }
}
