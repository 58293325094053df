/** YAML as a tree of places: what the reader makes of a text, before any value is understood. Offsets are in UTF-16 units. */

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly start: number;
  /** decoded */
  readonly text: string;
  /** unquoted and not a block: its type is guessed from its looks */
  readonly plain: boolean;
}

export interface YamlSequence {
  readonly kind: 'sequence';
  readonly start: number;
  readonly items: YamlNode[];
}

export interface YamlEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly value: YamlNode;
}

export interface YamlMapping {
  readonly kind: 'mapping';
  readonly start: number;
  /** no key twice, in the order of the text */
  readonly entries: Map<string, YamlEntry>;
}

/** Something that was refused and has been reported: an alias, or what lies too deep. */
export interface YamlRefused {
  readonly kind: 'refused';
  readonly start: number;
}

export type YamlNode = YamlScalar | YamlSequence | YamlMapping | YamlRefused;

export interface YamlFault {
  /** in UTF-16 units from the start of the text */
  readonly offset: number;
  readonly path: string;
  readonly code: string;
  readonly message: string;
}
