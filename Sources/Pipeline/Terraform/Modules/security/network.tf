# The forwarder's way to a domain in a VPC: port 443, and nothing else.
#
# A connection that times out is a security group that does not let it through or a route that is missing: nothing refuses.

locals {
  in_vpc           = var.create_functions && var.function_network != null
  has_two_vpcs     = local.in_vpc && var.domain_network != null && try(var.function_network.vpc_id != var.domain_network.vpc_id, false)
  is_peered        = local.has_two_vpcs && var.vpc_connection == "peering"
  has_vpc_endpoint = local.has_two_vpcs && var.vpc_connection == "endpoint"

  # The domain's own group where it is made here, else the one that is named.
  opens_domain = (
    local.in_vpc && var.domain_network != null && !local.has_vpc_endpoint
    && (var.create_domain || try(var.domain_network.security_group_id, null) != null)
  )
  domain_security_group_id = var.create_domain ? one(aws_security_group.domain[*].id) : try(var.domain_network.security_group_id, null)
}

resource "aws_security_group" "forward" {
  count = local.in_vpc ? 1 : 0

  name        = "iamwatch-forward"
  description = "The forwarder: out to the domain and to its queue, by 443."
  vpc_id      = var.function_network.vpc_id
}

# Without a route of its own a function in a VPC reaches no service of AWS: its queue is given an endpoint, in the same
# subnets. Both it and the domain are within the two networks.
resource "aws_vpc_security_group_egress_rule" "forward" {
  for_each = local.in_vpc ? toset(distinct(compact([
    var.function_network.cidr_block,
    var.domain_network == null ? "0.0.0.0/0" : local.has_vpc_endpoint ? "" : var.domain_network.cidr_block,
  ]))) : toset([])

  security_group_id = aws_security_group.forward[0].id
  description       = "443 to the domain and the endpoints"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_endpoint" "sqs" {
  count = local.in_vpc ? 1 : 0

  vpc_id              = var.function_network.vpc_id
  service_name        = "com.amazonaws.${local.region}.sqs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = var.function_network.subnet_ids
  security_group_ids  = [aws_security_group.endpoints[0].id]
}

resource "aws_security_group" "endpoints" {
  count = local.in_vpc ? 1 : 0

  name        = "iamwatch-endpoints"
  description = "What the forwarder reaches within its VPC."
  vpc_id      = var.function_network.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  count = local.in_vpc ? 1 : 0

  security_group_id            = aws_security_group.endpoints[0].id
  description                  = "443 from the forwarder"
  referenced_security_group_id = aws_security_group.forward[0].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_security_group" "domain" {
  count = var.create_domain && var.domain_network != null ? 1 : 0

  name        = "iamwatch-domain"
  description = "The domain: in from the forwarder, by 443."
  vpc_id      = var.domain_network.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "domain" {
  count = local.opens_domain ? 1 : 0

  security_group_id = local.domain_security_group_id
  description       = "443 from the forwarder"
  cidr_ipv4         = var.function_network.cidr_block
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# Two VPCs, first way: they are peered, and each has a route to the other. Their addresses must not overlap.
resource "aws_vpc_peering_connection" "domain" {
  count = local.is_peered ? 1 : 0

  vpc_id      = var.function_network.vpc_id
  peer_vpc_id = var.domain_network.vpc_id
  auto_accept = true

  # The domain's name is resolved to its inner address.
  requester {
    allow_remote_vpc_dns_resolution = true
  }

  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "to_domain" {
  for_each = local.is_peered ? toset(var.function_network.route_table_ids) : toset([])

  route_table_id            = each.value
  destination_cidr_block    = var.domain_network.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.domain[0].id
}

resource "aws_route" "to_forwarder" {
  for_each = local.is_peered ? toset(var.domain_network.route_table_ids) : toset([])

  route_table_id            = each.value
  destination_cidr_block    = var.function_network.cidr_block
  vpc_peering_connection_id = aws_vpc_peering_connection.domain[0].id
}

# Second way: the domain gets an address in the forwarder's VPC. No routes, and addresses may overlap.
resource "aws_opensearch_vpc_endpoint" "events" {
  count = local.has_vpc_endpoint ? 1 : 0

  domain_arn = local.domain_arn

  vpc_options {
    subnet_ids         = var.function_network.subnet_ids
    security_group_ids = [aws_security_group.endpoints[0].id]
  }
}
