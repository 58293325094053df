/** What the documents name exists: dependencies, files, links, commands. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './oxlint.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'scripts',
  Record<string, string>
>;
const documents = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.posix.join('docs', file.split(path.sep).join('/'))),
];
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['node_modules', 'dist', '.next', '.data', '.git'].includes(entry.name))
  .map((entry) => entry.name);

describe('docs/dependencies.md', () => {
  const rows = [...read('docs/dependencies.md').matchAll(/^\| `(.+?)` \| (.+?) \| (.+?) \| (\S+) \|$/gm)];

  test('has one line for every direct dependency, and for nothing else', () => {
    const direct = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
    expect(rows.map(([, name]) => name).sort()).toEqual(direct.sort());
  });

  test('states the licence that the package states', () => {
    const stated = rows.map(([, name, , licence]) => `${name}: ${licence}`);
    const actual = rows.map(([, name]) => `${name}: ${licenceOf(name ?? '')}`);
    expect(stated).toEqual(actual);
  });
});

test('direct dependencies are pinned to exact versions', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

describe.each(documents)('%s', (document) => {
  // Code blocks show commands and examples; only prose makes promises about files.
  const prose = read(document).replace(/^```[^]*?^```/gm, '');

  test('links to files that exist', () => {
    const links = [...prose.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, link]) => link ?? '')
      .filter((link) => !/^[a-z]+:/.test(link));
    const broken = links.filter((link) => !existsSync(path.resolve(root, path.dirname(document), link)));
    expect(broken).toEqual([]);
  });

  test('names paths of the repository that exist', () => {
    const quoted = [...prose.matchAll(/`([\w.@-]+(?:\/[\w.@[\]()-]+)*\/?)`/g)].map(([, text]) => text ?? '');
    const paths = quoted.filter((text) => text.includes('/') && folders.includes(text.split('/')[0] ?? ''));
    expect(paths.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  test('names npm scripts that exist', () => {
    const scripts = [...read(document).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

function licenceOf(name: string): string {
  const { license } = JSON.parse(read(`node_modules/${name}/package.json`)) as { license: string };
  return license === 'SIL OPEN FONT LICENSE' ? 'OFL-1.1' : license;
}
