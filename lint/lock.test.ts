/** The lock file serves every platform: npm leaves out the binaries that a registry did not have, and says nothing. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './oxlint.ts';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string } | readonly string[];
}
const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Entry>;
};
const entries = Object.entries(lock.packages).filter(([place]) => place !== '');

/** Where Node would find `name` from `place`: beside it, or in a folder above. */
function find(place: string, name: string): Entry | undefined {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const entry = lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`];
    if (entry || folder === '') return entry;
  }
}

test('every optional package of every platform is locked', () => {
  const wanted = entries.flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).map((name) => ({ place, name })),
  );
  expect(wanted.length).toBeGreaterThan(100);
  expect(
    wanted.filter(({ place, name }) => !find(place, name)).map(({ place, name }) => `${place} needs ${name}`),
  ).toEqual([]);
});

test.each(['darwin-arm64', 'darwin-x64', 'win32-x64', 'linux-x64', 'linux-arm64'])(
  'the compilers have a binary for %s',
  (platform) => {
    const names = entries.map(([place]) => place);
    for (const scope of ['@esbuild/', '@next/swc-', '@biomejs/cli-', '@oxlint/binding-', '@tailwindcss/oxide-']) {
      expect(
        names.filter((name) => name.startsWith(`node_modules/${scope}${platform}`)),
        scope,
      ).not.toEqual([]);
    }
  },
);

test('every package is pinned by its content, and none by the host that it came from', () => {
  expect(entries.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([place]) => place)).toEqual([]);
  expect(entries.filter(([, { resolved }]) => resolved).map(([place]) => place)).toEqual([]);
});
