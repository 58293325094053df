/**
 * The header of a safetensors file: its length in 8 bytes, then JSON whose `__metadata__` maps text to text. The keys are a
 * convention (ModelSpec); most files have none, and none has a hash.
 */
import type { Prefill } from '../draft.ts';
import type { ByteSource } from './byte-source.ts';
import { line, member } from './declared.ts';
import { prefillFromHeader } from './weights.ts';

/** The format allows 100 MB; a header of this size already describes a hundred thousand tensors. */
const LARGEST_HEADER = 16 * 1024 * 1024;

/** Null when the file is not safetensors. */
export async function prefillFromSafetensors(file: ByteSource, name: string): Promise<Prefill | null> {
  const head = await file.read(0, 8);
  if (head.length < 8) return null;
  const length = Number(new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true));
  if (length < 2 || length > file.size - 8) return null;
  const source = `safetensors ${name}`;
  const empty = { source, name, bases: [], datasets: [] };
  if (length > LARGEST_HEADER) {
    return prefillFromHeader({
      ...empty,
      remark: `The header of ${name} has ${length} bytes and was not read. What does it say?`,
    });
  }
  const header = parsed(await file.read(8, length));
  if (header === null) return null;
  const metadata = member(header, '__metadata__');
  const base = line(member(metadata, 'base_model')) ?? line(member(metadata, 'modelspec.base_model'));
  return prefillFromHeader({
    ...empty,
    title: line(member(metadata, 'modelspec.title')) ?? line(member(metadata, 'modelspec.description')),
    license: line(member(metadata, 'modelspec.license')) ?? line(member(metadata, 'license')),
    bases: base ? [base] : [],
  });
}

function parsed(bytes: Uint8Array): object | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
