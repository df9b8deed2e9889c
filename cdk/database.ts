/** The read model's database: Aurora PostgreSQL that sleeps when nobody uses it, in a network with no way out. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import type { IVpc } from "aws-cdk-lib/aws-ec2";
import { GatewayVpcEndpointAwsService, SubnetType, Vpc } from "aws-cdk-lib/aws-ec2";
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
} from "aws-cdk-lib/aws-rds";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from "aws-cdk-lib/custom-resources";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { DATABASE_NAME, DATABASE_USER, createUserSql } from "./database-user.ts";
import type { FeedFunction } from "./function.ts";
import type { Settings } from "./settings.ts";

export interface DatabaseProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly settings: Settings;
}

export class Database extends Construct {
  readonly vpc: IVpc;
  readonly cluster: DatabaseCluster;
  /** What a function needs to know to connect; it signs its own token. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    this.vpc = isolatedNetwork(this, props.prefix);
    this.cluster = this.createCluster(props);
    this.createUser(props.prefix);
    this.environment = {
      DATABASE_HOST: this.cluster.clusterEndpoint.hostname,
      DATABASE_PORT: String(this.cluster.clusterEndpoint.port),
      DATABASE_NAME,
      DATABASE_USER,
    };
  }

  /** Lets a function in: through the firewall, and past the database by a token of its own role. */
  allowConnections(fn: FeedFunction): void {
    this.cluster.connections.allowDefaultPortFrom(fn);
    this.cluster.grantConnect(fn, DATABASE_USER);
    // Lambda's Node no longer loads Amazon's certificate authorities by itself; the database's is one of them.
    fn.addEnvironment("NODE_EXTRA_CA_CERTS", "/var/runtime/ca-cert.pem");
  }

  private createCluster({ prefix, settings }: DatabaseProps): DatabaseCluster {
    const cluster = new DatabaseCluster(this, "Cluster", {
      clusterIdentifier: `${prefix}readmodel`,
      // The major version that the embedded database speaks, too.
      engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_18_6 }),
      writer: ClusterInstance.serverlessV2("Writer", { publiclyAccessible: false }),
      serverlessV2MinCapacity: settings.databaseMinCapacity,
      serverlessV2MaxCapacity: settings.databaseMaxCapacity,
      ...(settings.databaseMinCapacity === 0
        ? { serverlessV2AutoPauseDuration: Duration.minutes(settings.databasePauseMinutes) }
        : {}),
      vpc: this.vpc,
      vpcSubnets: { subnets: this.vpc.isolatedSubnets },
      defaultDatabaseName: DATABASE_NAME,
      // RDS makes, keeps and rotates the administrator's password; only the creation of the user below reads it.
      credentials: Credentials.fromUsername("offerfeed_admin"),
      manageMasterUserPassword: true,
      iamAuthentication: true,
      enableDataApi: true,
      storageEncrypted: true,
      backup: { retention: Duration.days(7) },
      copyTagsToSnapshot: true,
      deletionProtection: settings.retainData,
      removalPolicy: settings.retainData ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
    });
    acknowledge(
      cluster,
      "The port is no secret: only the security groups of the two functions that use the database get in.",
      "AwsSolutions-RDS11",
    );
    return cluster;
  }

  /** The user that functions connect as, by IAM token. Through the Data API, so that nothing sits in the network for it. */
  private createUser(prefix: string): void {
    const sql = createUserSql();
    const secret = this.adminSecret();
    const call = {
      service: "@aws-sdk/client-rds-data",
      action: "ExecuteStatement",
      parameters: {
        resourceArn: this.cluster.clusterArn,
        secretArn: secret.secretArn,
        database: DATABASE_NAME,
        sql,
      },
      physicalResourceId: PhysicalResourceId.of(`${prefix}database-user`),
    };
    const logGroup = new LogGroup(this, "UserLogs", {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "UserRole", {
      description: `Makes the database user of ${prefix}readmodel`,
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    logGroup.grantWrite(role);
    const user = new AwsCustomResource(this, "User", {
      resourceType: "Custom::DatabaseUser",
      onCreate: call,
      onUpdate: call,
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({ actions: ["rds-data:ExecuteStatement"], resources: [this.cluster.clusterArn] }),
        new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [secret.secretArn] }),
      ]),
      installLatestAwsSdk: false,
      timeout: Duration.minutes(2),
      role,
      logGroup,
    });
    // The Data API answers once there is an instance, not once there is a cluster.
    user.node.addDependency(this.cluster);
  }

  private adminSecret(): ISecret {
    if (this.cluster.secret === undefined) throw new Error("The cluster has no administrator's secret");
    return this.cluster.secret;
  }
}

/** Two zones, no internet gateway, no NAT: what is inside reaches the database, DynamoDB and S3, and nothing else. */
function isolatedNetwork(scope: Construct, prefix: string): IVpc {
  const vpc = new Vpc(scope, "Network", {
    vpcName: `${prefix}network`,
    maxAzs: 2,
    natGateways: 0,
    createInternetGateway: false,
    restrictDefaultSecurityGroup: true,
    subnetConfiguration: [{ name: "isolated", subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    gatewayEndpoints: {
      DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      S3: { service: GatewayVpcEndpointAwsService.S3 },
    },
  });
  acknowledge(
    vpc,
    "Nothing leaves this network and nothing enters it; flow logs would record only functions talking to their database.",
    "AwsSolutions-VPC7",
  );
  // As an interface: the class is not written for exact optional properties.
  return vpc as IVpc;
}
