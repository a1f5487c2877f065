import AWS
import Configuration
import Glibc

extension AWSSettings {
  /// The AWS CLI's files with what this program's flags, their variables and the context in force say first.
  init(_ options: CommonOptions, _ context: Configuration.Context?) throws(CredentialsError) {
    let access = SourceAccess(options).or(SourceAccess(context))
    try self.init(
      environment: AWSEnvironment(ProcessVariables.all),
      profileFlag: access.profile, regionFlag: access.region)
  }
}
