/**
 * What happened in the demo organisation, day by day. Each act goes through its service at the time that it is said to have
 * happened, so the ledger, the approvals and every expiry are real.
 */
import { retireVersion, revokeVersion } from '../retirement/end-version.ts';
import { revokeToken } from '../tokens/revoke.ts';
import { approveUseCases, hireEverybody, PARTNER_SEARCH, submit } from './founding.ts';
import type { DemoVersion } from './models.ts';
import type { Nickname } from './people.ts';
import type { Stage } from './stage.ts';
import * as versions from './versions.ts';

/** Days before the present on which it all begins. */
export const BEGINS = 80;

const CLEAN_SCAN = { summary: { total_issues: 0, scanned: { total_scanned: 2 } }, issues: [], errors: [] };

/** What a model of the upper tiers needs beside approvals. */
async function prove(stage: Stage, version: DemoVersion, scan: unknown = CLEAN_SCAN): Promise<void> {
  const { evaluation } = version;
  if (evaluation) {
    const { suite, metric, value } = evaluation;
    await stage.attach(version, 'evaluation', { suite, result: 'pass', metrics: [{ metric, value }] });
  }
  if (scan !== null) await stage.attach(version, 'scan', scan);
}

async function release(
  stage: Stage,
  version: DemoVersion,
  environment: string,
  approvers: readonly Nickname[],
): Promise<string> {
  const { reviewId, decision } = await stage.ask(version, environment);
  if (decision.outcome !== 'allow') await stage.approve(reviewId, ...approvers);
  const { token, decision: now } = await stage.ask(version, environment);
  if (!token) {
    const open = now.requirements.filter(({ status }) => status !== 'met' && status !== 'waived');
    throw new Error(`${now.ref} does not reach ${environment}: ${open.map(({ reason }) => reason).join('; ')}`);
  }
  return token.claims.jti;
}

const CRITICAL = ['rui', 'sec', 'pri'] as const;
const HIGH = ['rui', 'sec'] as const;

async function full(stage: Stage, version: DemoVersion, staging: readonly Nickname[], production: readonly Nickname[]) {
  await stage.register(version);
  await prove(stage, version);
  await release(stage, version, 'staging', staging);
  stage.clock.wait(180);
  return release(stage, version, 'production', production);
}

async function firstReleases(stage: Stage): Promise<void> {
  const { clock } = stage;
  clock.at(78, 8);
  await full(stage, versions.REPLY_BASE, ['rui'], HIGH);
  clock.at(76, 9);
  await full(stage, versions.BASE_SCORER, HIGH, CRITICAL);
  clock.at(70, 9);
  await full(stage, versions.LIMIT_210, HIGH, CRITICAL);
  clock.at(60, 10);
  await full(stage, versions.SEARCH_100, ['rui'], ['rui']);
  clock.at(55, 9);
  await full(stage, versions.REPLY_100, ['rui'], HIGH);
}

async function laterReleases(stage: Stage): Promise<void> {
  const { clock } = stage;
  // Its data's licence is still being asked for: it goes out for a month, which has ended since.
  clock.at(44, 9);
  await stage.register(versions.SENTIMENT_120);
  await prove(stage, versions.SENTIMENT_120);
  const licence = await stage.askExemption(versions.SENTIMENT_120, {
    by: 'sam',
    environment: 'production',
    requirement: 'dataset-provenance',
    reason: 'The review site has agreed to the use by mail; the contract that names the licence is being signed.',
    control: 'Only sentences collected after the agreement are used, and the model is trained again when it is signed.',
    ticket: 'https://tickets.demo.test/SUP-412',
    days: 29,
  });
  await stage.exempt(licence, 'rui');
  await release(stage, versions.SENTIMENT_120, 'production', HIGH);

  clock.at(28, 9);
  await full(stage, versions.LIMIT_220, HIGH, CRITICAL);

  clock.at(25, 11);
  await retireVersion(await stage.as('ada'), { ref: 'credit/limit-increase@2.1.0', reason: 'Replaced by 2.2.0' });

  clock.at(20, 10);
  await stage.register(versions.FRAUD_ALERTS);
  const alerts = await stage.ask(versions.FRAUD_ALERTS, 'staging');
  const missing = 'Say in the manifest what happens to a payment that is flagged, and by when somebody looks at it.';
  await stage.send(alerts.reviewId, 'rui', 'request-changes', missing);

  clock.at(18, 9);
  await stage.register(versions.TRIAGE);
  const triage = await stage.ask(versions.TRIAGE, 'staging');
  const no = 'Urgency is read from the writer’s mood; that is not what the use case was approved for.';
  await stage.send(triage.reviewId, 'rui', 'reject', no);

  clock.at(12, 9);
  await stage.register(versions.EMBEDDER);
  await release(stage, versions.EMBEDDER, 'staging', ['rui']);
  clock.at(11, 15);
  const why = 'Pages that were meant to be deleted can be read back out of its vectors.';
  await revokeVersion(await stage.as('sec'), { ref: 'research/embedder@2.0.0', reason: why });
}

