/**
 * What a new store needs before anybody can use it, each step safe to repeat on every start and on several replicas:
 * the ledger's head, the default policy, the public halves of the keys, and a way in for the first administrator.
 */

import { createHash, randomBytes } from 'node:crypto';
import { desc, eq, isNull } from 'drizzle-orm';
import { reader } from '#db/read.ts';
import { policy, signingKey } from '#db/schema/gate.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { person, setupLink } from '#db/schema/people.ts';
import { canonicalJson, type Json } from '#domain/canonical/json.ts';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import { PolicyDocument, policyDigest } from '#domain/policy/document.ts';
import { thing } from '../access/subjects.ts';
import { type Ctx, system } from '../context.ts';
import { isServiceError } from '../errors.ts';
import { newId } from '../ids.ts';
import { createAdministrator } from '../people/create-administrator.ts';
import type { Runtime } from '../runtime.ts';
import { keyIds } from '../signing/signer.ts';
import { changed, initialiseLedger, mutate, unchanged } from '../transact.ts';
import { refuseOtherKeys } from './known-keys.ts';

const LINK_LIFE_MS = 24 * 3_600_000;

/** A lost race means that another replica did it: look again instead of failing. */
async function once(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isServiceError(error) || error.code !== 'conflict') throw error;
  }
}

async function installPolicy(ctx: Ctx): Promise<void> {
  await once(() =>
    mutate(ctx, 'policy.install', thing('policy:1'), async (tx) => {
      const [current] = await tx.db.select({ version: policy.version }).from(policy).limit(1);
      if (current) return unchanged(undefined);
      const document = PolicyDocument.parse(DEFAULT_POLICY);
      const digest = policyDigest(document);
      await tx.db.insert(policy).values({ version: 1, digest, document, publishedAt: tx.now });
      return changed(undefined, { action: 'policy.installed', subject: 'policy:1', data: { version: 1, digest } });
    }),
  );
}

/** Security-relevant configuration is an event whenever it differs from the last one recorded. */
async function recordConfiguration(ctx: Ctx): Promise<void> {
  const { config, signer, trial } = ctx.runtime;
  const ids = keyIds(signer);
  const data = {
    origin: config.origin,
    store: config.store.kind,
    trial,
    keys: [ids.promotion, ids.status, ids.ledger],
    oidc: config.oidc
      ? {
          issuer: config.oidc.issuer,
          client: config.oidc.clientId,
          groupsClaim: config.oidc.groupsClaim,
          roles: config.oidc.roles.map(({ group, role }) => `${group}=${role}`),
        }
      : null,
  };
  await once(() =>
    mutate(ctx, 'deployment.configure', thing('deployment'), async (tx) => {
      // Replicas that start at once take turns here, so that the first one's keys are known to the next.
      await tx.ledger.lock();
      refuseOtherKeys(
        await tx.db.select({ kid: signingKey.kid, purpose: signingKey.purpose }).from(signingKey),
        signer,
      );
      await tx.db
        .insert(signingKey)
        .values([
          {
            kid: signer.keys.promotion.kid,
            purpose: 'promotion',
            publicKey: JSON.stringify(signer.keys.promotion),
            firstSeenAt: tx.now,
          },
          {
            kid: signer.keys.status.kid,
            purpose: 'status',
            publicKey: JSON.stringify(signer.keys.status),
            firstSeenAt: tx.now,
          },
          { kid: ids.ledger, purpose: 'ledger', publicKey: ids.ledger, firstSeenAt: tx.now },
        ])
        .onConflictDoNothing();
      const [last] = await tx.db
        .select({ leaf: ledgerEntry.leaf })
        .from(ledgerEntry)
        .where(eq(ledgerEntry.action, 'deployment.configured'))
        .orderBy(desc(ledgerEntry.index))
        .limit(1);
      const recorded = last ? (JSON.parse(last.leaf) as { data: Json }).data : null;
      const same = recorded !== null && canonicalJson(recorded) === canonicalJson(data);
      if (same) return unchanged(undefined);
      return changed(undefined, { action: 'deployment.configured', subject: 'deployment', data });
    }),
  );
}

/** The one-time link of the first administrator; each start of an empty store makes a fresh one and ends the others. */
async function makeSetupLink(ctx: Ctx): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await mutate(ctx, 'setup.offer', thing('deployment'), async (tx) => {
    const id = newId(tx.now);
    await tx.db.delete(setupLink).where(isNull(setupLink.usedAt));
    await tx.db.insert(setupLink).values({
      id,
      hash: createHash('sha256').update(secret).digest(),
      createdAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + LINK_LIFE_MS),
    });
    return changed(undefined, { action: 'setup.offered', subject: 'deployment', data: { link: id } });
  });
  return `/setup?link=${secret}`;
}

export interface Installed {
  readonly ledgerOrigin: string;
  readonly setupPath: string | null;
}

export async function install(runtime: Runtime): Promise<Installed> {
  const host = new URL(runtime.origin).host;
  const ledgerOrigin = await initialiseLedger(
    runtime,
    `${host}/countersign/${keyIds(runtime.signer).ledger.slice(0, 8)}`,
  );
  const ctx: Ctx = { runtime: { ...runtime, ledgerOrigin }, actor: system, requestId: 'boot' };
  await installPolicy(ctx);
  await recordConfiguration(ctx);
  const [somebody] = await reader(runtime.store.pool).select({ id: person.id }).from(person).limit(1);
  if (somebody) return { ledgerOrigin, setupPath: null };
  const initial = runtime.config.initialAdministrator;
  if (initial) {
    await once(() => createAdministrator(ctx, { name: initial.email.split('@')[0] ?? initial.email, ...initial }));
    return { ledgerOrigin, setupPath: null };
  }
  return { ledgerOrigin, setupPath: await makeSetupLink(ctx) };
}
