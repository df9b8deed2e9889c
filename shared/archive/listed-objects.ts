/** The archive's objects, found by what their keys begin with. */
import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import { LineObjects } from "./objects.ts";

/** Apart from reading by key: functions that only do that need not hold the rest. */
export class ListedObjects extends LineObjects {
  /** The keys under a prefix in their order, up to a thousand at a time. */
  async *keys(prefix: string): AsyncGenerator<string[]> {
    for await (const { Contents } of this.#pages(prefix)) {
      yield (Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
    }
  }

  /** The values of the next part of the keys under a prefix: `source=` gives what stands between it and the next slash. */
  async folders(prefix: string): Promise<string[]> {
    const found: string[] = [];
    for await (const { CommonPrefixes } of this.#pages(prefix, "/")) {
      for (const { Prefix } of CommonPrefixes ?? []) {
        if (Prefix !== undefined) found.push(decodeURIComponent(Prefix.slice(prefix.length, -1)));
      }
    }
    return found;
  }

  async *#pages(prefix: string, delimiter?: string): AsyncGenerator<ListObjectsV2CommandOutput> {
    let token: string | undefined;
    do {
      const page: ListObjectsV2CommandOutput = await this.s3.send(
        new ListObjectsV2Command({
          Bucket: this.bucket,
          Prefix: prefix,
          ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      yield page;
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }
}
