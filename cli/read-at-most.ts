/** Reading a file that may be anything, without ever holding more of it than is wanted. */
import { open } from 'node:fs/promises';

/** Up to `limit` bytes of a regular file, or why there are none. */
export async function readAtMost(file: string, limit: number): Promise<Uint8Array | string> {
  try {
    const handle = await open(file, 'r');
    try {
      if (!(await handle.stat()).isFile()) return 'it is not a regular file';
      const buffer = new Uint8Array(limit);
      let length = 0;
      while (length < limit) {
        const { bytesRead } = await handle.read(buffer, length, limit - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return buffer.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown fault';
    return code === 'ENOENT' ? 'there is no such file' : code;
  }
}
