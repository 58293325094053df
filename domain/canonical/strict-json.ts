/**
 * JSON from outside, read so that no two readers can disagree about it (RFC 8259 §4, RFC 8725 §2.4): an object that names a
 * member twice is refused (the first wins in one parser, the last in another), and so is nesting beyond a limit.
 */
export type StrictJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: 'syntax' | 'duplicate' | 'depth'; readonly message: string };

const MAX_DEPTH = 32;

/** Index just after the string literal that starts at `start`; the text is known to be valid JSON. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Parses a JSON text; linear in its length. The caller bounds the length. */
export function parseStrictJson(text: string): StrictJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // the engine's message quotes the input, which may be a secret
    return { ok: false, code: 'syntax', message: 'not JSON' };
  }
  // The text is valid from here on, so a scan for strings, braces and commas sees its whole structure.
  const open: (Set<string> | null)[] = [];
  let atName = false;
  for (let i = 0; i < text.length; ) {
    const char = text[i];
    if (char === '"') {
      const end = endOfString(text, i);
      const names = open.at(-1);
      if (atName && names) {
        const name = JSON.parse(text.slice(i, end)) as string;
        if (names.has(name))
          return { ok: false, code: 'duplicate', message: `the member ${JSON.stringify(name)} appears twice` };
        names.add(name);
      }
      atName = false;
      i = end;
      continue;
    }
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : null);
      if (open.length > MAX_DEPTH) return { ok: false, code: 'depth', message: `nested deeper than ${MAX_DEPTH}` };
      atName = char === '{';
    } else if (char === '}' || char === ']') {
      open.pop();
      atName = false;
    } else if (char === ',') {
      atName = open.at(-1) !== null;
    }
    i++;
  }
  return { ok: true, value };
}

/** Narrows to a JSON object (not null, not an array). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
