/**
 * The bits of a Token Status List (draft-ietf-oauth-status-list §4): one status of 1, 2, 4 or 8 bits a token, packed from
 * the least significant bit, compressed with zlib. The only file that imports fflate: Node's zlib is not the domain's.
 */
import { Unzlib, zlibSync } from 'fflate/browser';
import { decodeBase64Url, encodeBase64Url } from '#domain/canonical/base64.ts';

export type StatusBits = 1 | 2 | 4 | 8;

/** The member `status_list` of a status list token. */
export interface EncodedStatusList {
  readonly bits: StatusBits;
  /** base64url of the zlib stream */
  readonly lst: string;
}

export interface StatusList {
  readonly bits: StatusBits;
  readonly bytes: Uint8Array;
}

export const STATUS = { valid: 0, invalid: 1, suspended: 2 } as const;

/** 2^23 statuses of one bit; an honest list of ours is far smaller. */
export const MAX_STATUS_BYTES = 1 << 20;

/** Deflate grows at most about 1032-fold, so a slice of input this long cannot overshoot the limit by much. */
const INPUT_SLICE = 256;

export function isStatusBits(value: unknown): value is StatusBits {
  return value === 1 || value === 2 || value === 4 || value === 8;
}

/** Packs statuses, index by index. Throws RangeError on a status that does not fit, or on too long a list. */
export function encodeStatusList(
  statuses: Iterable<number> & { readonly length: number },
  bits: StatusBits,
): EncodedStatusList {
  const perByte = 8 / bits;
  const bytes = new Uint8Array(Math.ceil(statuses.length / perByte));
  if (bytes.length > MAX_STATUS_BYTES) throw new RangeError('the status list is too long');
  let index = 0;
  for (const status of statuses) {
    if (!Number.isInteger(status) || status < 0 || status >= 2 ** bits)
      throw new RangeError(`status ${status} does not fit`);
    const at = Math.floor(index / perByte);
    bytes[at] = (bytes[at] as number) | (status << ((index % perByte) * bits));
    index += 1;
  }
  return { bits, lst: encodeBase64Url(zlibSync(bytes, { level: 9 })) };
}

/** Unpacks a list; null when it is not zlib, is cut short, or would fill more than `MAX_STATUS_BYTES`. */
export function decodeStatusList({ bits, lst }: EncodedStatusList): StatusList | null {
  const compressed = decodeBase64Url(lst);
  if (!compressed || compressed.length === 0) return null;
  const chunks: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  const inflate = new Unzlib((chunk, final) => {
    total += chunk.length;
    if (total > MAX_STATUS_BYTES) throw new RangeError('the status list is too long');
    chunks.push(chunk);
    ended = final;
  });
  try {
    for (let at = 0; at < compressed.length; at += INPUT_SLICE) {
      inflate.push(compressed.subarray(at, at + INPUT_SLICE), at + INPUT_SLICE >= compressed.length);
    }
  } catch {
    return null;
  }
  if (!ended || total === 0) return null;
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bits, bytes };
}

/** The status at an index, or null when the list does not reach it. */
export function statusAt({ bits, bytes }: StatusList, index: number): number | null {
  const perByte = 8 / bits;
  const byte = Number.isSafeInteger(index) && index >= 0 ? bytes[Math.floor(index / perByte)] : undefined;
  return byte === undefined ? null : (byte >> ((index % perByte) * bits)) & (2 ** bits - 1);
}
