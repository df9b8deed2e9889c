/** Secrets Manager's JSON API over the sealed store. */
import { z } from "zod";
import { ServiceError, bodyObject, json } from "./answer.ts";
import type { SecretStore, StoredSecret } from "./secret-store.ts";
import type { Service } from "./server.ts";

const id = z.object({ SecretId: z.string().min(1) });
const value = z.object({ SecretString: z.string().optional(), SecretBinary: z.string().optional() });
const create = value.extend({ Name: z.string().min(1), Description: z.string().optional() });
const put = id.extend(value.shape);
const get = id.extend({ VersionId: z.string().optional(), VersionStage: z.string().optional() });
const remove = id.extend({
  ForceDeleteWithoutRecovery: z.boolean().default(false),
  RecoveryWindowInDays: z.number().default(30),
});
const list = z.object({
  MaxResults: z.number().default(100),
  NextToken: z.string().optional(),
  Filters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()) })).default([]),
});

/** AWS's limit, in bytes. */
const MAX_VALUE_BYTES = 65_536;

/** Create-, Put-, Update-, Get-, Describe-, Delete-, Restore- and ListSecrets. */
export function secretsManager(store: SecretStore): Service {
  const operations: Readonly<Record<string, (input: unknown) => object>> = {
    CreateSecret(input) {
      const { Name, Description, ...content } = read(create, input);
      const made = store.create(Name, Description ?? null);
      const version = hasValue(content) ? store.put(Name, sealedForm(content)) : null;
      return { ARN: made.arn, Name, ...(version !== null && { VersionId: version }) };
    },
    PutSecretValue(input) {
      const { SecretId, ...content } = read(put, input);
      const found = existing(store, SecretId);
      const VersionId = store.put(found.name, sealedForm(content));
      return { ARN: found.arn, Name: found.name, VersionId, VersionStages: ["AWSCURRENT"] };
    },
    UpdateSecret(input) {
      const { SecretId, ...content } = read(put, input);
      const found = existing(store, SecretId);
      const VersionId = hasValue(content) ? store.put(found.name, sealedForm(content)) : undefined;
      return { ARN: found.arn, Name: found.name, VersionId };
    },
    GetSecretValue(input) {
      const { SecretId, VersionId, VersionStage } = read(get, input);
      const found = existing(store, SecretId);
      const version = store.value(found.name, VersionId ?? null, VersionStage ?? "AWSCURRENT");
      if (version === null)
        throw notFound(
          `Secrets Manager can't find the specified secret value for staging label: ${VersionStage ?? "AWSCURRENT"}`,
        );
      return {
        ARN: found.arn,
        Name: found.name,
        VersionId: version.versionId,
        VersionStages: version.stage === null ? [] : [version.stage],
        CreatedDate: version.createdAt / 1000,
        ...readForm(version.value),
      };
    },
    DescribeSecret(input) {
      return described(store, found(store, read(id, input).SecretId));
    },
    DeleteSecret(input) {
      const { SecretId, ForceDeleteWithoutRecovery, RecoveryWindowInDays } = read(remove, input);
      const secret = store.find(SecretId);
      if (secret === null && ForceDeleteWithoutRecovery)
        return { ARN: SecretId, Name: SecretId, DeletionDate: Date.now() / 1000 };
      const doomed = existing(store, SecretId);
      const at = ForceDeleteWithoutRecovery ? Date.now() : Date.now() + RecoveryWindowInDays * 86_400_000;
      if (ForceDeleteWithoutRecovery) store.destroy(doomed.name);
      else store.markDeleted(doomed.name, at);
      return { ARN: doomed.arn, Name: doomed.name, DeletionDate: at / 1000 };
    },
    RestoreSecret(input) {
      const secret = found(store, read(id, input).SecretId);
      store.markDeleted(secret.name, null);
      return { ARN: secret.arn, Name: secret.name };
    },
    ListSecrets(input) {
      const { MaxResults, NextToken, Filters } = read(list, input);
      const prefixes = Filters.filter(({ Key }) => Key === "name").flatMap(({ Values }) => Values);
      const all = store
        .list()
        .filter((secret) => secret.deletedAt === null)
        .filter(
          (secret) => prefixes.length === 0 || prefixes.some((prefix) => secret.name.startsWith(prefix)),
        );
      const from = Number(NextToken ?? 0);
      return {
        SecretList: all.slice(from, from + MaxResults).map((secret) => described(store, secret)),
        ...(from + MaxResults < all.length && { NextToken: String(from + MaxResults) }),
      };
    },
  };
  return (request) => {
    const target = request.headers["x-amz-target"];
    if (typeof target !== "string" || !target.startsWith("secretsmanager.")) return null;
    const operation = operations[target.slice("secretsmanager.".length)];
    if (operation === undefined)
      throw new ServiceError("UnknownOperationException", `The local cloud has no ${target}`);
    return json(operation(bodyObject(request)));
  };
}

type Content = z.output<typeof value>;
const hasValue = (content: Content): boolean =>
  content.SecretString !== undefined || content.SecretBinary !== undefined;

/** The stored text: `s` and the string, or `b` and base64. */
function sealedForm(content: Content): string {
  const form =
    content.SecretString === undefined ? `b${content.SecretBinary ?? ""}` : `s${content.SecretString}`;
  if (!hasValue(content))
    throw new ServiceError(
      "InvalidRequestException",
      "You must provide either SecretString or SecretBinary.",
    );
  if (Buffer.byteLength(form) > MAX_VALUE_BYTES + 1)
    throw new ServiceError("ValidationException", `A secret value has at most ${MAX_VALUE_BYTES} bytes.`);
  return form;
}

const readForm = (form: string): Content =>
  form.startsWith("s") ? { SecretString: form.slice(1) } : { SecretBinary: form.slice(1) };

function found(store: SecretStore, secretId: string): StoredSecret {
  const secret = store.find(secretId);
  if (secret === null) throw notFound("Secrets Manager can't find the specified secret.");
  return secret;
}

function existing(store: SecretStore, secretId: string): StoredSecret {
  const secret = found(store, secretId);
  if (secret.deletedAt !== null)
    throw new ServiceError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  return secret;
}

function described(store: SecretStore, secret: StoredSecret): object {
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description !== null && { Description: secret.description }),
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: secret.changedAt / 1000,
    ...(secret.deletedAt !== null && { DeletedDate: secret.deletedAt / 1000 }),
    VersionIdsToStages: store.versions(secret.name),
  };
}

function read<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ServiceError("ValidationException", z.prettifyError(parsed.error));
  return parsed.data;
}

const notFound = (message: string): ServiceError => new ServiceError("ResourceNotFoundException", message);
