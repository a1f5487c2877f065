variables {
  function_package_hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
}

run "everything_in_one_vpc" {
  variables {
    enable_trail     = true
    enable_test_rule = true
    create_domain    = true
    reader_role_arns = ["arn:aws:iam::999999999999:role/audit"]
    health_emails    = ["security@example.com"]

    function_network = {
      vpc_id          = "vpc-1"
      subnet_ids      = ["subnet-1", "subnet-2"]
      cidr_block      = "10.1.0.0/16"
      route_table_ids = ["rtb-1"]
    }

    domain_network = {
      vpc_id          = "vpc-1"
      subnet_ids      = ["subnet-1", "subnet-2"]
      cidr_block      = "10.1.0.0/16"
      route_table_ids = ["rtb-1"]
    }
  }

  assert {
    condition     = endswith(output.bus_arn, ":event-bus/iamwatch")
    error_message = "Members need the bus."
  }

  assert {
    condition     = startswith(output.log_group_name, "/aws/events/")
    error_message = "EventBridge delivers to no other log group."
  }

  assert {
    condition     = alltrue([for pattern in local.alert_patterns : length(jsonencode(jsondecode(pattern))) <= 4096])
    error_message = "EventBridge takes patterns of 4,096 characters."
  }

  assert {
    condition     = output.domain_endpoint == "https://search-iamwatch-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
    error_message = "The forwarder needs the domain that is made."
  }
}

run "a_domain_in_another_vpc_by_peering" {
  variables {
    create_domain  = true
    vpc_connection = "peering"

    function_network = {
      vpc_id          = "vpc-1"
      subnet_ids      = ["subnet-1", "subnet-2"]
      cidr_block      = "10.1.0.0/16"
      route_table_ids = ["rtb-1"]
    }

    domain_network = {
      vpc_id          = "vpc-2"
      subnet_ids      = ["subnet-3", "subnet-4"]
      cidr_block      = "10.2.0.0/16"
      route_table_ids = ["rtb-2"]
    }
  }

  assert {
    condition     = startswith(output.domain_endpoint, "https://search-")
    error_message = "Over a peering the domain is reached by its own address."
  }
}

run "a_domain_in_another_vpc_by_an_endpoint" {
  variables {
    create_domain  = true
    vpc_connection = "endpoint"

    function_network = {
      vpc_id          = "vpc-1"
      subnet_ids      = ["subnet-1", "subnet-2"]
      cidr_block      = "10.1.0.0/16"
      route_table_ids = ["rtb-1"]
    }

    domain_network = {
      vpc_id          = "vpc-2"
      subnet_ids      = ["subnet-3", "subnet-4"]
      cidr_block      = "10.2.0.0/16"
      route_table_ids = ["rtb-2"]
    }
  }

  assert {
    condition     = output.domain_endpoint == "https://vpc-iamwatch-abcdefghijklmnopqrstuvwxyz.us-east-1.es.amazonaws.com"
    error_message = "The forwarder needs the endpoint's address."
  }
}

run "a_serverless_collection" {
  variables {
    create_domain     = false
    create_collection = true
    reader_role_arns  = ["arn:aws:iam::999999999999:role/audit"]
  }

  assert {
    condition     = output.domain_endpoint == "https://abcdefghij.us-east-1.aoss.amazonaws.com"
    error_message = "The forwarder needs the collection."
  }
}

run "neither_domain_nor_functions" {
  variables {
    create_domain    = false
    create_functions = false
  }

  assert {
    condition     = output.alert_topic_arn != ""
    error_message = "The topic is there without the functions."
  }
}
