/** robots.txt (RFC 9309): what may be asked for, how slowly, and where the sitemaps are. */

export interface Robots {
  /** Whether a path, query included, may be asked for. */
  allows(path: string): boolean;
  /** Seconds between two requests, where the site wants a number; robots.txt of old. */
  readonly crawlDelay: number | null;
  /** Absolute addresses, perhaps on other hosts. */
  readonly sitemaps: readonly string[];
}

interface Rule {
  readonly allows: boolean;
  readonly path: string;
}

interface Group {
  readonly agents: string[];
  readonly rules: Rule[];
  crawlDelay: number | null;
}

export const NO_ROBOTS: Robots = { allows: () => true, crawlDelay: null, sitemaps: [] };

/** @param agent our product's name in lower case; its own group counts, else the one for everybody */
export function parseRobots(text: string, agent: string): Robots {
  const { groups, sitemaps } = parsed(text);
  const own = groups.filter(({ agents }) => agents.includes(agent));
  const chosen = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes("*"));
  const rules = chosen.flatMap((group) => group.rules);
  const delays = chosen.flatMap(({ crawlDelay }) => crawlDelay ?? []);
  return {
    allows: (path) => isAllowed(rules, path),
    crawlDelay: delays.length === 0 ? null : Math.max(...delays),
    sitemaps,
  };
}

function parsed(text: string): { groups: Group[]; sitemaps: string[] } {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  let namesAgents = false;
  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    const [, key = "", value = ""] = /^\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?$/i.exec(line) ?? [];
    const name = key.toLowerCase();
    if (name === "") continue;
    // A sitemap belongs to no group.
    if (name === "sitemap") {
      if (value !== "") sitemaps.push(value);
    } else if (name === "user-agent") {
      if (!namesAgents) groups.push({ agents: [], rules: [], crawlDelay: null });
      groups.at(-1)?.agents.push(value.toLowerCase());
    } else take(groups.at(-1), name, value);
    if (name !== "sitemap") namesAgents = name === "user-agent";
  }
  return { groups, sitemaps };
}

function take(group: Group | undefined, name: string, value: string): void {
  if (group === undefined) return;
  // An empty rule forbids nothing.
  if (name === "disallow" && value !== "") group.rules.push({ allows: false, path: value });
  if (name === "allow" && value !== "") group.rules.push({ allows: true, path: value });
  if (name === "crawl-delay" && /^\d+(?:\.\d+)?$/.test(value)) group.crawlDelay = Number(value);
}

/** The longest rule that matches counts; of two as long, the one that allows. */
function isAllowed(rules: readonly Rule[], path: string): boolean {
  let best: Rule | null = null;
  for (const rule of rules) {
    if (!matches(rule.path, path)) continue;
    const isLonger = best === null || rule.path.length > best.path.length;
    if (isLonger || (rule.path.length === best?.path.length && rule.allows)) best = rule;
  }
  return best?.allows ?? true;
}

/** `*` stands for any characters, `$` at the end for the end. Without a regular expression: rules are not ours. */
function matches(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith("$");
  const pieces = (isWhole ? pattern.slice(0, -1) : pattern).split("*");
  const [first = "", ...others] = pieces;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [place, piece] of others.entries()) {
    const isLast = place === others.length - 1;
    const found = isLast && isWhole ? path.length - piece.length : path.indexOf(piece, at);
    if (found < at || (isLast && isWhole && !path.endsWith(piece))) return false;
    at = found + piece.length;
  }
  return others.length > 0 || !isWhole || at === path.length;
}
