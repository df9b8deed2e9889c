/** How much code a cold start reads: each function's bundle, minified, beside its limit. */
import { bundleAll } from "../cdk/bundles.ts";
import { type Grid, number, type Row } from "./rows.ts";

const MB = 1024 * 1024;
const kilobytes = (bytes: number): string => `${number(bytes / 1024)} KB`;
/** The functions that serve GraphQL may have two megabytes, all others one. */
const limitOf = (name: string): number => (name.endsWith("-api") ? 2 * MB : MB);

export async function bundleRows(): Promise<{ readonly rows: Row[]; readonly grid: Grid }> {
  console.log("Bundling every function …");
  const { bundles } = await bundleAll();
  const sizes = [...bundles]
    .map(([name, { bytes }]) => ({ name, bytes, share: bytes / limitOf(name) }))
    .toSorted((a, b) => b.share - a.share);
  const over = sizes.filter(({ share }) => share >= 1);
  const [largest, median] = [sizes[0], sizes[Math.floor(sizes.length / 2)]];
  if (largest === undefined || median === undefined) throw new Error("Nothing was bundled.");
  const row: Row = {
    what: `code of ${sizes.length} functions, minified`,
    measured: `${largest.name} has the most of its limit: ${kilobytes(largest.bytes)}, ${number(largest.share * 100)} %`,
    value: largest.share,
    comparedWith: `${kilobytes(median.bytes)} in the middle of all`,
    target: "each under 1 MB, those that serve GraphQL under 2 MB",
    met: over.length === 0,
  };
  const grid: Grid = {
    title: "Bundles, those with the most of their limit first:",
    head: ["function", "minified", "of its limit"],
    body: sizes.map(({ name, bytes, share }) => [name, kilobytes(bytes), `${number(share * 100)} %`]),
  };
  return { rows: [row], grid };
}
