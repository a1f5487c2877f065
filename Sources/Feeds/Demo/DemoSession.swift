/// Somebody, or something, with credentials: what all records of one session share.
struct DemoSession {
  /// The JSON object of `userIdentity`.
  var identity: [UInt8]
  var scene: DemoScene
  /// False for calls that a service makes inside AWS, which have no `tlsDetails`.
  var overNetwork = true

  private init(_ template: DemoTemplate, _ scene: DemoScene, overNetwork: Bool = true) {
    identity = []
    self.scene = scene
    self.overNetwork = overNetwork
    template.writeKnown(scene, into: &identity)
  }

  private static let iamUser = DemoTemplate(
    #"{"type":"IAMUser","principalId":"${userID}","arn":"arn:aws:iam::${account}:user/${user}","accountId":"${account}","accessKeyId":"${key}","userName":"${user}"}"#
  )
  private static let consoleUser = DemoTemplate(
    #"{"type":"IAMUser","principalId":"${userID}","arn":"arn:aws:iam::${account}:user/${user}","accountId":"${account}","accessKeyId":"${key}","userName":"${user}","sessionContext":{"attributes":{"creationDate":"${began}","mfaAuthenticated":"false"}}}"#
  )
  private static let unknownUser = DemoTemplate(
    #"{"type":"IAMUser","accountId":"${account}","accessKeyId":"","userName":"${user}"}"#)
  private static let root = DemoTemplate(
    #"{"type":"Root","principalId":"${account}","arn":"arn:aws:iam::${account}:root","accountId":"${account}","accessKeyId":"${key}","sessionContext":{"attributes":{"creationDate":"${began}","mfaAuthenticated":"true"}}}"#
  )
  private static let assumedRole = DemoTemplate(
    #"{"type":"AssumedRole","principalId":"${roleID}:${session}","arn":"arn:aws:sts::${account}:assumed-role/${role}/${session}","accountId":"${account}","accessKeyId":"${key}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"${roleID}","arn":"arn:aws:iam::${account}:role/${rolePath}${role}","accountId":"${account}","userName":"${role}"},"webIdFederationData":{},"attributes":{"creationDate":"${began}","mfaAuthenticated":"false"}}${context}}"#
  )
  private static let service = DemoTemplate(#"{"type":"AWSService","invokedBy":"${invoker}"}"#)
  private static let webIdentity = DemoTemplate(
    #"{"type":"WebIdentityUser","principalId":"arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:${subject}","userName":"${subject}","identityProvider":"arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com"}"#
  )
  private static let saml = DemoTemplate(
    #"{"type":"SAMLUser","principalId":"demoIssuer0000000000000000=:${email}","userName":"${email}","identityProvider":"demoIssuer0000000000000000="}"#
  )
  private static let identityCenter = DemoTemplate(
    #"{"type":"IdentityCenterUser","accountId":"${account}","onBehalfOf":{"userId":"${person}","identityStoreArn":"arn:aws:identitystore::${account}:identitystore/d-demo000001"},"credentialId":"${session}"}"#
  )
  private static let otherAccount = DemoTemplate(
    #"{"type":"AWSAccount","principalId":"${roleID}:${session}","accountId":"${account}"}"#)
  private static let otherAccountUser = DemoTemplate(
    #"{"type":"AWSAccount","principalId":"${userID}","accountId":"${account}"}"#)

  static func user(_ scene: DemoScene) -> DemoSession { DemoSession(iamUser, scene) }
  static func consoleUser(_ scene: DemoScene) -> DemoSession { DemoSession(consoleUser, scene) }
  static func unknownUser(_ scene: DemoScene) -> DemoSession { DemoSession(unknownUser, scene) }
  static func root(_ scene: DemoScene) -> DemoSession { DemoSession(root, scene) }
  static func role(_ scene: DemoScene) -> DemoSession { DemoSession(assumedRole, scene) }
  static func webIdentity(_ scene: DemoScene) -> DemoSession { DemoSession(webIdentity, scene) }
  static func saml(_ scene: DemoScene) -> DemoSession { DemoSession(saml, scene) }
  static func identityCenter(_ scene: DemoScene) -> DemoSession { DemoSession(identityCenter, scene) }

  /// A service that acts by itself; address and agent are its name.
  static func service(_ scene: DemoScene) -> DemoSession {
    let named = scene.with([.address: scene[.invoker], .agent: scene[.invoker]])
    return DemoSession(service, named, overNetwork: false)
  }

  /// How the owner of a role sees this session assume it: only the other account and an id.
  func seenFromOutside() -> DemoSession {
    DemoSession(scene[.roleID].isEmpty ? Self.otherAccountUser : Self.otherAccount, scene)
  }
}
