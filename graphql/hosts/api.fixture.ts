/** The whole API over HTTP, on a read model and stores of its own. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalIssuer, localIssuer } from "../../local/feed/issuer.ts";
import { type EmbeddedReadModel, startEmbeddedReadModel } from "../../shared/readmodel/embedded.fixture.ts";
import { projectOffers } from "../../shared/readmodel/project.ts";
import type { VersionRecord } from "../../shared/ledger/records.ts";
import { anonymous, type Caller, userCaller } from "../../shared/access/caller.ts";
import { identifier, type RequestCredentials } from "../../shared/access/identify.ts";
import { tokenVerifier } from "../../shared/access/tokens.ts";
import { Unauthenticated } from "../../shared/access/unauthenticated.ts";
import type { Role } from "../../shared/access/scopes.ts";
import { newRequest } from "../context.ts";
import {
  MemoryControl,
  memoryAccess,
  MemoryAudit,
  memoryCuration,
  memoryEntry,
  MemoryHealth,
  MemoryHealthControl,
  MemoryLedger,
  MemorySources,
  MemoryWebhooks,
} from "../stores.fixture.ts";
import { type GraphqlServer, type GraphqlServerOptions, startGraphqlServer } from "./apollo.ts";
import { signatureVerifier, signer } from "./sigv4.ts";

export const schemaText = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
export const NOW = new Date("2026-06-01T00:00:00Z");
const KEY = { accessKeyId: "local", secretAccessKey: "secret" };
export const sign = signer("local-1", KEY);

export interface Answer {
  readonly status: number;
  // A test names the path it wants; what is not there fails its expectation.
  readonly data: Readonly<Record<string, never>> | null;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly text: string;
}

export interface TestApi {
  readonly server: GraphqlServer;
  readonly model: EmbeddedReadModel;
  readonly ledger: MemoryLedger;
  readonly sources: MemorySources;
  readonly control: MemoryControl;
  readonly health: MemoryHealth;
  readonly healthControl: MemoryHealthControl;
  readonly audit: MemoryAudit;
  readonly webhooks: MemoryWebhooks;
  readonly errors: unknown[];
  /** What a request's resolvers get: for handlers of the other host on the same stores. */
  readonly context: GraphqlServerOptions["context"];
  /** What the next requests' caller is, where they send no token; null: nobody, who may do nothing. */
  role: Role | null;
  /** Issues tokens that the API takes. */
  readonly issuer: LocalIssuer;
  /** Who the next requests' callers are; tests may put their own in its place. */
  identify(credentials: RequestCredentials): Promise<Caller>;
  store(...records: VersionRecord[]): Promise<void>;
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startTestApi(subscriberLimit?: number): Promise<TestApi> {
  const model = await startEmbeddedReadModel();
  const ledger = new MemoryLedger();
  const sources = new MemorySources();
  const control = new MemoryControl();
  const health = new MemoryHealth();
  const healthControl = new MemoryHealthControl();
  const audit = new MemoryAudit();
  const access = memoryAccess();
  const dataDir = await mkdtemp(join(tmpdir(), "offerfeed-api-"));
  const issuer = await localIssuer(dataDir);
  const identify = identifier({
    keys: { verify: async () => Promise.reject(new Unauthenticated("There is no such API key.")) },
    verifyToken: tokenVerifier([issuer.trusted]),
    anonymousScopes: [],
    now: () => new Date(),
  });
  const webhooks = new MemoryWebhooks();
  const errors: unknown[] = [];
  const context: GraphqlServerOptions["context"] = async (caller) => ({
    ...newRequest(caller, NOW),
    db: model.db,
    ledger,
    sources,
    control,
    health,
    healthControl,
    curation: memoryCuration(ledger, () => NOW),
    entry: memoryEntry(),
    webhooks,
    networks: [],
    access,
    audit,
    auditLog: audit,
  });
  const server = await startGraphqlServer({
    port: 0,
    schemaText,
    verifyIam: signatureVerifier(KEY),
    onError: (error) => errors.push(error),
    allowedOrigins: ["http://admin.example"],
    ...(subscriberLimit === undefined ? {} : { subscriberLimit }),
    identify: (credentials) => api.identify(credentials),
    context,
  });
  const api: TestApi = {
    server,
    model,
    ledger,
    sources,
    control,
    health,
    healthControl,
    audit,
    issuer,
    webhooks,
    errors,
    context,
    role: "ADMIN",
    async identify({ authorization, address }) {
      if (authorization !== null) return identify({ authorization, address });
      return api.role === null ? anonymous([], address) : userCaller("tester", api.role, address);
    },
    async store(...records) {
      ledger.records.push(...records);
      await projectOffers(model.db, records);
    },
    async ask(query, variables = {}, headers = {}) {
      const response = await fetch(server.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const { data = null, errors = [] } = JSON.parse(text) as Partial<Answer>;
      return { status: response.status, data, errors, text };
    },
    async stop() {
      await server.stop();
      await model.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return api;
}
