import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

test('the rules of the form are loaded and applied without ever asking whether text may be run as code', async () => {
  let asked = 0;
  const original = globalThis.Function;
  globalThis.Function = new Proxy(original, {
    construct: (target, args) => {
      asked++;
      return Reflect.construct(target, args);
    },
  });
  try {
    // In the order in which the wizard imports them.
    await import('./no-eval.ts');
    const { checkManifestObject } = await import('#domain/manifest/check-object.ts');
    expect(checkManifestObject({ model: 'UPPER' }).ok).toBe(false);
  } finally {
    globalThis.Function = original;
  }
  expect(asked).toBe(0);
});

test('the wizard imports that before anything else', () => {
  const wizard = readFileSync(path.join(import.meta.dirname, 'wizard.tsx'), 'utf8');
  expect(/^import .*$/m.exec(wizard)?.[0]).toBe("import './no-eval.ts';");
});
