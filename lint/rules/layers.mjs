/** `countersign/layers`: every import is judged by the table in lint/layers.mjs; what it does not list is refused. */
import { confined, doors, fixtures, isTest, layerOf, matches, rows, testPackages } from '../layers.mjs';
import { packageName, projectPath, resolveSpecifier } from './paths.mjs';
import { onSpecifier } from './specifiers.mjs';

export const layers = {
  meta: { type: 'problem' },
  create(context) {
    const from = projectPath(context.filename);
    return onSpecifier((node, specifier, crossing) => {
      const message = problem(from, specifier, crossing);
      if (message) context.report({ node, message });
    });
  },
};

/** Why `from` may not import `specifier`, or null when it may. */
function problem(from, specifier, crossing) {
  const layer = layerOf(from);
  if (!layer) return `${from} is in no layer: give its folder a row in lint/layers.mjs, or move it`;
  if (specifier === null && rows[layer].computes) return null;
  const target = resolveSpecifier(from, specifier);
  if (target.problem) return target.problem;
  return target.package ? packageProblem(from, layer, target.package) : fileProblem(from, layer, target, crossing);
}

function packageProblem(from, layer, specifier) {
  const row = rows[layer];
  const name = packageName(specifier);
  if (isTest(from) && matches([...testPackages, ...(row.tests?.packages ?? [])], specifier)) return null;
  if (Object.hasOwn(confined, name)) {
    if (matches(confined[name], from) || (isTest(from) && confined[name].some(beside(from)))) return null;
    return `${name} is used in one place only (${confined[name].join(', ')}): call that`;
  }
  if (matches(row.packages, specifier)) return null;
  return `${layer} may not import ${specifier} (lint/layers.mjs lists what it may)`;
}

function fileProblem(from, layer, { file, relative }, { typesOnly, located }) {
  const target = layerOf(file);
  if (!target) return `${file} is in no layer`;
  if (isTest(file) && !isTest(from) && layer !== 'config') return `${file} is for tests only`;
  const door = doors.find(({ into }) => file === into || file.startsWith(`${into}/`) || file.startsWith(`${into}.`));
  if (door && !typesOnly && !matches(door.from, from)) return `${file} is closed: ${door.because}`;
  if (target === layer) return null;
  if (relative && !located && !rows[layer].walks) return `a relative path may not leave its layer: write '#${file}'`;
  const row = rows[layer];
  const may = [
    ...(row.layers ?? []),
    ...(isTest(from) ? [...(row.tests?.layers ?? []), ...(row.typesOnly ?? [])] : []),
  ];
  if (may.includes(target)) return null;
  if (row.typesOnly?.includes(target)) return typesOnly ? null : `${layer} may import types of ${target}, not code`;
  const fixture = fixtures[layer];
  if (fixture && fixture.into.includes(target) && from.startsWith(fixture.from)) return null;
  return `${layer} may not import ${target} (lint/layers.mjs, STYLE "Layers")`;
}

const folder = (file) => file.slice(0, file.lastIndexOf('/'));
const beside = (test) => (file) => folder(file) === folder(test);
