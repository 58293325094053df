/** `countersign/no-barrels`: a name is imported from the file that defines it, so that reading an import finds the code. */
import { projectPath } from './paths.mjs';

export const noBarrels = {
  meta: { type: 'problem' },
  create(context) {
    const isIndex = /(^|\/)index\.[cm]?[jt]sx?$/.test(projectPath(context.filename));
    return {
      ExportAllDeclaration(node) {
        context.report({ node, message: 'no `export *`: import from the file that defines the name' });
      },
      Program({ body }) {
        const passedOn = body.filter((node) => node.type === 'ExportNamedDeclaration' && node.source);
        const others = body.filter((node) => !passedOn.includes(node) && node.type !== 'ImportDeclaration');
        if (passedOn.length === 0 || (!isIndex && others.length > 0)) return;
        context.report({ node: passedOn[0], message: 'a file that passes on the names of others is a barrel' });
      },
    };
  },
};
