declare module "@20minutes/s3rver" {
  import type { Server } from "node:http";
  import type { AddressInfo } from "node:net";
  import type { Readable } from "node:stream";

  /** The parts of S3rver (a Koa application) that the local cloud touches. */
  export interface S3Object {
    readonly bucket: string;
    readonly key: string;
    readonly content: Buffer | Readable;
    readonly metadata: Record<string, string>;
  }
  export interface ListOptions {
    readonly delimiter?: string;
    readonly prefix?: string;
  }
  export interface Listed {
    readonly objects: readonly { readonly key: string }[];
    readonly commonPrefixes: readonly string[];
    readonly isTruncated: boolean;
  }
  export interface FilesystemStore {
    listObjects(bucket: string, options: ListOptions): Promise<Listed>;
    rootDirectory: string;
    getResourcePath(bucket: string, key: string, resource: string): string;
    putMetadata(
      this: Pick<FilesystemStore, "getResourcePath">,
      bucket: string,
      key: string,
      metadata: Record<string, string>,
    ): Promise<void>;
    putContent(path: string, content: Buffer | Readable): Promise<[number, string]>;
    putObject(object: S3Object): Promise<{ size: number; md5: string }>;
    putBucket(bucket: string): Promise<unknown>;
  }
  export interface Context {
    readonly method: string;
    query: Record<string, string | string[] | undefined>;
    readonly headers: Record<string, string | undefined>;
    status: number;
    type: string;
    body: unknown;
  }
  export default class S3rver {
    constructor(options: {
      address: string;
      port: number;
      silent: boolean;
      directory: string;
      vhostBuckets: boolean;
      allowMismatchedSignatures: boolean;
    });
    readonly store: FilesystemStore;
    readonly middleware: ((context: Context, next: () => Promise<void>) => Promise<void>)[];
    readonly httpServer: Server;
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
}

declare module "@20minutes/s3rver/lib/models/account.js" {
  const account: {
    readonly DUMMY_ACCOUNT: { createKeyPair(accessKeyId: string, secretAccessKey: string): void };
  };
  export default account;
}
