/** The token that the gate answered with: looked at before it is kept, and kept so that nobody else can read it. */
import { accessSync, constants, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseTlogProof } from '#domain/ledger/tlog-proof.ts';
import { PROMOTION_TYPE } from '#domain/token/claims.ts';
import { parseCompact } from '#domain/token/compact.ts';
import type { PromotionAllowed } from '#domain/wire/promotion.ts';
import { type Client, getDocument } from '../http.ts';
import { UndecidedError } from '../io.ts';
import { writeFileAtomically } from '../write-file.ts';
import type { PromoteOptions } from './options.ts';

const MAX_TOKEN_LENGTH = 16 * 1024;

/** What is wrong with a token as an answer to what was asked, or null. The signature is for `verify`, with pinned keys. */
export function checkToken(
  { token, jti, ledgerIndex }: PromotionAllowed,
  { ref, env }: Pick<PromoteOptions, 'ref' | 'env'>,
): string | null {
  const parsed = parseCompact(token, PROMOTION_TYPE, MAX_TOKEN_LENGTH);
  if (!parsed.ok) return 'something that is no promotion token';
  const { payload } = parsed;
  if (payload.sub !== `model:${ref.ref}` || payload.env !== env) return 'a token for something else';
  const log = payload.log as { index?: unknown } | null | undefined;
  if (payload.jti !== jti || log?.index !== ledgerIndex) return 'a token that it describes wrongly';
  return null;
}

/** Throws UndecidedError where a token could not be written: found out before one is issued, not afterwards. */
export function requireWritable(file: string): void {
  const folder = path.dirname(file);
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UndecidedError(`${file} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown fault'}`);
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new UndecidedError(`${file} is a folder: name a file`);
}

export interface KeptToken {
  readonly file: string;
  /** null when the receipt could not be had, with the reason in `warning` */
  readonly receipt: string | null;
  readonly warning: string | null;
}

/** Writes the token, and its ledger receipt beside it. The token is good without; a receipt of another one would not be. */
export async function keepToken(client: Client, allowed: PromotionAllowed, file: string): Promise<KeptToken> {
  const receipt = `${file}.tlog-proof`;
  rmSync(receipt, { force: true });
  try {
    await writeFileAtomically(file, `${allowed.token}\n`, 0o600);
  } catch (error) {
    const { message } = error as Error;
    throw new UndecidedError(`${message}. Token ${allowed.jti} was issued and is lost: revoke it`);
  }
  try {
    const text = await getDocument(client, `/ledger/proof/${allowed.ledgerIndex}`, 'text/plain');
    if (parseTlogProof(text)?.index !== allowed.ledgerIndex)
      throw new UndecidedError('it is not the receipt of this token');
    await writeFileAtomically(receipt, text, 0o644);
    return { file, receipt, warning: null };
  } catch (error) {
    return { file, receipt: null, warning: `the ledger receipt is missing: ${(error as Error).message}` };
  }
}
