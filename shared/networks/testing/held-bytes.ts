/** How much memory is really held: the heap after a collection. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

export function heldBytes(): number {
  collect();
  return process.memoryUsage().heapUsed;
}
