/**
 * Base64 and base64url (RFC 4648 §4, §5) with one text for one byte string. Decoders refuse everything else: padding
 * where there is none, missing padding, white space, other alphabets, and non-zero trailing bits, because a token or
 * note that can be written in two ways walks round every list that remembers its text (THREATS.md T16).
 */
const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const URL_SAFE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}

const STANDARD_VALUES = valuesOf(STANDARD);
const URL_SAFE_VALUES = valuesOf(URL_SAFE);

function encode(bytes: Uint8Array, alphabet: string): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits =
      alphabet.charAt(word >> 18) +
      alphabet.charAt((word >> 12) & 63) +
      alphabet.charAt((word >> 6) & 63) +
      alphabet.charAt(word & 63);
    parts.push(left >= 3 ? digits : digits.slice(0, left + 1));
  }
  return parts.join('');
}

/** `text` is without padding. */
function decode(text: string, values: Int8Array): Uint8Array | null {
  const rest = text.length % 4;
  if (rest === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? (values[code] as number) : -1;
    if (value < 0) return null;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (word >> bits) & 0xff;
    }
  }
  // what is left over is not part of any byte, and must be zero
  return (word & ((1 << bits) - 1)) === 0 ? bytes : null;
}

/** Unpadded base64url. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes, URL_SAFE);
}

/** The bytes, or null when `text` is not the one unpadded base64url text of any bytes. */
export function decodeBase64Url(text: string): Uint8Array | null {
  return decode(text, URL_SAFE_VALUES);
}

/** Padded standard base64. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encode(bytes, STANDARD);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** The bytes, or null when `text` is not the one padded standard base64 text of any bytes. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return decode(text.slice(0, text.length - padding), STANDARD_VALUES);
}
