# Where events are searched: a domain made here, a collection of OpenSearch Serverless, or a domain that is there already.
#
# The forwarder puts the index template there before its first documents: without it the domain would make up a field for
# each name, and take an account's id for whatever it looks like.

locals {
  domain_host = var.domain_endpoint == null ? "" : regex("^https://([^/]+)", var.domain_endpoint)[0]

  # Of an address of AWS the domain's name is a part: https://vpc-NAME-….REGION.es.amazonaws.com.
  existing_domain_arn = coalesce(var.domain_arn, try(
    "arn:${local.partition}:es:${local.region}:${local.account_id}:domain/${regex("^(?:search|vpc)-([^.]+)-[a-z0-9]+\\.", local.domain_host)[0]}",
    "arn:${local.partition}:es:${local.region}:${local.account_id}:domain/*",
  ))

  # Of a collection the address begins with its id: https://ID.REGION.aoss.amazonaws.com.
  is_serverless  = var.create_collection || !var.create_domain && can(regex("\\.aoss\\.amazonaws\\.com(\\.cn)?$", local.domain_host))
  collection_arn = var.create_collection ? one(aws_opensearchserverless_collection.events[*].arn) : "arn:${local.partition}:aoss:${local.region}:${local.account_id}:collection/${split(".", local.domain_host)[0]}"

  domain_arn = var.create_domain ? one(aws_opensearch_domain.events[*].arn) : local.existing_domain_arn

  domain_endpoint = (
    local.has_vpc_endpoint ? "https://${one(aws_opensearch_vpc_endpoint.events[*].endpoint)}"
    : var.create_domain ? "https://${one(aws_opensearch_domain.events[*].endpoint)}"
    : var.create_collection ? one(aws_opensearchserverless_collection.events[*].collection_endpoint)
    : var.domain_endpoint == null ? "" : var.domain_endpoint
  )

  forward_role_arns = aws_iam_role.forward[*].arn
}

resource "aws_opensearch_domain" "events" {
  count = var.create_domain ? 1 : 0

  domain_name    = "iamwatch"
  engine_version = "OpenSearch_2.19"

  cluster_config {
    instance_type          = var.domain_instance_type
    instance_count         = var.domain_instance_count
    zone_awareness_enabled = var.domain_instance_count % 2 == 0
  }

  ebs_options {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = var.domain_volume_gib
  }

  encrypt_at_rest {
    enabled = true
  }

  node_to_node_encryption {
    enabled = true
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }

  dynamic "vpc_options" {
    for_each = var.domain_network == null ? [] : [var.domain_network]

    content {
      subnet_ids         = slice(vpc_options.value.subnet_ids, 0, var.domain_instance_count % 2 == 0 ? 2 : 1)
      security_group_ids = [aws_security_group.domain[0].id]
    }
  }
}

# Signed requests only: the forwarder writes, the readers search. Nobody is let in for an address alone.
resource "aws_opensearch_domain_policy" "events" {
  count = var.create_domain && length(concat(local.forward_role_arns, var.reader_role_arns)) > 0 ? 1 : 0

  domain_name = aws_opensearch_domain.events[0].domain_name

  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for arn in local.forward_role_arns : {
        Effect    = "Allow"
        Action    = ["es:ESHttpPost"]
        Principal = { AWS = arn }
        Resource  = ["${aws_opensearch_domain.events[0].arn}/_bulk"]
      }],
      [for arn in local.forward_role_arns : {
        Effect    = "Allow"
        Action    = ["es:ESHttpGet", "es:ESHttpPut"]
        Principal = { AWS = arn }
        Resource  = ["${aws_opensearch_domain.events[0].arn}/_index_template/iamwatch"]
      }],
      # Searching is a POST, and a point in time is deleted when it is done with.
      [for arn in var.reader_role_arns : {
        Effect    = "Allow"
        Action    = ["es:ESHttpGet", "es:ESHttpPost", "es:ESHttpDelete"]
        Principal = { AWS = arn }
        Resource = [
          "${aws_opensearch_domain.events[0].arn}/",
          "${aws_opensearch_domain.events[0].arn}/cwl-*",
          "${aws_opensearch_domain.events[0].arn}/_search*",
        ]
      }],
    )
  })
}

# Who may do what in a collection says its data access policy: of one that is there already it is somebody else's, and has to
# let the forwarder's role do what it may do in the collection below.
#
# A collection of type SEARCH, as one of time series takes no ids of documents, and what is delivered twice would be there
# twice.
resource "aws_opensearchserverless_collection" "events" {
  count = var.create_collection ? 1 : 0

  name = "iamwatch"
  type = "SEARCH"

  depends_on = [
    aws_opensearchserverless_security_policy.encryption,
    aws_opensearchserverless_security_policy.network,
  ]
}

resource "aws_opensearchserverless_security_policy" "encryption" {
  count = var.create_collection ? 1 : 0

  name = "iamwatch"
  type = "encryption"

  policy = jsonencode({
    Rules       = [{ ResourceType = "collection", Resource = ["collection/iamwatch"] }]
    AWSOwnedKey = true
  })
}

resource "aws_opensearchserverless_security_policy" "network" {
  count = var.create_collection ? 1 : 0

  name = "iamwatch"
  type = "network"

  policy = jsonencode([{
    Rules           = [{ ResourceType = "collection", Resource = ["collection/iamwatch"] }]
    AllowFromPublic = true
  }])
}

resource "aws_opensearchserverless_access_policy" "events" {
  count = var.create_collection && length(concat(local.forward_role_arns, var.reader_role_arns)) > 0 ? 1 : 0

  name = "iamwatch"
  type = "data"

  policy = jsonencode(concat(
    length(local.forward_role_arns) == 0 ? [] : [{
      Rules = [
        {
          ResourceType = "index"
          Resource     = ["index/iamwatch/*"]
          Permission   = ["aoss:CreateIndex", "aoss:WriteDocument", "aoss:UpdateIndex"]
        },
        # An index template is an item of the collection.
        {
          ResourceType = "collection"
          Resource     = ["collection/iamwatch"]
          Permission   = ["aoss:DescribeCollectionItems", "aoss:CreateCollectionItems", "aoss:UpdateCollectionItems"]
        },
      ]
      Principal = local.forward_role_arns
    }],
    length(var.reader_role_arns) == 0 ? [] : [{
      Rules = [{
        ResourceType = "index"
        Resource     = ["index/iamwatch/*"]
        Permission   = ["aoss:DescribeIndex", "aoss:ReadDocument"]
      }]
      Principal = var.reader_role_arns
    }],
  ))
}
