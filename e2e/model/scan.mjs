/**
 * A scan of the artifact: every file has to be of a kind that cannot run, and what it says it is. Pickles, archives and
 * other containers that can hold code are refused by their first bytes, whatever their names; so is every kind of file that
 * this scan does not know, since it cannot speak for it.
 * Usage: node e2e/model/scan.mjs MODEL_FOLDER > report.json
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CONTAINERS = [
  { name: 'a pickle', begins: /^\x80[\x00-\x05]/ },
  { name: 'an archive (zip, also PyTorch and NumPy)', begins: /^PK\x03\x04/ },
  { name: 'HDF5, which can hold a Keras Lambda', begins: /^\x89HDF/ },
  { name: 'an executable', begins: /^(\x7fELF|MZ|#!)/ },
];

/** Layers that compute and do nothing else; a Lambda or a class of somebody's own is not among them. */
const LAYERS = new Set(['Sequential', 'Dense', 'InputLayer']);

/** What is wrong with one file. */
function findingsIn(/** @type {string} */ folder, /** @type {string} */ file) {
  const bytes = readFileSync(path.join(folder, file));
  const head = bytes.subarray(0, 8).toString('latin1');
  const container = CONTAINERS.find(({ begins }) => begins.test(head));
  if (container) return [{ file, message: `is ${container.name}` }];
  if (file === 'model.json') return modelFindings(folder, bytes.toString('utf8'));
  if (file.endsWith('.json')) JSON.parse(bytes.toString('utf8'));
  else if (!file.endsWith('.bin') && !file.endsWith('.md')) return [{ file, message: 'is of a kind not known here' }];
  return [];
}

/** The topology has known layers only, and the shards are exactly the finite numbers that it declares. */
function modelFindings(/** @type {string} */ folder, /** @type {string} */ text) {
  const file = 'model.json';
  const { modelTopology, weightsManifest } = JSON.parse(text);
  const classes = [...JSON.stringify(modelTopology).matchAll(/"class_name":"(\w+)","config":\{"(?:name|layers)/g)];
  const strange = classes.map(([, name]) => name ?? '').filter((name) => !LAYERS.has(name));
  if (classes.length === 0 || strange.length > 0) return [{ file, message: `has layers not known here: ${strange}` }];
  const shards = weightsManifest.flatMap((/** @type {{ paths: string[] }} */ group) => group.paths);
  const bytes = Buffer.concat(shards.map((/** @type {string} */ name) => readFileSync(path.join(folder, name))));
  const declared = weightsManifest
    .flatMap((/** @type {{ weights: { shape: number[] }[] }} */ group) => group.weights)
    .reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 4), 0);
  if (declared !== bytes.length)
    return [{ file, message: `declares ${declared} bytes, the shards are ${bytes.length}` }];
  for (let at = 0; at < bytes.length; at += 4) {
    if (!Number.isFinite(bytes.readFloatLE(at))) return [{ file, message: `weight ${at / 4} is not finite` }];
  }
  return [];
}

/** The report: `pass` only when every file was looked at and none was found wanting; a broken scan is an `error`. */
export function scan(/** @type {string} */ folder) {
  const tool = 'format-scan 1.0.0';
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .sort();
    const findings = files.flatMap((file) => findingsIn(folder, file));
    return { tool, result: findings.length === 0 && files.length > 0 ? 'pass' : 'fail', files, findings };
  } catch (error) {
    return { tool, result: 'error', findings: [{ message: `${error}` }] };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = scan(process.argv[2] ?? '.');
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  process.exitCode = report.result === 'pass' ? 0 : 1;
}
