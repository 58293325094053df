/** `countersign/domain-floors`: `domain/` is read from the ground up, so its folders import only their floor and below. */
import { floors, isTest } from '../layers.mjs';
import { projectPath, resolveSpecifier } from './paths.mjs';
import { onSpecifier } from './specifiers.mjs';

const floorOf = (file) => {
  const [, folder, name] = file.split('/');
  return name === undefined ? -1 : floors.findIndex((floor) => floor.includes(folder));
};

export const domainFloors = {
  meta: { type: 'problem' },
  create(context) {
    const from = projectPath(context.filename);
    if (!from.startsWith('domain/') || isTest(from)) return {};
    const own = floorOf(from);
    return {
      Program(node) {
        if (own < 0) context.report({ node, message: `${from} stands on no floor: lint/layers.mjs lists them` });
      },
      ...onSpecifier((node, specifier) => {
        const { file } = resolveSpecifier(from, specifier);
        if (own < 0 || !file?.startsWith('domain/') || floorOf(file) <= own) return;
        const [below, above] = [from, file].map((path) => path.split('/')[1]);
        context.report({ node, message: `${below} is below ${above}, and floors import only downwards` });
      }),
    };
  },
};
