import { describe, expect, test } from "vitest";
import { assertFormat, detectFormat } from "./detect.ts";

test.each([
  ['  <?xml version="1.0"?><rss/>', null, "xml"],
  ['[{"id":1}]', "text/html", "json"],
  ['{"products":[]}', "application/json", "json"],
  ['{"id":1}\n{"id":2}\n', "text/plain", "jsonl"],
  ['{"id":1}', "application/x-ndjson", "jsonl"],
  ["id,title\n1,a", "application/octet-stream", "csv"],
])("%j with the content type %s is %s", (head, contentType, format) => {
  expect(detectFormat(head, contentType)).toBe(format);
});

describe("a content that is not of the declared format is refused, saying how it begins", () => {
  test.each([
    ["csv", "<!DOCTYPE html><html>Log in</html>", /HTML page came.*"<!DOCTYPE html>/],
    ["xml", "<?xml version='1.0'?>\n<!DOCTYPE html><html/>", /HTML page/],
    ["json", " \n ", /body is empty/],
    ["csv", "", /body is empty/],
    ["xml", "id,title\n1,a", /Expected an XML document.*looks like a table.*"id,title 1,a"/],
    ["json", "id,title", /Expected a JSON document/],
    ["csv", '{"error":"x"}', /Expected a table.*looks like a JSON/],
    ["csv", "<?xml version='1.0'?><error/>", /looks like an XML/],
    ["jsonl", '[{"id":1}]', /Expected JSON Lines.*looks like a JSON document/],
  ] as const)("%s: %j", (format, head, message) => {
    expect(() => assertFormat(head, format)).toThrow(message);
  });
});

test("a header that begins with a bracket is still a table", () => {
  expect(() => assertFormat("[id],title\n", "csv")).not.toThrow();
});
