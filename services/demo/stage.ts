/**
 * The demo organisation at work: every act is a call of the service that a page or the API would call, by somebody who
 * signed in for it, at the time that the demo's clock shows. Nothing is written past the services.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Person } from '#domain/access/actor.ts';
import type { Ctx } from '../context.ts';
import { anonymous } from '../context.ts';
import { attachEvidence } from '../evidence/attach.ts';
import { decideExemption } from '../exemptions/decide.ts';
import { requestExemption } from '../exemptions/request.ts';
import { createKey } from '../keys/create-key.ts';
import { actorOfKey, actorOfSession } from '../people/read-actor.ts';
import { signIn } from '../people/sign-in.ts';
import { type PromotionAnswer, requestPromotion } from '../promotions/request.ts';
import { commentOnReview } from '../reviews/comment.ts';
import { decideReview } from '../reviews/decide.ts';
import { readReview } from '../reviews/read.ts';
import type { Runtime } from '../runtime.ts';
import { registerVersion } from '../versions/register.ts';
import type { DemoClock } from './clock.ts';
import { type DemoVersion, filesOf, manifestText, registrationFiles } from './models.ts';
import { type Nickname, STAFF, type TeamSlug } from './people.ts';

/** A sign-in serves this long before somebody signs in again: fresh enough for acts that ask for a fresh one. */
const SESSION_MINUTES = 4;

export interface Stage {
  readonly clock: DemoClock;
  as(who: Nickname): Promise<Ctx>;
  /** the administrator */
  admin(): Promise<Ctx>;
  /** the team's pipeline, by its key */
  pipeline(team: TeamSlug): Promise<Ctx>;
  makeKey(team: TeamSlug): Promise<void>;
  /** by the team's pipeline; its files are written below the data directory, so that they can be verified */
  register(version: DemoVersion): Promise<void>;
  attach(version: DemoVersion, type: 'evaluation' | 'scan' | 'document', content: unknown): Promise<void>;
  ask(version: DemoVersion, environment: string): Promise<PromotionAnswer>;
  approve(reviewId: string | null, ...who: readonly Nickname[]): Promise<void>;
  /** asks for an exemption, by the owner of the team; gives its id */
  askExemption(version: DemoVersion, wanted: WantedExemption): Promise<string>;
  exempt(exemptionId: string, who: Nickname): Promise<void>;
  send(reviewId: string | null, who: Nickname, verdict: 'request-changes' | 'reject', comment: string): Promise<void>;
  say(reviewId: string | null, who: Nickname, comment: string): Promise<void>;
}

export interface WantedExemption {
  readonly by: Nickname;
  readonly environment: string;
  readonly requirement: string;
  readonly reason: string;
  readonly control: string;
  readonly ticket: string;
  /** days from the moment of asking */
  readonly days: number;
}

export interface Cast {
  readonly password: string;
  readonly administrator: string;
}

export function stage(runtime: Runtime, clock: DemoClock, folder: string, cast: Cast): Stage {
  const context = (actor: Ctx['actor']): Ctx => ({ runtime, actor, requestId: 'demo' });
  const sessions = new Map<string, { readonly actor: Person; readonly at: number }>();
  const keys = new Map<TeamSlug, string>();

  async function signedIn(email: string): Promise<Ctx> {
    const now = clock.now().getTime();
    const open = sessions.get(email);
    if (open && now - open.at < SESSION_MINUTES * 60_000) return context(open.actor);
    const { sessionId } = await signIn(context(anonymous), { email, password: cast.password });
    const actor = await actorOfSession(runtime, sessionId);
    if (actor.kind !== 'person') throw new Error(`${email} cannot sign in`);
    sessions.set(email, { actor, at: now });
    return context(actor);
  }

  const as = (who: Nickname) => signedIn(STAFF[who].email);
  const pipeline = async (team: TeamSlug) => {
    const actor = await actorOfKey(runtime, keys.get(team) ?? '');
    if (actor.kind !== 'pipeline') throw new Error(`${team} has no key`);
    return context(actor);
  };
  const team = ({ model }: DemoVersion) => model.split('/', 1)[0] as TeamSlug;
  const ref = ({ model, version }: DemoVersion) => `${model}@${version}`;

  async function decide(reviewId: string | null, who: Nickname, verdict: string, comment?: string): Promise<void> {
    if (reviewId === null) throw new Error(`there is no review for ${who} to decide`);
    clock.wait(6);
    const ctx = await as(who);
    const { contentDigest } = await readReview(ctx, reviewId);
    await decideReview(ctx, { reviewId, verdict, contentDigest, ...(comment === undefined ? {} : { comment }) });
  }

  return {
    clock,
    as,
    admin: () => signedIn(cast.administrator),
    pipeline,
    async makeKey(slug) {
      const { secret } = await createKey(await as('kim'), {
        name: `${slug} ci`,
        team: slug,
        models: [`${slug}/*`],
        environments: ['sandbox', 'staging', 'production'],
        days: 90,
      });
      keys.set(slug, secret);
    },
    async register(version) {
      const files = filesOf(version);
      for (const { path, bytes } of files) {
        const target = join(folder, ...version.model.split('/'), version.version, 'model', path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, bytes);
      }
      clock.wait(2);
      await registerVersion(await pipeline(team(version)), {
        manifest: manifestText(version),
        ...registrationFiles(files),
        committers: version.committers ?? [STAFF.kim.email],
      });
    },
    async attach(version, type, content) {
      clock.wait(1);
      const fileName = { evaluation: 'holdout.json', scan: 'modelscan.json', document: 'notes.md' }[type];
      await attachEvidence(await pipeline(team(version)), {
        ref: ref(version),
        type,
        fileName,
        mediaType: type === 'document' ? 'text/markdown' : 'application/json',
        producer: { evaluation: 'holdout-eval 3.2', scan: 'modelscan 0.8.5', document: 'model team' }[type],
        bytes: new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content, null, 2)),
      });
    },
    async ask(version, environment) {
      clock.wait(1);
      return requestPromotion(await pipeline(team(version)), {
        model: version.model,
        version: version.version,
        environment,
      });
    },
    async approve(reviewId, ...who) {
      for (const one of who) await decide(reviewId, one, 'approve');
    },
    async askExemption(version, { by, days, ...wanted }) {
      const until = new Date(clock.now().getTime() + days * 86_400_000).toISOString();
      return (await requestExemption(await as(by), { ref: ref(version), until, ...wanted })).exemptionId;
    },
    async exempt(exemptionId, who) {
      clock.wait(6);
      await decideExemption(await as(who), { exemptionId, verdict: 'approve' });
    },
    send: (reviewId, who, verdict, comment) => decide(reviewId, who, verdict, comment),
    async say(reviewId, who, comment) {
      clock.wait(9);
      await commentOnReview(await as(who), { reviewId, comment });
    },
  };
}
