import { notFound } from 'next/navigation';

/** A dynamic part of the address as text. Next hands it over percent-encoded, and anybody can send a broken encoding. */
export function pathPart(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    notFound();
  }
}
