/**
 * Aliases of a source's offers: the id that its network gives an offer today → the id that the offer has here, for ever.
 * There are none until a network changes its ids; then they are kept beside the archive, one object a source.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

export interface AliasStore {
  readonly s3: S3Client;
  readonly bucket: string;
}

export const aliasKeyOf = (sourceId: string): string =>
  `aliases/source=${encodeURIComponent(sourceId)}.jsonl.gz`;

export class Aliases {
  readonly #store: AliasStore;
  readonly #key: string;
  readonly #ids: Map<string, string>;
  #moved = false;

  private constructor(store: AliasStore, key: string, ids: Map<string, string>) {
    this.#store = store;
    this.#key = key;
    this.#ids = ids;
  }

  static async load(store: AliasStore, sourceId: string): Promise<Aliases> {
    const key = aliasKeyOf(sourceId);
    return new Aliases(store, key, await read(store, key));
  }

  /** The id that the offer has here. */
  idOf(networkId: string): string {
    return this.#ids.get(networkId) ?? networkId;
  }

  add(networkId: string, id: string): void {
    this.#ids.set(networkId, id);
    this.#moved = true;
  }

  /** The network lists both: they were two offers after all. */
  drop(networkId: string): void {
    this.#moved = this.#ids.delete(networkId) || this.#moved;
  }

  /** The network lists the offer under its old id again, beside whatever was taken for it. */
  dropThoseOf(id: string): void {
    for (const [networkId, target] of this.#ids) if (target === id) this.drop(networkId);
  }

  /** Written before anything that relies on them is sent, so that an interrupted run finds them. */
  async save(): Promise<void> {
    if (!this.#moved) return;
    const lines = [...this.#ids].map((pair) => JSON.stringify(pair)).join("\n");
    await this.#store.s3.send(
      new PutObjectCommand({ Bucket: this.#store.bucket, Key: this.#key, Body: gzipSync(lines) }),
    );
    this.#moved = false;
  }
}

async function read({ s3, bucket }: AliasStore, key: string): Promise<Map<string, string>> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const text = Body ? gunzipSync(await Body.transformToByteArray()).toString() : "";
    return new Map(text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as [string, string]));
  } catch (error) {
    if (error instanceof NoSuchKey) return new Map();
    throw error;
  }
}
