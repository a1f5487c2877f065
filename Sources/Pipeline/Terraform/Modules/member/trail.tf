# EventBridge gets an account's API calls only while a trail logs them. Most organisations have one trail for all accounts;
# this is for those that have none.

locals {
  has_trail   = var.enable_trail && var.is_global_region
  trail_arn   = "arn:${local.partition}:cloudtrail:${data.aws_region.here.name}:${local.account_id}:trail/iamwatch"
  bucket_name = "iamwatch-trail-${local.account_id}"
}

resource "aws_s3_bucket" "trail" {
  count = local.has_trail ? 1 : 0

  bucket = local.bucket_name
}

resource "aws_s3_bucket_public_access_block" "trail" {
  count = local.has_trail ? 1 : 0

  bucket                  = aws_s3_bucket.trail[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "trail" {
  count = local.has_trail ? 1 : 0

  bucket = aws_s3_bucket.trail[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_policy" "trail" {
  count = local.has_trail ? 1 : 0

  bucket = aws_s3_bucket.trail[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "s3:GetBucketAcl"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Resource  = aws_s3_bucket.trail[0].arn
        Condition = { StringEquals = { "aws:SourceArn" = local.trail_arn } }
      },
      {
        Effect    = "Allow"
        Action    = "s3:PutObject"
        Principal = { Service = "cloudtrail.amazonaws.com" }
        Resource  = "${aws_s3_bucket.trail[0].arn}/AWSLogs/${local.account_id}/*"
        Condition = {
          StringEquals = {
            "aws:SourceArn" = local.trail_arn
            "s3:x-amz-acl"  = "bucket-owner-full-control"
          }
        }
      },
    ]
  })
}

resource "aws_cloudtrail" "trail" {
  count = local.has_trail ? 1 : 0

  name                          = "iamwatch"
  s3_bucket_name                = aws_s3_bucket.trail[0].id
  is_multi_region_trail         = true
  include_global_service_events = true
  enable_log_file_validation    = true
  enable_logging                = var.enable_logging

  depends_on = [aws_s3_bucket_policy.trail]
}
