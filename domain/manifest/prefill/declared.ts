/** Takes declared values out of untrusted data: of the right kind, short, on one line, with nothing hidden; or not at all. */
import { LIMITS } from '../limits.ts';
import { revealed } from '../text.ts';

export type Untrusted = { readonly [key: string]: unknown };

/** The value as a mapping, empty when it is none. Only own keys are ever read from it. */
export function mapping(value: unknown): Untrusted {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Untrusted) : {};
}

/** An own member, so that `constructor` is never found on a prototype. */
export function member(value: unknown, key: string): unknown {
  const object = mapping(value);
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** One line of text, cut to `max` characters, or undefined when there is none. */
export function line(value: unknown, max: number = LIMITS.line): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = revealed(
    String(value)
      .slice(0, 8 * max)
      .toWellFormed()
      .replace(/\s+/g, ' ')
      .trim(),
  );
  if (text === '') return undefined;
  return text.length > max
    ? `${text
        .slice(0, max - 1)
        .toWellFormed()
        .replace('\ufffd', '')}…`
    : text;
}

/** The value's lines, whether it is one or a list, at most `max` of them, each once. */
export function lines(value: unknown, max: number): string[] {
  const items = Array.isArray(value) ? value.slice(0, 4 * max) : [value];
  const texts = items.map((item) => line(item)).filter((text) => text !== undefined);
  return [...new Set(texts)].slice(0, max);
}

const HUB_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\/[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/;

/** `org/name` on the Hugging Face Hub, from the name or its URL, or null. */
export function hubName(text: string): string | null {
  const name = text.replace(/^https:\/\/(?:www\.)?huggingface\.co\//, '').replace(/\/$/, '');
  return HUB_NAME.test(name) ? name : null;
}
