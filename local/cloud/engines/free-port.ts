import { createServer } from "node:net";
import { EngineFailed } from "../errors.ts";

/** A port of 127.0.0.1 that was free a moment ago. Only for programs that can't tell which one the system gave them. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new EngineFailed("The system gave no port.");
  return address.port;
}
