/** From the positioned tree to plain values, keeping the way back from a path to a place in the text. */
import { LIMITS } from './limits.ts';
import { pointer, shown } from './problem.ts';
import { resolvePlain } from './scalar.ts';
import { tooManyValues } from './yaml-guards.ts';
import type { YamlFault, YamlNode } from './yaml-node.ts';

export interface PlainValue {
  readonly value: unknown;
  /** ambiguous scalars, and too many values */
  readonly faults: YamlFault[];
  /** pointers whose value stands for something that was refused; judging it further would only repeat that */
  readonly refused: ReadonlySet<string>;
}

/** Mappings become objects without a prototype, so that no key reaches one (THREATS.md T56). */
export function plainValue(root: YamlNode): PlainValue {
  const faults: YamlFault[] = [];
  const refused = new Set<string>();
  let count = 0;

  const convert = (node: YamlNode, path: readonly (string | number)[]): unknown => {
    count++;
    if (count > LIMITS.values) {
      if (count === LIMITS.values + 1) faults.push(tooManyValues(node.start));
      refused.add('');
      return null;
    }
    switch (node.kind) {
      case 'sequence':
        return node.items.slice(0, LIMITS.values).map((item, index) => convert(item, [...path, index]));
      case 'mapping': {
        const object: Record<string, unknown> = Object.create(null);
        for (const { key, value } of node.entries.values()) object[key] = convert(value, [...path, key]);
        return object;
      }
      case 'refused':
        refused.add(pointer(path));
        return null;
      case 'scalar': {
        if (!node.plain) return node.text;
        const { value, ambiguous } = resolvePlain(node.text);
        if (ambiguous === undefined) return value;
        refused.add(pointer(path));
        const message = `${shown(node.text)} without quotes is ambiguous, ${ambiguous}: quote it`;
        faults.push({ offset: node.start, path: pointer(path), code: 'ambiguous', message });
        return null;
      }
    }
  };

  return { value: convert(root, []), faults, refused };
}

/** The node at a path, or the nearest one above it. */
export function nodeAt(root: YamlNode, path: readonly PropertyKey[]): YamlNode {
  let node = root;
  for (const part of path) {
    const next =
      node.kind === 'mapping'
        ? node.entries.get(String(part))?.value
        : node.kind === 'sequence'
          ? node.items[Number(part)]
          : undefined;
    if (!next) return node;
    node = next;
  }
  return node;
}

/** Every value's pointer and offset, in the order of the text. */
export function* offsets(node: YamlNode, path = ''): Generator<readonly [pointer: string, offset: number]> {
  yield [path, node.start];
  if (node.kind === 'sequence')
    for (const [index, item] of node.items.entries()) yield* offsets(item, `${path}/${index}`);
  if (node.kind === 'mapping') {
    for (const { key, value } of node.entries.values()) yield* offsets(value, path + pointer([key]));
  }
}
