import AWS
import CloudTrail
import Testing

@testable import Pipeline

/// The lists of the other services, each with the token that its API reference names.
@Suite("Lists that come page by page") struct ListCallsTests {
  @Test("EventBridge's rules, with NextToken")
  func rules() async throws {
    let recorded = RecordedAnswers([
      "ListRules": .status(
        200, #"{"Rules":[{"Name":"a","State":"ENABLED","EventPattern":"{}"}],"NextToken":"2"}"#),
      "ListRules 2": .status(200, #"{"Rules":[{"Name":"b","State":"DISABLED"}]}"#),
      "ListTargetsByRule": .status(200, #"{"Targets":[]}"#),
    ])
    let rules = try await recorded.calls.rules(of: "default", beginning: "", in: "us-east-1")
    #expect(rules.map(\.name) == ["a", "b"])
  }

  @Test("a log group's resource policies and subscription filters, with nextToken")
  func logs() async throws {
    let filter = { (name: String) in
      #"{"filterName":"\#(name)","logGroupName":"/aws/events/x","filterPattern":"","destinationArn":"arn:\#(name)"}"#
    }
    let recorded = RecordedAnswers([
      "DescribeResourcePolicies": .status(
        200, #"{"resourcePolicies":[{"policyName":"p","policyDocument":"one"}],"nextToken":"2"}"#),
      "DescribeResourcePolicies 2": .status(
        200, #"{"resourcePolicies":[{"policyName":"q","policyDocument":"two"}]}"#),
      "DescribeSubscriptionFilters": .status(
        200, #"{"subscriptionFilters":[\#(filter("a"))],"nextToken":"2"}"#),
      "DescribeSubscriptionFilters 2": .status(200, #"{"subscriptionFilters":[\#(filter("b"))]}"#),
    ])
    #expect(try await recorded.calls.logPolicies(in: "us-east-1") == ["one", "two"])
    let filters = try await recorded.calls.subscriptionFilters(of: "/aws/events/x", in: "us-east-1")
    #expect(filters.map(\.destinationARN) == ["arn:a", "arn:b"])
  }

  @Test("no more pages of log events are asked for than are wanted")
  func events() async throws {
    let page = { (message: String, next: String) in
      Result.status(
        200,
        #"{"events":[{"logStreamName":"s","timestamp":1795521600000,"message":"\#(message)","eventId":"1"}],"#
          + #""searchedLogStreams":[],"nextToken":"\#(next)"}"#)
    }
    let recorded = RecordedAnswers([
      "FilterLogEvents": page("a", "2"), "FilterLogEvents 2": page("b", "3"),
      "FilterLogEvents 3": page("c", "4"),
    ])
    let since = Timestamp(milliseconds: 0)
    let events = try await recorded.calls.events(of: "g", since: since, pages: 2, in: "us-east-1")
    #expect(events.map(\.message) == ["a", "b"])
  }

  @Test("a topic's subscriptions, with NextToken in XML")
  func subscriptions() async throws {
    let page = { (endpoint: String, next: String) in
      Result.status(
        200,
        """
        <ListSubscriptionsByTopicResponse xmlns="https://sns.amazonaws.com/doc/2010-03-31/">
          <ListSubscriptionsByTopicResult><Subscriptions><member><TopicArn>arn:t</TopicArn><Protocol>lambda</Protocol>
            <SubscriptionArn>arn:t:1</SubscriptionArn><Owner>111122223333</Owner><Endpoint>\(endpoint)</Endpoint>
          </member></Subscriptions>\(next)</ListSubscriptionsByTopicResult>
          <ResponseMetadata><RequestId>b9275252</RequestId></ResponseMetadata>
        </ListSubscriptionsByTopicResponse>
        """)
    }
    let recorded = RecordedAnswers([
      "ListSubscriptionsByTopic": page("arn:f", "<NextToken>2</NextToken>"),
      "ListSubscriptionsByTopic 2": page("arn:g", ""),
    ])
    let found = try await recorded.calls.subscriptions(of: "arn:t", in: "us-east-1")
    #expect(found.map(\.endpoint) == ["arn:f", "arn:g"])
  }

  @Test("a role's policies, with Marker, each URL-encoded")
  func role() async throws {
    let iam = { (action: String, members: String) in
      Result.status(
        200,
        """
        <\(action)Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><\(action)Result>\(members)</\(action)Result>
        <ResponseMetadata><RequestId>7a62c49f</RequestId></ResponseMetadata></\(action)Response>
        """)
    }
    let names = { (name: String, rest: String) in "<PolicyNames><member>\(name)</member></PolicyNames>\(rest)"
    }
    let recorded = RecordedAnswers([
      "GetRole": iam(
        "GetRole",
        "<Role><Path>/</Path><Arn>arn:r</Arn><AssumeRolePolicyDocument>%7B%22a%22%3A1%7D</AssumeRolePolicyDocument></Role>"
      ),
      "ListRolePolicies": iam(
        "ListRolePolicies", names("a", "<IsTruncated>true</IsTruncated><Marker>2</Marker>")),
      "ListRolePolicies 2": iam("ListRolePolicies", names("b", "<IsTruncated>false</IsTruncated>")),
      "GetRolePolicy": iam("GetRolePolicy", "<PolicyDocument>%7B%7D</PolicyDocument>"),
      "ListAttachedRolePolicies": iam(
        "ListAttachedRolePolicies", "<AttachedPolicies/><IsTruncated>false</IsTruncated>"),
    ])
    let role = try await recorded.calls.role("r", in: "us-east-1")
    #expect(role == Role(arn: "arn:r", trust: #"{"a":1}"#, policies: ["{}", "{}"]))
  }
}
