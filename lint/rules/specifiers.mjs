/** Every way in which a file can name another one, so that each is judged by the same table. */

/**
 * Calls back with the node, its specifier (null when it is computed) and how it crosses: `typesOnly`, or `located` as a file
 * by its address, for which a relative path is the only way to write it.
 */
export function onSpecifier(visit) {
  const report = (node, source, typesOnly = false) => visit(node, literal(source), { typesOnly, located: false });
  return {
    ImportDeclaration: (node) =>
      report(node, node.source, node.importKind === 'type' || everyIsType(node, 'importKind')),
    ExportNamedDeclaration: (node) => {
      if (node.source) report(node, node.source, node.exportKind === 'type' || everyIsType(node, 'exportKind'));
    },
    ExportAllDeclaration: (node) => report(node, node.source, node.exportKind === 'type'),
    ImportExpression: (node) => report(node, node.source),
    TSImportType: (node) => report(node, node.source ?? node.argument, true),
    TSExternalModuleReference: (node) => report(node, node.expression),
    CallExpression: (node) => {
      if (isRequire(node.callee) || isMetaResolve(node.callee)) report(node, node.arguments[0]);
    },
    // `new URL('./worker.mjs', import.meta.url)` loads code as surely as an import does.
    NewExpression: (node) => {
      const [target, base] = node.arguments;
      if (node.callee.name !== 'URL' || !isMeta(base?.object) || base.property.name !== 'url') return;
      const specifier = literal(target);
      // A folder (`../..`) is where files are looked up, not code.
      if (specifier !== null && !/(^|\/)\.{0,2}$/.test(specifier))
        visit(node, specifier, { typesOnly: false, located: true });
    },
  };
}

/** `import { type A, type B }`: nothing of it is left at run time. A bare `import 'x'` is for its effects. */
function everyIsType(node, kind) {
  const { specifiers } = node;
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');
}

function literal(node) {
  if (node?.type === 'TSLiteralType') return literal(node.literal);
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return null;
}

function isRequire(callee) {
  if (callee.type === 'Identifier') return callee.name === 'require';
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
  const [object, property] = [callee.object.name, callee.property.name];
  return (object === 'require' && property === 'resolve') || (object === 'module' && property === 'require');
}

function isMetaResolve(callee) {
  return callee.type === 'MemberExpression' && isMeta(callee.object) && callee.property.name === 'resolve';
}

function isMeta(node) {
  return node?.type === 'MetaProperty' && node.meta.name === 'import';
}
