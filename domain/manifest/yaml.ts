/**
 * The one file that knows the YAML library. It turns hostile text into a positioned tree, or says why not. The text is read
 * as a flat list of events and nothing is ever expanded: aliases, tags, merge keys, directives and further documents are
 * refused where they stand (CONTRACT.md §2, THREATS.md T55), and nesting is cut off before it can exhaust the stack.
 */
import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import { LIMITS } from './limits.ts';
import { positionsIn } from './lines.ts';
import { MAX_PROBLEMS, type Position, pointer, shown } from './problem.ts';
import { resolvePlain } from './scalar.ts';
import { floodFault, leadingDirective, syntaxFault } from './yaml-guards.ts';
import type { YamlFault, YamlMapping, YamlNode, YamlScalar, YamlSequence } from './yaml-node.ts';

/** The tree of the first document, null when there is none, and everything that is refused. Never throws. */
export function readYaml(text: string): { node: YamlNode | null; faults: YamlFault[] } {
  const flood = floodFault(text);
  if (flood) return { node: null, faults: [flood] };
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: 2 * LIMITS.depth });
  } catch (error) {
    // The library throws its own kind only; anything else would be a fault of ours, and still no reason to fall over.
    const { reason, mark } = error instanceof YAMLException ? error : { reason: 'it cannot be read', mark: undefined };
    return { node: null, faults: [syntaxFault(text, reason, mark?.position ?? 0)] };
  }
  const reader = new TreeReader(text);
  for (const event of events) reader.take(event);
  return { node: reader.root, faults: reader.faults };
}

/** An open collection, its path, and what is being read in it. */
type Frame =
  | { readonly path: Path; readonly node: YamlSequence }
  | { readonly path: Path; readonly node: YamlMapping; key: Key | null; readonly seen: Map<string, number> };

type Path = readonly (string | number)[];

/** `name` is null when the key was refused and its value is to be dropped. */
interface Key {
  readonly name: string | null;
  readonly start: number;
}

class TreeReader {
  readonly faults: YamlFault[] = [];
  root: YamlNode | null = null;
  readonly #text: string;
  readonly #position: (offset: number) => Position;
  readonly #stack: Frame[] = [];
  #documents = 0;
  /** nesting below the deepest level allowed, or below a refused place; what is there is skipped */
  #skipped = 0;
  /** where the last token ended: the place of a value that is not written */
  #cursor = 0;

  constructor(text: string) {
    this.#text = text;
    this.#position = positionsIn(text);
  }

