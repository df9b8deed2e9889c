/** Credentials go to the hosts that the settings name, whatever a partner's answer says. */
import { describe, expect, test } from "vitest";
import { json, type SandboxRequest } from "../../../sandbox/sandbox.ts";
import { requesterSchema } from "../requester.ts";
import { carriesCredentials, checkedFirst, checkedNext } from "./hosts.ts";
import { HOST, ids, list, rows } from "./walked.fixture.ts";

const OWN = "https://api.partner.example/offers";
const bearer = { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" };
const requester = (settings: object) => requesterSchema.parse(settings);
const guarded = requester({ url: OWN, authenticator: bearer });

describe("a next page", () => {
  test.each([
    ["?page=2", `${OWN}?page=2`],
    ["/offers/2", "https://api.partner.example/offers/2"],
    ["//evil.example/offers", "https://api.partner.example/evil.example/offers"],
    ["http://api.partner.example/offers?page=2", `${OWN}?page=2`],
  ])("%s of the same host is asked for over https", (token, address) => {
    expect(checkedNext(token, OWN, guarded)).toBe(address);
  });

  test.each([
    "https://evil.example/offers",
    "https://api.partner.example:8443/offers",
    "https://api.partner.example.evil.example/offers",
  ])("%s gets no credentials", (token) => {
    expect(() => checkedNext(token, OWN, guarded)).toThrow(/requester\.allowed_hosts/);
  });

  test.each(["ftp://api.partner.example/offers", "https://", "javascript:alert(1)"])(
    "%s is no address",
    (token) => {
      expect(() => checkedNext(token, OWN, guarded)).toThrow(/cannot be read/);
    },
  );

  test("may be anywhere where nothing is sent that is secret", () => {
    expect(checkedNext("https://cdn.example/2", OWN, requester({ url: OWN }))).toBe("https://cdn.example/2");
  });

  test("may be on a host that the settings allow", () => {
    const allowed = requester({ url: OWN, authenticator: bearer, allowed_hosts: ["cdn.example"] });
    expect(checkedNext("https://cdn.example/2", OWN, allowed)).toBe("https://cdn.example/2");
  });
});

test.each([
  [{ url: OWN }, false],
  [{ url: OWN, authenticator: { type: "NoAuth" } }, false],
  [{ url: `${OWN}/{{ config['account'] }}` }, false],
  [{ url: OWN, authenticator: bearer }, true],
  [{ url: OWN, authenticator: [{ type: "NoAuth" }, bearer] }, true],
  [{ url: OWN, request_parameters: { key: "{{ config['apiToken'] }}" } }, true],
  [{}, true],
])("%j carries credentials: %s", (settings, carries) => {
  expect(carriesCredentials(requester(settings))).toBe(carries);
});

describe("an address whose host a record gives", () => {
  const fromRecord = (settings: object) =>
    requester({ url: "{{ stream_partition['link'] }}", authenticator: bearer, ...settings });

  test("gets no credentials, unless the settings name the host", () => {
    const elsewhere = "https://evil.example/feed";
    const partly = fromRecord({ url: "https://{{ stream_partition.h }}/feed" });
    expect(() => checkedFirst(elsewhere, fromRecord({}))).toThrow(/evil\.example.*requester\.allowed_hosts/);
    expect(() => checkedFirst(elsewhere, partly)).toThrow(/requester\.allowed_hosts/);
    expect(checkedFirst(elsewhere, fromRecord({ allowed_hosts: ["evil.example"] }))).toBe(elsewhere);
    expect(checkedFirst(elsewhere, requester({ url: "{{ stream_partition['link'] }}" }))).toBe(elsewhere);
  });

  test("may have the record's words in its path", () => {
    const own = fromRecord({ url: "https://api.partner.example/{{ stream_partition['id'] }}" });
    expect(checkedFirst("https://api.partner.example/7", own)).toBe("https://api.partner.example/7");
  });
});

test("a list of files on another host is read without the list's credentials", async () => {
  const sent: (string | undefined)[] = [];
  const handle = ({ url, headers }: SandboxRequest) => {
    sent.push(headers["authorization"]);
    return url.hostname === HOST
      ? json([{ link: "https://files.example/a.json" }])
      : json({ rows: rows(0, 2) });
  };
  const settings = {
    url: undefined,
    streams: [{ name: "files", requester: { url: `https://${HOST}/files`, authenticator: bearer } }],
    requester: { url: "{{ stream_partition['file'] }}" },
    partition_router: {
      type: "SubstreamPartitionRouter",
      parent_stream_configs: [{ stream: "files", parent_key: "link", partition_field: "file" }],
    },
  };
  const given = { credentials: { apiToken: "t" }, hosts: [HOST, "files.example"] };
  expect(ids(await list(handle, settings, given))).toEqual([0, 1]);
  expect(sent).toEqual(["Bearer t", undefined]);
});
