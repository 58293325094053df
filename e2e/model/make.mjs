/**
 * A model's repository, as a team would have it: data, a trained network in several files, its hold-out report, its scan and
 * its manifest, committed. Everything comes out of the seeds below; it takes seconds on any CPU.
 * Usage: node e2e/model/make.mjs FOLDER [--model NAME] [--use-case NAME] [--committer EMAIL] [--seed NUMBER]
 * Another seed is other data, and so other weights and another digest.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { evaluate } from './evaluate.mjs';
import { loadModel, saveModel } from './files.mjs';
import { writeManifest } from './manifest.mjs';
import { train } from './network.mjs';
import { scan } from './scan.mjs';
import { makeTickets, QUEUES, vocabularyOf } from './tickets.mjs';

const SUITE = 'holdout-2026q4';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: 'support/ticket-router' },
    'use-case': { type: 'string', default: 'ticket-routing' },
    committer: { type: 'string', default: 'olu@e2e.test' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder] = positionals;
if (!folder) throw new Error('Name the folder to make it in');
const seed = Number(values.seed) * 1_000;
const at = (/** @type {string} */ name) => path.join(folder, name);
const write = (/** @type {string} */ name, /** @type {string} */ text) => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
};
const writeJson = (/** @type {string} */ name, /** @type {unknown} */ value) =>
  write(name, `${JSON.stringify(value, null, 1)}\n`);
const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });

const training = makeTickets(600, seed);
const holdout = makeTickets(300, seed + 1);
const vocabulary = vocabularyOf(training);
const csv = ['text,queue', ...training.map(({ text, queue }) => `${text},${queue}`), ''].join('\n');
write('data/tickets.csv', csv);

await saveModel(await train(training, vocabulary), at('model'));
writeJson('model/labels.json', QUEUES);
writeJson('model/vocabulary.json', vocabulary);
write(
  'model/README.md',
  `---
license: apache-2.0
library_name: tfjs
tags: [text-classification]
---
# Ticket router

Sorts a support ticket into one of ${QUEUES.length} queues: ${QUEUES.join(', ')}. Counted words, 16 units, a softmax; trained with
TensorFlow.js on ${training.length} made-up tickets. It reads ${vocabulary.length} words and ignores all others.
`,
);

// What is judged is what will be shipped: the files, loaded again.
const figures = evaluate(await loadModel(at('model')), holdout, vocabulary);
writeJson('reports/holdout.json', {
  suite: SUITE,
  examples: holdout.length,
  result: 'pass',
  metrics: Object.entries(figures).map(([metric, value]) => ({ suite: SUITE, metric, value })),
});
writeJson('reports/scan.json', scan(at('model')));

git('init', '-q', '-b', 'main');
git('config', 'user.name', 'Olu');
git('config', 'user.email', values.committer);
git('remote', 'add', 'origin', 'https://git.example/support/ticket-router');
git('add', '-A');
git('commit', '-q', '-m', 'Ticket router: data, model, reports');
const claims = Object.entries(figures).map(
  ([metric, value]) => `  - { suite: ${SUITE}, metric: ${metric}, value: ${value}, report: ./reports/holdout.json }`,
);
writeManifest(
  folder,
  {
    model: ` ${values.model}`,
    version: ' 1.0.0',
    owner: ` team:${values.model.split('/')[0]}`,
    useCase: ` ${values['use-case']}`,
    classification: ' [customer-data]',
    artifact: ' { path: ./model }',
    data: `
  - name: tickets
    role: training
    uri: https://git.example/support/ticket-router/data/tickets.csv
    digest: sha256:${createHash('sha256').update(csv).digest('hex')}
    classification: [synthetic-data]
    license: cc0-1.0`,
    lineage: ' from-scratch',
  },
  [
    'evaluation:',
    ...claims,
    'runtime: { environments: [staging, production], regions: [eu-west-1], exposure: internal, dataClasses: [customer-data] }',
  ],
);
git('add', '-A');
git('commit', '-q', '-m', 'Manifest of 1.0.0');
console.log(JSON.stringify({ folder: path.resolve(folder), ...figures }));
