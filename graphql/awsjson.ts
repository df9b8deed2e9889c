/**
 * AWSJSON is a string of JSON on the wire, both ways, and the host makes it one: a resolver answers the value itself.
 * One that answered a string of JSON would have AppSync write that string as JSON once more. As an argument, AppSync
 * hands a resolver what the string holds, the in-process host the string.
 */

/** @throws SyntaxError when a string is no JSON */
export const fromAwsJson = (value: unknown): unknown =>
  typeof value === "string" ? JSON.parse(value) : value;

/** What goes into a request as the value of an AWSJSON argument. */
export const toAwsJson = (value: unknown): string => JSON.stringify(value);
