/** What sandboxes of shops have in common: who may ask, and what a shop is called. */
import {
  type Answer,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
  text,
} from "../../sandbox/sandbox.ts";

/** One shop: it answers on its own host. */
export type ShopServer = (request: SandboxRequest, context: SandboxContext) => Answer | Promise<Answer>;

/** Shops by their hosts, as one sandbox. */
export const shopsSandbox = (shops: Readonly<Record<string, ShopServer>>): Sandbox => ({
  hosts: Object.keys(shops),
  handle(request, context) {
    const shop = shops[request.url.hostname];
    if (!shop) throw new RangeError(`there is no shop at ${request.url.hostname}`);
    return shop(request, context);
  },
});

export interface ShopIdentity {
  readonly host: string;
  readonly name: string;
  /** Of its catalogue. */
  readonly seed: string;
  /** Products at scale 1. */
  readonly count: number;
  readonly currency: string;
}

export const webPage = (body: string, { head = "", status = 200 } = {}): Answer =>
  text(
    `<!DOCTYPE html>\n<html lang="en"><head>${head}</head><body>${body}</body></html>`,
    status,
    "text/html; charset=utf-8",
  );

/** Shops turn away who does not say who they are. */
export const isAnonymous = ({ headers }: SandboxRequest): boolean => (headers["user-agent"] ?? "") === "";

export const turnedAway = (): Answer => webPage("<h1>Access denied</h1>", { status: 403 });

/** Entities as WordPress puts them into titles. */
export const texturized = (title: string): string =>
  title.replaceAll("&", "&#038;").replaceAll("'", "&#8217;").replaceAll(" – ", " &#8211; ");
