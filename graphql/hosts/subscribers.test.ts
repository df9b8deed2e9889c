import { expect, test } from "vitest";
import { Subscribers, SubscriberTooSlow } from "./subscribers.ts";

const all = () => true;

test("events before the first read are kept", async () => {
  const subscribers = new Subscribers<number>(10);
  const events = subscribers.subscribe(all);
  subscribers.publish(1);
  subscribers.publish(2);
  expect([await events.next(), await events.next()]).toEqual([
    { done: false, value: 1 },
    { done: false, value: 2 },
  ]);
});

test("a subscriber that does not read is cut off, and the others are not", async () => {
  const subscribers = new Subscribers<number>(2);
  const slow = subscribers.subscribe(all);
  const quick = subscribers.subscribe(all);
  for (const event of [1, 2, 3]) {
    subscribers.publish(event);
    expect((await quick.next()).value).toBe(event);
  }
  await expect(slow.next()).rejects.toThrow(SubscriberTooSlow);
  expect(subscribers.count).toBe(1);
});

test("a subscriber that leaves is forgotten, and its pending read ends", async () => {
  const subscribers = new Subscribers<number>(2);
  const events = subscribers.subscribe(all);
  const read = events.next();
  await events.return?.();
  expect(await read).toEqual({ done: true, value: undefined });
  expect(subscribers.count).toBe(0);
});
