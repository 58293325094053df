/** Runs the real oxlint binary with the repository's own rules, for the tests beside this file. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** What one diagnostic says: the file from the root, its line from 1, the rule as `plugin/rule`. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

interface Diagnostic {
  readonly filename: string;
  /** absent when the file could not be parsed */
  readonly code?: string;
  readonly message: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}

/** Lints the given paths. `fixtures` are ignored in the repository's configuration, so they are linted by a copy without that. */
export async function lint(paths: readonly string[], { fixtures = false } = {}): Promise<readonly Finding[]> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'countersign-lint-'));
  try {
    const config = JSON.parse(readFileSync(path.join(root, '.oxlintrc.json'), 'utf8')) as Record<string, unknown>;
    const file = path.join(temporary, '.oxlintrc.json');
    writeFileSync(
      file,
      JSON.stringify({ ...config, ignorePatterns: [], jsPlugins: [path.join(root, 'lint/plugin.mjs')] }),
    );
    const output = await oxlint([...(fixtures ? ['-c', file] : []), '--format', 'json', ...paths]);
    const { diagnostics, number_of_files } = JSON.parse(output) as {
      diagnostics: Diagnostic[];
      number_of_files: number;
    };
    // A linter that looked at nothing finds nothing.
    if (number_of_files === 0) throw new Error(`oxlint found no files in ${paths.join(' ')}`);
    return diagnostics.map(({ filename, code, message, labels }) => ({
      file: path.relative(root, path.resolve(root, filename)).split(path.sep).join('/'),
      line: labels[0]?.span.line ?? 1,
      rule: (code ?? 'parse').replace(/^(.+)\((.+)\)$/, '$1/$2'),
      message,
    }));
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function oxlint(args: readonly string[]): Promise<string> {
  const binary = path.join(root, 'node_modules/oxlint/bin/oxlint');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [binary, ...args], { cwd: root, maxBuffer: 1 << 28 }, (_error, stdout, stderr) => {
      // Exit code 1 means findings; a crash prints no JSON.
      if (stdout.trimStart().startsWith('{')) resolve(stdout);
      else reject(new Error(`oxlint did not answer: ${stdout}${stderr}`));
    });
  });
}
