/**
 * Text that a person will read before approving must show all that it holds (THREATS.md T33): no control characters,
 * nothing that reorders text, nothing invisible that could carry a second message. Joiners (U+200C, U+200D) stay: scripts
 * and emoji need them.
 */

/** C0 and C1 controls but tab, line feed and carriage return; DEL; lone surrogates; non-characters. */
const CONTROL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Direction marks, embeddings, overrides and isolates (CVE-2021-42574), line and paragraph separators. */
const DIRECTION = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
/** Zero-width space, word joiner, invisible operators, byte order mark, interlinear marks, tag characters. */
const INVISIBLE = /[\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/;

const FORBIDDEN = new RegExp(`${CONTROL.source}|${DIRECTION.source}|${INVISIBLE.source}`);
const FORBIDDEN_IN_LINE = new RegExp(`[\\t\\n\\r]|${FORBIDDEN.source}`);

export interface HiddenCharacter {
  /** offset in UTF-16 units */
  readonly index: number;
  /** such as `U+202E` */
  readonly name: string;
}

/**
 * The first character of `text` that does not show or changes how the rest shows, or null. `line` also refuses tabs and
 * line breaks; `block` allows them. Linear in the length of the text.
 */
export function hiddenCharacter(text: string, kind: 'line' | 'block'): HiddenCharacter | null {
  const index = text.search(kind === 'line' ? FORBIDDEN_IN_LINE : FORBIDDEN);
  if (index < 0) return null;
  const code = text.codePointAt(index) as number;
  return { index, name: `U+${code.toString(16).toUpperCase().padStart(4, '0')}` };
}

/** Makes hidden characters visible as `\u{202e}`, so that a message can quote hostile text. */
export function revealed(text: string): string {
  return text.replace(new RegExp(FORBIDDEN_IN_LINE.source, 'g'), (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
