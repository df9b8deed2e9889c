/**
 * GraphiQL, the page to try queries on, from files of the package alone: nothing is fetched from the internet, and the
 * page's own policy forbids it.
 */
import express, { type Response, type Router } from "express";
import { createHash } from "node:crypto";

interface Asset {
  readonly type: string;
  readonly text: string;
  readonly etag: string;
}

const ASSETS = "assets";

/** Everything from this host; styles are also put into the page while it runs, and icons and fonts stand in the styles. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const DEFAULT_QUERY = `# Offerfeed's API. Every field is described in the docs on the left.
# A token or API key goes into Headers below: { "authorization": "Bearer …" }
{
  offers(first: 5) {
    nodes {
      id
      title
      price {
        amount
        currency
      }
      trackingUrl
    }
  }
}
`;

/** Serves the page to browsers and leaves everything else to the API. @param path where both stand */
export function graphiql(path: string): Router {
  const router = express.Router();
  // Nine megabytes of text: read when the page is first asked for.
  let loading: Promise<ReadonlyMap<string, Asset>> | undefined;
  router.get("/", (request, response, next) => {
    if (!request.headers.accept?.includes("text/html")) return next();
    headers(response).vary("accept").type("html").send(page(path));
  });
  router.get(`/${ASSETS}/:name`, async (request, response) => {
    const asset = (await (loading ??= assets(path))).get(request.params.name);
    if (asset === undefined) return void response.status(404).end();
    headers(response)
      .type(asset.type)
      .set("etag", asset.etag)
      .set("cache-control", "no-cache")
      .send(asset.text);
  });
  return router;
}

const headers = (response: Response): Response =>
  response.set({
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
  });

const page = (path: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Offerfeed GraphiQL</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${path}/${ASSETS}/graphiql.css" />
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>This page needs JavaScript.</noscript>
    <div id="root"></div>
    <script src="${path}/${ASSETS}/workers.js"></script>
    <script src="${path}/${ASSETS}/graphiql.js"></script>
    <script src="${path}/${ASSETS}/start.js"></script>
  </body>
</html>
`;

const workers = (path: string): string => `self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => "${path}/${ASSETS}/" + label + ".js",
};`;

/**
 * The token in the headers' box goes with subscriptions too, which have no headers. It is not left behind in the
 * browser's storage.
 */
const start = (path: string): string => `let headers = "";
function connectionParams() {
  try {
    const entries = Object.entries(JSON.parse(headers || "{}"));
    return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
  } catch {
    return {};
  }
}
YogaGraphiQL.renderYogaGraphiQL(document.querySelector("#root"), {
  title: "Offerfeed GraphiQL",
  endpoint: location.origin + "${path}",
  subscriptionsProtocol: "WS",
  connectionParams,
  onEditHeaders: (text) => (headers = text),
  shouldPersistHeaders: false,
  defaultQuery: ${JSON.stringify(DEFAULT_QUERY)},
});`;

async function assets(path: string): Promise<ReadonlyMap<string, Asset>> {
  const bundle = await import("@graphql-yoga/render-graphiql/graphiql");
  const files = {
    "graphiql.css": bundle.css,
    "graphiql.js": bundle.js,
    "editorWorkerService.js": bundle.editorWorkerService,
    "json.js": bundle.jsonWorker,
    "graphql.js": bundle.graphqlWorker,
    "workers.js": workers(path),
    "start.js": start(path),
  };
  return new Map(Object.entries(files).map(([name, text]) => [name, asset(name, text)]));
}

const asset = (name: string, text: string): Asset => ({
  type: name.endsWith(".css") ? "css" : "js",
  text,
  etag: `"${createHash("sha256").update(text).digest("base64url")}"`,
});
