/** CloudFormation types that the local cloud leaves out. */

/** Types (or prefixes ending in `*`) that are left out, and why that changes nothing a function can see. */
export const INERT: Readonly<Record<string, string>> = {
  "AWS::IAM::*": "permissions are not enforced locally: a missing grant shows only on AWS",
  "AWS::KMS::*": "encryption at rest is the data directory's own matter",
  "AWS::EC2::*": "every engine is on the loopback interface",
  "AWS::RDS::DBSubnetGroup": "every engine is on the loopback interface",
  "AWS::RDS::DBClusterParameterGroup": "the embedded PostgreSQL runs with its own settings",
  "AWS::RDS::DBParameterGroup": "the embedded PostgreSQL runs with its own settings",
  "AWS::SecretsManager::SecretTargetAttachment": "the database endpoint is given by DATABASE_URL",
  "AWS::SecretsManager::ResourcePolicy": "permissions are not enforced locally",
  "AWS::SecretsManager::RotationSchedule": "local secrets are not rotated",
  "AWS::Logs::*": "function output goes to log files",
  "AWS::CloudWatch::*": "nothing watches metrics locally",
  "AWS::SNS::Subscription": "messages go to whoever listens in the process",
  "AWS::SNS::TopicPolicy": "permissions are not enforced locally",
  "AWS::SQS::QueuePolicy": "permissions are not enforced locally",
  "AWS::S3::BucketPolicy": "permissions are not enforced locally",
  "AWS::Events::EventBusPolicy": "permissions are not enforced locally",
  "AWS::Lambda::Permission": "permissions are not enforced locally",
  "AWS::Lambda::LayerVersion": "handlers are imported from source",
  "AWS::AppSync::ApiKey": "the GraphQL host checks its own credentials",
  "AWS::SSM::Parameter": "names something for other stacks; no function reads it",
  "AWS::CDK::Metadata": "describes the stack",
  "AWS::CloudFormation::WaitConditionHandle": "orders a deployment",
  "AWS::CloudFormation::CustomResource": "acts on AWS while deploying",
  "Custom::*": "acts on AWS while deploying",
};
