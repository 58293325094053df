/**
 * `countersign/domain-purity`: the same facts give the same answer, on any machine and in any year. So `domain/` has no
 * clock, no randomness, no I/O and no locale. Globals are allowed by name: one that nobody listed is refused.
 */
import { isTest } from '../layers.mjs';
import { projectPath } from './paths.mjs';

const pure = new Set(
  `undefined NaN Infinity Object Array String Number Boolean BigInt Symbol RegExp JSON Math Map Set WeakMap WeakSet Date
  Promise Proxy Reflect Iterator Error TypeError RangeError SyntaxError AggregateError ArrayBuffer DataView Uint8Array
  Uint8ClampedArray Uint16Array Uint32Array Int8Array Int16Array Int32Array BigInt64Array BigUint64Array Float64Array
  TextEncoder TextDecoder URL URLSearchParams parseInt parseFloat isNaN isFinite structuredClone atob btoa
  encodeURIComponent decodeURIComponent encodeURI decodeURI`.split(/\s+/),
);
const impureTypes = new Set(['Buffer', 'NodeJS', 'process']);

// Methods that answer by the machine's locale or time zone.
const local =
  /^(localeCompare|toLocale\w+|toDateString|toTimeString|getTimezoneOffset|getYear|[gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds))$/;

export const domainPurity = {
  meta: { type: 'problem' },
  create(context) {
    const from = projectPath(context.filename);
    if (!from.startsWith('domain/') || isTest(from)) return {};
    const refuse = (node, what) => context.report({ node, message: `domain is pure: ${what}` });
    return {
      'Program:exit'() {
        const { through, variables } = context.sourceCode.scopeManager.globalScope;
        // Names that the language brings are variables nobody defined; names of the platform resolve to nothing.
        const builtins = variables.filter(({ defs }) => defs.length === 0).flatMap(({ references }) => references);
        for (const reference of new Set([...through, ...builtins])) {
          const problem = globalProblem(reference, from);
          if (problem) refuse(reference.identifier, problem);
        }
      },
      MemberExpression(node) {
        const name = memberName(node);
        if (name && local.test(name)) refuse(node, `'${name}' depends on the machine's locale or time zone`);
        if (name === 'constructor') refuse(node, `'constructor' reaches globals by another name`);
      },
      MetaProperty(node) {
        if (node.meta.name === 'import') refuse(node, 'import.meta tells where the code runs');
      },
    };
  },
};

function globalProblem({ identifier, isValueReference, isTypeReference }, from) {
  const { name, parent } = identifier;
  if (isTypeReference && !isValueReference) return impureTypes.has(name) ? `no ${name}` : null;
  // `const` belongs to `as const`, which the scope manager reports as a name.
  if (name === 'const') return null;
  if (name === 'Date') return dateProblem(identifier, parent);
  if (name === 'Math') {
    const member = memberOf(identifier, parent);
    return member && member !== 'random' ? null : 'no Math.random, nor Math handed on';
  }
  if (name === 'crypto') {
    const allowed = /^domain\/(token|ledger)\//.test(from) && memberOf(identifier, parent) === 'subtle';
    return allowed ? null : 'crypto is for domain/token and domain/ledger, and there only crypto.subtle';
  }
  return pure.has(name) ? null : `no ${name} (the globals it may use are listed in lint/rules/domain-purity.mjs)`;
}

/** A Date is made from what it is given; it is never asked for the time. */
function dateProblem(identifier, parent) {
  const made = parent.type === 'NewExpression' && parent.callee === identifier && parent.arguments.length === 1;
  if (made && parent.arguments[0].type !== 'SpreadElement') return null;
  if (parent.type === 'BinaryExpression' && parent.operator === 'instanceof') return null;
  if (['parse', 'UTC'].includes(memberOf(identifier, parent))) return null;
  return 'the clock is an argument: no new Date() or Date.now(), nor Date handed on';
}

/** The property that `object` is asked for, or null when it is used in any other way. */
function memberOf(object, parent) {
  return parent.type === 'MemberExpression' && parent.object === object ? memberName(parent) : null;
}

function memberName({ computed, property }) {
  if (!computed) return property.name;
  return property.type === 'Literal' ? String(property.value) : null;
}
