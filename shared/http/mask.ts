/** Takes secrets out of whatever is logged or shown: the known values in any encoding, and the shapes secrets come in. */

export type Mask = (text: string) => string;

const MASKED = "***";

/** A shorter value cannot be told from ordinary text. */
const SHORTEST_SECRET = 3;
/** Fewer characters of base64 than this occur by chance. */
const SHORTEST_BASE64 = 6;

/**
 * Makes a mask for these secrets: their values raw, percent-encoded (fully, partly or twice), JSON-escaped, and inside
 * base64 (as in Basic authorization), besides everything `maskShapes` knows. Values under 3 characters are left alone.
 */
export function createMask(secrets: readonly string[]): Mask {
  const values = new Set(secrets.flatMap((secret) => [secret, secret.trim()]));
  const patterns = [...values]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .flatMap((value) => [inAnyEncoding(value)].concat(insideBase64(value)));
  if (patterns.length === 0) return maskShapes;
  const known = new RegExp(patterns.join("|"), "g");
  return (text) => maskShapes(text.replace(known, MASKED));
}

/** Masks what looks like a secret by its place: named query parameters, userinfo, key segments of known paths. */
export function maskShapes(text: string): string {
  return text
    .replace(NAMED_PARAMETER, (whole, lead: string, name: string) =>
      isSecretName(name) ? `${lead}${name}=${MASKED}` : whole,
    )
    .replace(USERINFO, `$1${MASKED}@`)
    .replace(AUTHORIZATION, `$1 ${MASKED}`)
    .replace(PATH_KEY, `$1${MASKED}`);
}

/** Whether a parameter or header of this name carries a credential: "api_key", "accessToken", "X-Amz-Signature" … */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_CAMEL_CASE_NAME.test(name);
}

const SECRET_NAME =
  /token|secret|passw|pwd|signature|credential|authori[sz]ation|cookie|key\]?$|(?:^|[^a-z])(?:sig|sign|auth|pass|jwt)\]?$/i;
const SECRET_CAMEL_CASE_NAME = /[a-z](?:Sig|Sign|Auth|Pass|Jwt)$/;
/** `;` separates matrix parameters, and ends an `&amp;`. */
const NAMED_PARAMETER = /(^|[?&;#])([^=&;#?\s"'<>]{1,100})=[^&;#\s"'<>]*/g;
const USERINFO = /(:\/\/)[^/?#\s@"'<>]+@/g;
const AUTHORIZATION = /\b(Basic|Bearer)\s+[\w+/=.~-]+/gi;
/** Networks that put the key into the path: Awin's product feeds and its voucher export. */
const PATH_KEY =
  /(\/apikey\/|\/productdata-darwin-download\/publisher\/[^/?#\s]+\/|\/export-promotions\/[^/?#\s]+\/)[^/?#\s"'<>]+/gi;

const inAnyEncoding = (value: string): string => Array.from(value, characterInAnyEncoding).join("");

/** URL writers differ in which characters they escape, so each may stand raw or escaped. */
function characterInAnyEncoding(character: string): string {
  const escapedTwice = "%(?:25)*";
  const percent = Array.from(
    Buffer.from(character),
    (byte) => escapedTwice + hexInAnyCase(byte.toString(16).padStart(2, "0")),
  );
  const units = Array.from(
    { length: character.length },
    (_, at) => `\\\\u${hexInAnyCase(character.charCodeAt(at).toString(16).padStart(4, "0"))}`,
  );
  const forms = [literal(character), percent.join(""), units.join(""), ...(OTHER_FORMS[character] ?? [])];
  return `(?:${forms.join("|")})`;
}

/** Forms, spaces; JSON's short escapes. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  " ": ["\\+"],
  '"': ['\\\\"'],
  "\\": ["\\\\\\\\"],
  "/": ["\\\\/"],
  "\n": ["\\\\n"],
  "\r": ["\\\\r"],
  "\t": ["\\\\t"],
};

/**
 * What base64 makes of the value at each of the three places it can have in a group of three bytes, without the
 * characters that depend on its neighbours; with whatever base64 follows.
 */
function insideBase64(value: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
    const core = bytes
      .toString("base64")
      .slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
    if (core.length < SHORTEST_BASE64) return [];
    return [`${Array.from(core, base64Character).join("")}(?:[\\w+-]|%2[bBfF])*(?:=|%3[dD]){0,2}`];
  });
}

function base64Character(character: string): string {
  if (character === "+") return "(?:\\+|-|%2[bB])";
  if (character === "/") return "(?:\\/|_|%2[fF])";
  return character;
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);

const hexInAnyCase = (hex: string): string =>
  hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
