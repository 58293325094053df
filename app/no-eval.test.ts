import { afterAll, beforeAll, expect, test } from 'vitest';

const original = globalThis.Function;
let asked = 0;

beforeAll(() => {
  globalThis.Function = new Proxy(original, {
    construct: (target, args) => {
      asked += 1;
      return Reflect.construct(target, args);
    },
  });
});
afterAll(() => {
  globalThis.Function = original;
});

test('in the browser, schemas are made and applied without asking whether text may be run as code', async () => {
  await import('../instrumentation-client.ts');
  const { UseCaseFacts } = await import('#domain/risk/facts.ts');
  expect(UseCaseFacts.safeParse({ customerData: 'perhaps' }).success).toBe(false);
  const { checkManifestObject } = await import('#domain/manifest/check-object.ts');
  expect(checkManifestObject({ model: 'UPPER' }).ok).toBe(false);
  expect(asked).toBe(0);
});
