import { expect, test } from "vitest";
import type { Action } from "../shared/access/audit.ts";
import { userCaller } from "../shared/access/caller.ts";
import { audited } from "./audited.ts";

const written = async (args: object): Promise<string> => {
  const actions: Action[] = [];
  const audit = {
    begin: async (_: unknown, action: Action) => {
      actions.push(action);
      return { end: async () => undefined };
    },
  };
  await audited("Mutation.hideOffer", args, { ...userCaller("ann", "ADMIN"), audit }, () => ({}));
  return String(actions[0]?.arguments["reason"]);
};

test("a long text is cut so that the store takes it, also in the middle of an emoji", async () => {
  expect(await written({ reason: `x${"👟".repeat(200)}` })).toMatch(
    /^x(👟){149}\ufffd… \(401 characters\)$/u,
  );
});

test("half of a pair is written as what it is: a character that is none", async () => {
  expect(await written({ reason: "a\ud800b" })).toBe("a\ufffdb");
});
