/** An archive of its own on the real S3 engine: for tests. */
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { startFauxqs } from "fauxqs";
import { Archive } from "./archive.ts";

export interface ArchiveEngine {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly archive: Archive;
  stop(): Promise<void>;
}

export async function startArchiveEngine(): Promise<ArchiveEngine> {
  const server = await startFauxqs({ port: 0, logger: false });
  const s3 = new S3Client({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    forcePathStyle: true,
  });
  const bucket = "archive";
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    s3,
    bucket,
    archive: new Archive(s3, bucket),
    async stop() {
      s3.destroy();
      await server.stop();
    },
  };
}
