import { describe, expect, test } from "vitest";
import { adapter as awin } from "./index.ts";

const credentials = { accessToken: "token", publisherId: "312345", dataFeedApiKey: undefined };
const settings = awin.settingsSchema.parse({});

describe("credentials and settings", () => {
  test("two tokens have two quota keys, neither of which holds the token", () => {
    const keys = ["token-one", "token-two"].map((token) =>
      awin.quotaKey({ ...credentials, accessToken: token }, settings),
    );
    expect(new Set(keys).size).toBe(2);
    expect(keys.join()).not.toContain("token");
  });

  test("unknown settings are refused", () => {
    expect(awin.settingsSchema.safeParse({ pulls: ["products"] }).success).toBe(false);
  });

  test("an empty data feed key is the same as none", () => {
    const read = awin.credentialsSchema.parse({ accessToken: " a ", publisherId: "1", dataFeedApiKey: "" });
    expect(read).toEqual({ accessToken: "a", publisherId: "1", dataFeedApiKey: undefined });
  });
});
