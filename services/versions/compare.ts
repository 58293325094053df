/** Two versions beside each other, by name: the same answer on the page, over HTTP and in the command. */
import { type Comparison, compareVersions } from '#domain/compare/versions.ts';
import { parseVersionRef } from '#domain/manifest/refs.ts';
import { thing } from '../access/subjects.ts';
import type { Ctx } from '../context.ts';
import { ServiceError } from '../errors.ts';
import { currentPolicy } from '../policies/load.ts';
import { query } from '../transact.ts';
import { versionId } from './find-version.ts';
import { readSides } from './read-side.ts';

function named(name: 'a' | 'b', text: string) {
  const ref = parseVersionRef(text);
  if (ref) return ref;
  throw new ServiceError('invalid', 'A version is written namespace/name@version', 'ref', [
    { path: `/${name}`, message: 'Not namespace/name@version' },
  ]);
}

/** @param whole every line of the manifests, not only those around a change */
export async function compare(
  ctx: Ctx,
  refs: { readonly a: string; readonly b: string },
  whole = false,
): Promise<Comparison> {
  const wanted = [named('a', refs.a), named('b', refs.b)];
  return query(ctx, 'register.read', thing(`${refs.a} ${refs.b}`), async (db, now) => {
    const ids = await Promise.all(
      wanted.map(({ model, version }) => {
        const [namespace = '', name = ''] = model.split('/');
        return versionId(db, { namespace, name, version });
      }),
    );
    const { document } = await currentPolicy(db);
    const sides = await readSides(db, ids, document, ctx.runtime.trial, now);
    const [a, b] = sides;
    if (!a || !b) throw new ServiceError('not-found', 'There is no such version', 'not-registered');
    return compareVersions(a, b, document.thresholds, whole);
  });
}
