import Testing

@testable import CloudTrail

@Suite struct ShownPrincipalTests {
  @Test(
    "an IAM principal is shown by kind and name, anything else as it is",
    arguments: [
      ("arn:aws:iam::111122223333:role/Deploy", "role/Deploy"),
      ("arn:aws:iam::111122223333:role/team/ci/Deploy", "role/Deploy"),
      ("arn:aws-cn:iam::111122223333:user/ana", "user/ana"),
      ("arn:aws:iam::111122223333:user/people/ana", "user/ana"),
      ("arn:aws:iam::111122223333:root", "root"),
      (
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0a1b",
        "role/AWSReservedSSO_Dev_0a1b"
      ),
      ("arn:aws:iam::111122223333:role/", "arn:aws:iam::111122223333:role/"),
      ("arn:aws:iam::111122223333:group/ops", "arn:aws:iam::111122223333:group/ops"),
      ("arn:aws:sts::111122223333:federated-user/ana", "arn:aws:sts::111122223333:federated-user/ana"),
      ("arn:aws:iam:us-east-1:111122223333:role/x", "arn:aws:iam:us-east-1:111122223333:role/x"),
      ("cloudtrail.amazonaws.com", "cloudtrail.amazonaws.com"),
      ("arn:", "arn:"),
      ("", ""),
    ])
  func shown(key: String, expected: String) { #expect(ShownPrincipal.form(of: key) == expected) }
}
