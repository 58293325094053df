/** A file that is read in parts, so that the header of a model of many gigabytes costs no more than that of a small one. */
export interface ByteSource {
  /** in bytes */
  readonly size: number;
  /** Up to `length` bytes from `offset`; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes that are already in memory. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}
