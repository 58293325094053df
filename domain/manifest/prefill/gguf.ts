/**
 * The metadata of a GGUF file, versions 2 and 3 (ggml-org/ggml, gguf.md): little-endian key-value pairs before the tensors.
 * Only `general.*` is kept; everything else is stepped over, and every length is checked against what is left.
 */
import type { Prefill } from '../draft.ts';
import type { ByteSource } from './byte-source.ts';
import { line } from './declared.ts';
import { prefillFromHeader } from './weights.ts';

/** Enough for a vocabulary of a quarter million words, which stands between the keys that we want. */
const READ = 16 * 1024 * 1024;
const PAIRS = 4096;
const LONGEST_TEXT = 64 * 1024;

const STRING = 8;
const ARRAY = 9;
/** bytes of a value, by type number */
const WIDTH: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const UINT32 = 4;

/** Null when the file is not GGUF. */
export async function prefillFromGguf(file: ByteSource, name: string): Promise<Prefill | null> {
  const reader = new GgufReader(await file.read(0, READ));
  if (reader.text(4) !== 'GGUF') return null;
  const version = reader.uint32();
  const source = `GGUF ${name}`;
  if (version !== 2 && version !== 3) {
    const remark = `${name} is GGUF of version ${version}, which is not read. What does its metadata say?`;
    return prefillFromHeader({ source, name, bases: [], datasets: [], remark });
  }
  reader.uint64();
  const pairs = Math.min(reader.uint64(), PAIRS);
  const general = new Map<string, string | number>();
  for (let index = 0; index < pairs && !reader.exhausted; index++) {
    const key = reader.string();
    const value = reader.value(reader.uint32());
    if (key?.startsWith('general.') && value !== null) general.set(key.slice('general.'.length), value);
  }
  const text = (key: string) => line(general.get(key));
  return prefillFromHeader({
    source,
    name,
    title: text('name'),
    version: text('version'),
    license: text('license.name') ?? text('license'),
    bases: numbered(
      general,
      'base_model',
      (at) => text(`${at}.repo_url`) ?? joined(text(`${at}.organization`), text(`${at}.name`)),
    ),
    datasets: numbered(general, 'dataset', (at) => text(`${at}.name`) ?? text(`${at}.repo_url`)).map(
      (dataset, index) => ({
        name: dataset,
        uri: text(`dataset.${index}.repo_url`),
      }),
    ),
    remark: reader.exhausted
      ? `The metadata of ${name} ends too early or is too long to be read in full. What does it say?`
      : undefined,
  });
}

/** The items `prefix.0`, `prefix.1`, … of a counted list. */
function numbered(
  general: ReadonlyMap<string, unknown>,
  prefix: string,
  read: (at: string) => string | undefined,
): string[] {
  const count = Math.min(Number(general.get(`${prefix}.count`) ?? 0), 64);
  return Array.from({ length: Math.max(count, 0) }, (_, index) => read(`${prefix}.${index}`)).filter(
    (item) => item !== undefined,
  );
}

function joined(organization: string | undefined, name: string | undefined): string | undefined {
  return organization && name ? `${organization}/${name}` : name;
}

/** Reads forward; once anything does not fit it is exhausted and gives zeros and nulls. */
class GgufReader {
  exhausted = false;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  uint32(): number {
    const at = this.#take(4);
    return at < 0 ? 0 : this.#view.getUint32(at, true);
  }

  /** As a number: lengths beyond 2^53 are not exact, and far beyond any file. */
  uint64(): number {
    const at = this.#take(8);
    return at < 0 ? 0 : Number(this.#view.getBigUint64(at, true));
  }

  string(): string | null {
    return this.text(this.uint64());
  }

  /** Null when it is too long to keep or does not fit. */
  text(length: number): string | null {
    const at = this.#take(length);
    if (at < 0 || length > LONGEST_TEXT) return null;
    return new TextDecoder().decode(this.#bytes.subarray(at, at + length));
  }

  /** Text and 32-bit counts; null for what is stepped over. */
  value(type: number): string | number | null {
    if (type === STRING) return this.string();
    if (type === UINT32) return this.uint32();
    if (type === ARRAY) return this.#skipArray();
    this.#take(WIDTH[type] ?? Number.POSITIVE_INFINITY);
    return null;
  }

  #skipArray(): null {
    const type = this.uint32();
    const count = this.uint64();
    if (type !== STRING) this.#take(count * (WIDTH[type] ?? Number.POSITIVE_INFINITY));
    // each text has a length of 8 bytes at least, so `count` cannot make this long
    else for (let index = 0; index < count && !this.exhausted; index++) this.#take(this.uint64());
    return null;
  }

  #take(length: number): number {
    const at = this.#at;
    if (this.exhausted || !(length <= this.#bytes.length - at)) {
      this.exhausted = true;
      return -1;
    }
    this.#at += length;
    return at;
  }
}
