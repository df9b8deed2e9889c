/**
 * AWSJSON is a string of JSON on the wire, both ways. AppSync may hand a resolver the string or what it parses to; a
 * resolver always answers with the string.
 */

/** @throws SyntaxError when a string is no JSON */
export const fromAwsJson = (value: unknown): unknown =>
  typeof value === "string" ? JSON.parse(value) : value;

export const toAwsJson = (value: unknown): string => JSON.stringify(value);
