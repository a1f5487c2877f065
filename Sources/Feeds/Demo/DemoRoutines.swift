/// What each kind of session tends to call: names as in `DemoAction`, a number for how often.
struct DemoRoutines: Sendable {
  /// Positions in `DemoAction.all`, each as often as it is likely.
  let workload = choices(
    """
    sts:GetCallerIdentity 6 kms:Decrypt 8 kms:GenerateDataKey 4 s3:ListBuckets 1 ec2:DescribeInstances 2
    lambda:GetFunction20150331v2 1 ec2:DescribeNetworkInterfaces 2 kms:DescribeKey 1 iam:GetRole 1
    """)
  let recorder = choices(
    """
    iam:GetRole 8 iam:ListRolePolicies 7 iam:ListAttachedRolePolicies 7 iam:GetRolePolicy 5 iam:GetPolicy 6
    iam:GetPolicyVersion 6 iam:ListPolicyVersions 3 iam:ListEntitiesForPolicy 2 iam:ListRoleTags 3
    iam:GetInstanceProfile 2 iam:ListGroups 1 iam:GetGroup 2 iam:ListAttachedGroupPolicies 2 iam:GetUser 3
    iam:ListGroupsForUser 2 iam:ListUserPolicies 2 iam:ListAttachedUserPolicies 2 iam:ListRoles 1
    """)
  let deployReads = choices(
    """
    iam:GetRole 12 iam:ListRolePolicies 9 iam:GetRolePolicy 7 iam:ListAttachedRolePolicies 9 iam:GetPolicy 7
    iam:GetPolicyVersion 7 iam:ListInstanceProfilesForRole 2 iam:GetInstanceProfile 2 sts:GetCallerIdentity 3
    iam:GetOpenIDConnectProvider 1 ec2:DescribeSecurityGroups 3 ec2:DescribeSubnets 2 s3:GetBucketPolicy 3
    s3:GetBucketEncryption 2 kms:DescribeKey 2 lambda:GetFunction20150331v2 3 organizations:DescribeOrganization 1
    """)
  let deployWrites = choices(
    """
    iam:TagRole 5 iam:PutRolePolicy 5 iam:CreateRole 2 iam:AttachRolePolicy 2 iam:DetachRolePolicy 1
    iam:CreatePolicyVersion 3 iam:DeletePolicyVersion 2 iam:CreatePolicy 1 iam:CreateInstanceProfile 1
    iam:AddRoleToInstanceProfile 1 iam:DeleteRolePolicy 1 iam:UpdateRole 1
    lambda:UpdateFunctionCode20150331v2 6 ec2:CreateTags 4
    """)
  let personReads = choices(
    """
    iam:GetRole 6 iam:ListRoles 6 iam:ListUsers 3 iam:ListPolicies 4 iam:GetPolicyVersion 3 iam:ListGroups 2
    iam:ListAccountAliases 8 iam:GetAccountSummary 5 iam:ListMFADevices 3 iam:ListAccessKeys 3
    iam:GetAccountPasswordPolicy 2 iam:ListSAMLProviders 1 iam:ListOpenIDConnectProviders 1
    iam:GetServiceLastAccessedDetails 2 iam:GenerateServiceLastAccessedDetails 2 iam:SimulatePrincipalPolicy 1
    access-analyzer:ListFindingsV2 3 access-analyzer:GetFindingV2 2 access-analyzer:ListAnalyzers 2
    access-analyzer:ValidatePolicy 3 organizations:DescribeOrganization 4 organizations:ListAccounts 2
    ec2:DescribeInstances 6 s3:ListBuckets 4 cloudtrail:LookupEvents 3 lambda:ListFunctions20150331 3
    sts:GetCallerIdentity 4 cloudtrail:DescribeTrails 1
    """)
  let personWrites = choices(
    """
    iam:TagRole 3 iam:UpdateRole 2 iam:CreatePolicyVersion 2 iam:CreateServiceLinkedRole 2 iam:DeleteRole 1
    access-analyzer:UpdateFindings 3 organizations:TagResource 1 ec2:CreateTags 3 iam:DetachRolePolicy 1
    """)
  let audit = choices(
    """
    iam:GetAccountSummary 3 iam:GetAccountPasswordPolicy 2 iam:ListUsers 3 iam:ListAccessKeys 6
    iam:GetAccessKeyLastUsed 6 iam:ListMFADevices 4 iam:GetLoginProfile 3 iam:ListVirtualMFADevices 1
    iam:GenerateCredentialReport 2 iam:GetCredentialReport 2 iam:GetAccountAuthorizationDetails 3
    iam:ListServerCertificates 1 iam:ListRoles 3 iam:GetRole 4 iam:ListAttachedUserPolicies 3
    organizations:DescribeAccount 1 cloudtrail:GetTrailStatus 1 cloudtrail:GetEventSelectors 1
    s3:GetBucketPolicy 3 s3:GetBucketEncryption 2 ec2:DescribeSecurityGroups 2 kms:DescribeKey 2
    """)
  let directory = choices(
    """
    identitystore:ListUsers 3 identitystore:ListGroups 3 identitystore:DescribeUser 5
    identitystore:IsMemberInGroups 6 identitystore:ListGroupMembershipsForMember 4
    identitystore:CreateGroupMembership 1 identitystore:DeleteGroupMembership 1 identitystore:UpdateUser 1
    sso-directory:SearchUsers 3 sso-directory:SearchGroups 2 sso-directory:DescribeGroups 2
    sso-directory:ListMembersInGroup 3 sso-directory:DescribeUsers 3 sso:ListInstances 2
    sso:ListPermissionSets 2 sso:DescribePermissionSet 3 sso:ListAccountAssignments 3
    organizations:ListAccounts 2 organizations:DescribeAccount 3 organizations:ListParents 2
    organizations:ListPoliciesForTarget 2 organizations:ListTagsForResource 2 organizations:ListRoots 1
    """)
  let legacyUser = choices(
    """
    sts:GetCallerIdentity 6 sts:GetSessionToken 3 iam:GetUser 3 iam:ListAccessKeys 1 s3:ListBuckets 3
    kms:GenerateDataKey 2
    """)

  private static func choices(_ text: String) -> [Int] {
    let words = text.split { $0 == " " || $0 == "\n" }
    return stride(from: 0, to: words.count - 1, by: 2).flatMap { position -> [Int] in
      guard let action = DemoAction.index(String(words[position])) else { return [] }
      return [Int](repeating: action, count: Int(words[position + 1]) ?? 1)
    }
  }
}
