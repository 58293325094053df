/**
 * `countersign/only-transact-writes`: rows change in services and db, and nowhere else. (That a service writes only
 * through `mutate` is the types' work: no other file can get hold of db/write, see `doors` in lint/layers.mjs.)
 */
import { isTest } from '../layers.mjs';
import { projectPath } from './paths.mjs';

const writers = /^(services|db|e2e\/fixtures|bench\/fixtures)\//;
// Names under which a database handle goes. `map.delete(key)` and `hash.update(bytes)` are not writes.
const handle = /^(db|database|tx|trx|transaction|conn|connection|pool|client|store)$/i;
const chained = { insert: ['values', 'select'], update: ['set'], delete: ['where', 'returning'] };
const writingSql =
  /^\s*(with\b[^]*?\)\s*)?(insert\s+into|update\s+[\w".]+\s+set|delete\s+from|truncate|drop|alter|merge\s+into)\b/i;

export const onlyTransactWrites = {
  meta: { type: 'problem' },
  create(context) {
    const from = projectPath(context.filename);
    const mayWrite = writers.test(from) || isTest(from) || /^(lint|scripts)\//.test(from);
    const refuse = (node, message) => context.report({ node, message });
    return {
      MemberExpression(node) {
        if (node.object.name !== 'sql') return;
        const name = node.computed ? node.property.value : node.property.name;
        if (name === 'raw' || name === 'identifier')
          refuse(node, `no sql.${name}: text becomes SQL there (CVE-2026-39356)`);
        else if (node.computed) refuse(node, 'sql[…] hides which function is called');
      },
      VariableDeclarator(node) {
        if (node.init?.name === 'sql' && node.id.type === 'ObjectPattern') refuse(node, 'call sql by its name');
      },
      CallExpression(node) {
        const { callee } = node;
        if (mayWrite || callee.type !== 'MemberExpression') return;
        const method = callee.property.name;
        if (Object.hasOwn(chained, method) && (isHandle(callee.object) || isChained(node, chained[method]))) {
          refuse(node, `.${method}(…) on the database outside services: write through a service`);
        }
        if ((method === 'query' || method === 'execute') && writingSql.test(sqlText(node.arguments[0]))) {
          refuse(node, 'SQL that writes, outside services: write through a service');
        }
      },
    };
  },
};

function isHandle(node) {
  if (node.type === 'Identifier') return handle.test(node.name);
  return node.type === 'MemberExpression' && !node.computed && handle.test(node.property.name);
}

function isChained(call, methods) {
  const { parent } = call;
  return parent.type === 'MemberExpression' && parent.object === call && methods.includes(parent.property.name);
}

function sqlText(node) {
  if (node?.type === 'TaggedTemplateExpression') return sqlText(node.quasi);
  if (node?.type === 'TemplateLiteral') return node.quasis.map((part) => part.value.cooked).join('?');
  return node?.type === 'Literal' ? String(node.value) : '';
}