  take(event: Event): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        return this.#document(event.directives.length > 0);
      case EVENT_ID.POP:
        return this.#pop();
      case EVENT_ID.ALIAS:
        this.#refuse('alias', event.anchorStart - 1, 'an alias is not allowed: write the value out');
        return this.#skipped > 0 ? undefined : this.#place({ kind: 'refused', start: event.anchorStart - 1 });
      case EVENT_ID.SCALAR:
        this.#properties(event);
        return this.#skipped > 0 ? undefined : this.#place(this.#scalar(event));
      default:
        this.#properties(event);
        return this.#open(event.type === EVENT_ID.SEQUENCE ? 'sequence' : 'mapping', event.start);
    }
  }

  #document(hasDirectives: boolean): void {
    this.#documents++;
    const directive = this.#documents === 1 ? leadingDirective(this.#text) : -1;
    if (hasDirectives || directive >= 0) {
      this.#refuse('directive', Math.max(directive, this.#cursor), 'a YAML directive is not allowed: remove it');
    }
    if (this.#documents === 2) {
      const marker = /^(?:---|\.\.\.)(?=\s|$)/gm;
      marker.lastIndex = this.#cursor;
      const offset = marker.exec(this.#text)?.index ?? this.#cursor;
      this.#refuse('more-than-one-document', offset, 'a second document starts here: a manifest is one document');
    }
  }

  #open(kind: 'sequence' | 'mapping', start: number): void {
    this.#cursor = start;
    if (this.#skipped > 0) {
      this.#skipped++;
      return;
    }
    if (this.#documents > 1) {
      this.#skipped = 1;
      return;
    }
    const frame = this.#stack.at(-1);
    if (frame && 'key' in frame && frame.key === null) {
      this.#refuse('non-string-key', start, 'a key must be text, not a list or a mapping');
      frame.key = { name: null, start };
      this.#skipped = 1;
      return;
    }
    if (frame && 'key' in frame && frame.key?.name === null) {
      frame.key = null;
      this.#skipped = 1;
      return;
    }
    if (this.#stack.length >= LIMITS.depth) {
      this.#refuse('too-deep', start, `nested more than ${LIMITS.depth} deep`);
      this.#place({ kind: 'refused', start });
      this.#skipped = 1;
      return;
    }
    const path = this.#path();
    if (kind === 'sequence') {
      const node: YamlSequence = { kind, start, items: [] };
      this.#place(node);
      this.#stack.push({ path, node });
    } else {
      const node: YamlMapping = { kind, start, entries: new Map() };
      this.#place(node);
      this.#stack.push({ path, node, key: null, seen: new Map() });
    }
  }

  #pop(): void {
    if (this.#skipped > 0) this.#skipped--;
    else this.#stack.pop();
  }

  /** Puts a node where it belongs: the root, a key, a value or an item. */
  #place(node: YamlNode): void {
    if (this.#documents > 1) return;
    const frame = this.#stack.at(-1);
    if (!frame) this.root = node;
    else if (!('key' in frame)) frame.node.items.push(node);
    else if (frame.key === null) frame.key = this.#key(node, frame.seen);
    else {
      const { name, start } = frame.key;
      if (name !== null) frame.node.entries.set(name, { key: name, keyStart: start, value: node });
      frame.key = null;
    }
  }

  #key(node: YamlNode, seen: Map<string, number>): Key {
    const refused = { name: null, start: node.start };
    if (node.kind !== 'scalar') return refused;
    const { text, plain, start } = node;
    if (plain && text === '<<') {
      this.#refuse('merge-key', start, 'a merge key is not allowed: write the values out');
      return refused;
    }
    if (plain && typeof resolvePlain(text).value !== 'string') {
      const what = text === '' ? 'a key is missing here' : `a key must be text, and ${shown(text)} is not: quote it`;
      this.#refuse('non-string-key', start, what);
      return refused;
    }
    if (text === '__proto__' || text === 'constructor' || text === 'prototype') {
      this.#refuse('unknown-key', start, `${text} is not a key of a manifest`, text);
      return refused;
    }
    const first = seen.get(text);
    if (first !== undefined) {
      this.#refuse(
        'duplicate-key',
        start,
        `${shown(text)} is already given on line ${this.#position(first).line}`,
        text,
      );
      return refused;
    }
    seen.set(text, start);
    return { name: text, start };
  }

  #scalar(event: ScalarEvent): YamlScalar {
    const plain = event.style === SCALAR_STYLE.PLAIN;
    if (event.valueStart < 0) return { kind: 'scalar', start: this.#cursor, text: '', plain };
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    const start = quoted ? event.valueStart - 1 : event.valueStart;
    this.#cursor = event.valueEnd;
    return { kind: 'scalar', start, text: getScalarValue(this.#text, event), plain };
  }

  #properties(event: { anchorStart: number; tagStart: number }): void {
    if (event.tagStart >= 0) this.#refuse('tag', event.tagStart, 'a tag is not allowed: remove it');
    if (event.anchorStart >= 0) this.#refuse('anchor', event.anchorStart - 1, 'an anchor is not allowed: remove it');
  }

  /** The path of the value that is being read. */
  #path(): Path {
    const frame = this.#stack.at(-1);
    if (!frame) return [];
    if (!('key' in frame)) return [...frame.path, frame.node.items.length];
    return frame.key?.name ? [...frame.path, frame.key.name] : frame.path;
  }

  #refuse(code: string, offset: number, message: string, key?: string): void {
    // One more than is shown, so that the reader is told that there are more; a flood costs nothing.
    if (this.faults.length > MAX_PROBLEMS) return;
    const path = key === undefined ? this.#path() : [...this.#path(), key];
    this.faults.push({ offset, path: pointer(path), code, message });
  }
}
