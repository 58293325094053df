/**
 * The steps of `verify`, apart from how they are told: measure, read, judge. Whatever is given is measured before the
 * status list is asked for, and the network is used only for what was not given.
 */
import path from 'node:path';
import type { Digest } from '#domain/artifact/digest.ts';
import { verifyReceipt } from '#domain/token/receipt.ts';
import type { Trust } from '#domain/token/trust.ts';
import {
  type Expected,
  type RefusalCode,
  type UndecidedCode,
  type Verdict,
  verifyPromotionToken,
} from '#domain/token/verify.ts';
import { type Io, UndecidedError } from '../io.ts';
import { loadTrust } from '../trust/load-trust.ts';
import type { VerifyOptions } from './options.ts';
import { readText, readToken } from './read-input.ts';

export type Outcome =
  | (Extract<Verdict, { verified: true }> & {
      readonly digest: Digest;
      readonly receipt: { readonly index: number; readonly size: number } | null;
    })
  | {
      readonly verified: false;
      readonly undecided?: never;
      readonly code: RefusalCode | 'artifact' | 'receipt' | 'manifest-invalid';
      readonly message: string;
    }
  | {
      readonly verified?: never;
      readonly undecided: true;
      readonly code: UndecidedCode | 'unavailable';
      readonly message: string;
    };

type Refusal = Extract<Outcome, { verified: false }>;

async function measure(io: Io, artifact: string): Promise<Digest | Refusal> {
  const [{ hashTree }, { ArtifactError }] = await Promise.all([
    import('../digest/hash-tree.ts'),
    import('../digest/artifact-error.ts'),
  ]);
  try {
    return (await hashTree(path.resolve(io.cwd, artifact))).digest;
  } catch (error) {
    if (error instanceof ArtifactError)
      return { verified: false, code: 'artifact', message: `The artifact is refused: ${error.message}` };
    throw error;
  }
}

async function manifestDigest(io: Io, file: string): Promise<Digest | Refusal> {
  const text = readText(io, file, 'manifest');
  const { parseManifest } = await import('#domain/manifest/parse.ts');
  const parsed = parseManifest(text);
  if (parsed.ok) return parsed.digest;
  return {
    verified: false,
    code: 'manifest-invalid',
    message: 'The manifest is not valid: countersign check says why',
  };
}

/** Judges with the list at hand; without one, the token must be good in all else before anything is fetched for it. */
async function judge(
  io: Io,
  options: VerifyOptions,
  token: string,
  trust: Trust,
  expected: Expected,
): Promise<Verdict> {
  const now = () => new Date();
  if (options.status !== undefined) {
    const statusList = readText(io, options.status, 'status list').trim();
    return verifyPromotionToken({ token, trust, expected, statusList, now: now() });
  }
  const first = await verifyPromotionToken({ token, trust, expected, now: now() });
  if (!first.undecided || first.code !== 'status-missing') return first;
  const { fetchStatusList } = await import('../trust/fetch-status-list.ts');
  return verifyPromotionToken({
    token,
    trust,
    expected,
    statusList: await fetchStatusList(io, trust, first.statusUri),
    now: now(),
  });
}

/** The outcome of `verify`. Throws UsageError; every other fault is an undecided outcome. */
export async function verifyArtifact(
  io: Io,
  options: VerifyOptions,
): Promise<{ trust: Trust | null; outcome: Outcome }> {
  let trust: Trust | null = null;
  const answer = (outcome: Outcome) => ({ trust, outcome });
  try {
    const token = readToken(io, options.token);
    trust = await loadTrust(io, options.trust);
    const receipt = options.receipt === undefined ? null : readText(io, options.receipt, 'receipt');
    const manifest = options.manifest === undefined ? undefined : await manifestDigest(io, options.manifest);
    if (typeof manifest === 'object') return answer(manifest);
    const digest = await measure(io, options.artifact);
    if (typeof digest === 'object') return answer(digest);
    const expected = { digest, env: options.env, ...(manifest === undefined ? {} : { manifestDigest: manifest }) };
    const verdict = await judge(io, options, token, trust, expected);
    if (!verdict.verified) return answer(verdict);
    if (receipt === null) return answer({ ...verdict, digest, receipt: null });
    const logged = await verifyReceipt(receipt, verdict.claims, trust);
    if (!logged.verified) return answer(logged);
    return answer({ ...verdict, digest, receipt: { index: logged.index, size: logged.size } });
  } catch (error) {
    if (error instanceof UndecidedError)
      return answer({ undecided: true, code: 'unavailable', message: error.message });
    throw error;
  }
}
