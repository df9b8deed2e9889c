/** A process that starts a watched child, which writes its pid into the file named, and then does nothing. */
import { spawnWatched } from "../engines/child.ts";

spawnWatched("sh", ["-c", `echo $$ > "$0"; exec sleep 600`, process.argv[2] ?? ""]);
setInterval(() => undefined, 1000);
