/** Who may call the API: users of a Cognito pool or another issuer, and API keys, all judged by one function. */
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnUserPoolGroup,
  Mfa,
  UserPool,
  type UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { type Role, ROLES } from "../shared/access/scopes.ts";
import { acknowledge } from "./acknowledge.ts";
import { FeedFunction } from "./function.ts";
import type { Settings } from "./settings.ts";
import type { Tables } from "./tables.ts";

export interface AccessProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  readonly tables: Tables;
  readonly settings: Settings;
}

export class Access extends Construct {
  /** Tells AppSync who a token or an API key belongs to, and which fields are not for them. */
  readonly authorize: FeedFunction;
  /** Null where users sign in elsewhere. */
  readonly users: { readonly pool: UserPool; readonly client: UserPoolClient } | null;

  constructor(scope: Construct, id: string, props: AccessProps) {
    super(scope, id);
    const { prefix, tables, settings } = props;
    this.users = settings.userPool ? this.createUsers(props) : null;
    this.authorize = new FeedFunction(this, "Authorize", {
      prefix,
      name: "authorize",
      entry: "functions/authorize.ts",
      description: "Says who calls the API, and what they may do",
      // AppSync waits ten seconds for it.
      timeout: Duration.seconds(10),
      memorySize: 512,
      environment: {
        ACCESS_TABLE: tables.access.tableName,
        OIDC_ISSUERS: Stack.of(this).toJsonString(this.issuers(settings)),
      },
    });
    this.authorize.allow(["dynamodb:GetItem", "dynamodb:UpdateItem"], [tables.access.tableArn]);
  }

  private issuers({ oidcIssuers }: Settings): readonly unknown[] {
    if (this.users === null) return oidcIssuers;
    const { pool, client } = this.users;
    return [
      {
        issuer: `https://cognito-idp.${Stack.of(this).region}.${Stack.of(this).urlSuffix}/${pool.userPoolId}`,
        audience: client.userPoolClientId,
        rolesClaim: "cognito:groups",
        roles: Object.fromEntries(ROLES.map((role) => [groupOf(role), role])),
      },
      ...oidcIssuers,
    ];
  }

  /** Admins make the users; a group each stands for a role. */
  private createUsers({ prefix, settings: { retainData } }: AccessProps) {
    const pool = new UserPool(this, "Users", {
      userPoolName: `${prefix}users`,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(
      pool,
      "Threat protection is a paid plan of its own; users are few, made by admins, and have a second factor.",
      "AwsSolutions-COG3",
      "AwsSolutions-COG8",
    );
    const client = pool.addClient("Client", {
      userPoolClientName: `${prefix}api`,
      generateSecret: false,
      disableOAuth: true,
      authFlows: { userSrp: true },
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
    ROLES.forEach((role) => this.createGroup(pool, role));
    return { pool, client };
  }

  private createGroup(pool: UserPool, role: Role): CfnUserPoolGroup {
    return new CfnUserPoolGroup(this, `Group${role}`, {
      userPoolId: pool.userPoolId,
      groupName: groupOf(role),
      description: `The role ${role} of the offer feed's API`,
    });
  }
}

const groupOf = (role: string): string => `offerfeed-${role.toLowerCase()}`;
