/** Bounds of a manifest. They are far above what honest manifests need, and small enough that nothing can exhaust us. */
export const LIMITS = {
  /** of the file, in UTF-8 (CONTRACT.md §2) */
  bytes: 1024 * 1024,
  /** nested mappings and sequences; the document's own mapping is the first (CONTRACT.md §2) */
  depth: 30,
  /** scalars, mappings and sequences in all */
  values: 20_000,
  line: 256,
  text: 4000,
  uri: 2048,
  path: 1024,
  tags: 32,
  datasets: 256,
  parents: 64,
  measurements: 256,
  places: 64,
} as const;
