/** The manifest: what `countersign init` finds out by itself, with its questions answered as a person would. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const command = path.resolve(import.meta.dirname, '../../dist/countersign.mjs');

/**
 * @param {string} folder a git checkout with the model in `model/`
 * @param {Readonly<Record<string, string>>} answers what to write after the colon of each field that is asked about
 * @param {readonly string[]} more fields that nothing asks about
 */
export function writeManifest(folder, answers, more) {
  execFileSync(process.execPath, [command, 'init', '--from', './model', '--force'], { cwd: folder, stdio: 'pipe' });
  const file = path.join(folder, 'countersign.yaml');
  const draft = readFileSync(file, 'utf8');
  const asked = [...draft.matchAll(/^# QUESTION: .*\n(?:# .*\n)*(\w+):.*\n(?: .*\n)*/gm)];
  const open = asked.map(([, field = '']) => field).filter((field) => !Object.hasOwn(answers, field));
  if (open.length > 0) throw new Error(`countersign init asks what nobody answers: ${open.join(', ')}`);
  const answered = asked.reduce(
    (text, [question, field = '']) => text.replace(question, () => `${field}:${answers[field]}\n`),
    draft,
  );
  writeFileSync(file, `${answered}${more.join('\n')}\n`);
}
