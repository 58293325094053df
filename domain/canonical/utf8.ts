/** UTF-8 read strictly, so that bytes have one text: invalid sequences are refused, and a byte order mark stays visible. */

/** The text of bytes, or null when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
