/** The tokens of what stands between `{{` and `}}`. */

export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

export type Token =
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "number"; readonly value: string }
  | { readonly kind: "name"; readonly value: string }
  | { readonly kind: "mark"; readonly value: string };

const TOKEN = /\s*(?:'([^']*)'|"([^"]*)"|(\d+(?:\.\d+)?)|([A-Za-z_][\w:@]*)|(==|!=|<=|>=|[<>()[\],.|]))/y;

/** @throws TemplateError at a character that belongs to no token */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (source.slice(pattern.lastIndex).trim() !== "") {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null)
      throw new TemplateError(`can't read ${JSON.stringify(source.slice(at).trim().slice(0, 20))}`);
    const [, single, double, number, name, mark] = match;
    const text = single ?? double;
    if (text !== undefined) tokens.push({ kind: "text", value: text });
    else if (number !== undefined) tokens.push({ kind: "number", value: number });
    else if (name !== undefined) tokens.push({ kind: "name", value: name });
    else tokens.push({ kind: "mark", value: mark ?? "" });
  }
  return tokens;
}
