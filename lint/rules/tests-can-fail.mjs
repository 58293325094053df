/** `countersign/tests-can-fail`: a test that hides the others, or that checks nothing, is a defect (STYLE "Tests"). */
import { projectPath } from './paths.mjs';

const runners = new Set(['test', 'it', 'describe', 'bench']);

export const testsCanFail = {
  meta: { type: 'problem' },
  create(context) {
    if (!/\.(test|spec)\.tsx?$/.test(projectPath(context.filename))) return {};
    return {
      MemberExpression(node) {
        if (node.property.name === 'only' && runners.has(root(node))) {
          context.report({ node, message: '.only hides every other test' });
        }
      },
      CallExpression(node) {
        const name = root(node.callee);
        if (/^(fit|fdescribe)$/.test(name)) context.report({ node, message: `${name} hides every other test` });
        if (!runners.has(name) || name === 'describe' || node.arguments[0]?.type !== 'Literal') return;
        const body = node.arguments.find((argument) => /Function/.test(argument.type))?.body;
        if (body?.type === 'BlockStatement' && !calls(context.sourceCode.getText(body))) {
          context.report({ node, message: 'a test that calls nothing cannot fail' });
        }
      },
    };
  },
};

/** The leftmost name of `test.describe.only`, `test.each(…)`, `it`. */
function root(node) {
  if (node.type === 'MemberExpression') return root(node.object);
  if (node.type === 'CallExpression') return root(node.callee);
  if (node.type === 'TaggedTemplateExpression') return root(node.tag);
  return node.name ?? '';
}

/** Whether a body, comments aside, calls or throws anything at all. */
function calls(text) {
  const code = text.replace(/\/\/[^\n]*|\/\*[^]*?\*\//g, '');
  return /[\w\])]\s*\(|`|\bthrow\b/.test(code);
}