async function lastDays(stage: Stage): Promise<void> {
  const { clock } = stage;
  // The scanner cannot read four-bit weights yet: waived for three weeks, and still running.
  clock.at(10, 9);
  await stage.register(versions.REPLY_EDGE);
  await prove(stage, versions.REPLY_EDGE, null);
  const scan = await stage.askExemption(versions.REPLY_EDGE, {
    by: 'sam',
    environment: 'production',
    requirement: 'artifact-scan',
    reason: 'The scanner has no reader for four-bit weights; its next release does.',
    control: 'The file is safetensors, its header was read by hand, and the terminals load no other format.',
    ticket: 'https://tickets.demo.test/SUP-447',
    days: 22,
  });
  await stage.exempt(scan, 'sec');
  await release(stage, versions.REPLY_EDGE, 'production', HIGH);

  clock.at(6, 9);
  const jti = await full(stage, versions.SEARCH_110, ['rui'], ['rui']);
  clock.wait(15);
  await revokeToken(await stage.as('sec'), { jti, reason: 'Printed in a public build log' });

  clock.at(5, 13);
  await stage.register(versions.RANKER);
  await stage.ask(versions.RANKER, 'sandbox');

  clock.at(4, 9);
  await stage.register(versions.LIMIT_MOBILE);
  await stage.ask(versions.LIMIT_MOBILE, 'production');

  // Two have to agree at this tier; one has.
  const mobile = await stage.askExemption(versions.LIMIT_MOBILE, {
    by: 'ada',
    environment: 'production',
    requirement: 'artifact-scan',
    reason: 'The same reader is missing for eight-bit weights.',
    control: 'Scores are compared with the full model on every request of the first week.',
    ticket: 'https://tickets.demo.test/CRE-98',
    days: 13,
  });
  await stage.exempt(mobile, 'sec');

  // A pipeline trained again by itself: a new version, without approvals, and the gate is closed for it.
  clock.at(3, 6);
  await stage.register(versions.REPLY_110);
  await stage.ask(versions.REPLY_110, 'production');

  clock.at(2, 9);
  await stage.register(versions.LIMIT_230);
  await prove(stage, versions.LIMIT_230);
  await release(stage, versions.LIMIT_230, 'staging', HIGH);
  const limit = await stage.ask(versions.LIMIT_230, 'production');
  await stage.approve(limit.reviewId, 'rui');
  await stage.say(limit.reviewId, 'sec', 'The scan says that two files were read. Is the tokenizer one of them?');
  clock.at(2, 11);
  await stage.say(limit.reviewId, 'ada', 'It has none: both files of the artifact are listed on the version’s page.');
  await stage.say(limit.reviewId, 'pri', 'Accuracy went up. For which customers did it go down?');

  clock.at(1, 14);
  await stage.register(versions.SENTIMENT_130);
  await prove(stage, versions.SENTIMENT_130);
  await stage.ask(versions.SENTIMENT_130, 'staging');
  await stage.register(versions.SUMMARIES);
  await stage.ask(versions.SUMMARIES, 'staging');
  await submit(stage, PARTNER_SEARCH);
}

export async function tell(stage: Stage, password: string): Promise<void> {
  const { clock } = stage;
  clock.at(BEGINS, 9);
  await hireEverybody(stage, password);
  clock.at(79, 9);
  await approveUseCases(stage);
  await firstReleases(stage);
  await laterReleases(stage);
  await lastDays(stage);
  clock.release();
  // One token that lives while somebody looks around.
  await release(stage, versions.SEARCH_110, 'staging', []);
}
