/** A folder with all that `verify` is given, every part fitting the others, and a gate that issued it. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sha256 } from '#domain/artifact/digest.ts';
import { parseManifest } from '#domain/manifest/parse.ts';
import { main } from '../main.ts';
import { type GateServer, startGate } from './gate-server.ts';
import { recordedIo } from './recorded-io.ts';

export const MANIFEST = `apiVersion: countersign/v1
model: credit/limit-increase
version: 2.3.0
owner: team:credit
useCase: credit-limit-increase
classification: [internal]
artifact: { path: ./model }
data: { none: "a fixture" }
lineage: from-scratch
`;

export const BASE = ['token.jwt', '--artifact', 'model', '--env', 'production'];
export const OFFLINE = [...BASE, '--trust', 'trust.json', '--status', 'status.jwt'];

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface VerifyFixture {
  readonly gate: GateServer;
  readonly folder: string;
  readonly token: string;
  readonly digest: string;
  file(name: string): string;
  write(name: string, text: string): void;
  /** a token for this artifact and manifest */
  issue(change?: Parameters<GateServer['token']>[0]): Promise<string>;
  /** runs `verify`; throws when the token or a part of it is repeated anywhere in what it prints */
  run(args: readonly string[], env?: Record<string, string>): Promise<Run>;
  /** exit code, verdict and reason of an offline run */
  offline(...more: string[]): Promise<unknown[]>;
}

/** Exit code, verdict and reason of a run with `--json`, which prints one JSON object and nothing else. */
export function verdictOf({ code, out }: Run): unknown[] {
  const { verdict, code: reason } = JSON.parse(out) as { verdict: string; code?: string };
  return [code, verdict, reason];
}

/** Starts a gate and fills a new folder. The caller closes `gate`. */
export async function makeVerifyFixture(): Promise<VerifyFixture> {
  const gate = await startGate();
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-'));
  const file = (name: string) => path.join(folder, name);
  const write = (name: string, text: string) => writeFileSync(file(name), text);
  mkdirSync(file('model'));
  write('model/weights.bin', 'weights');
  write('model/config.json', '{}');
  // the recipe of CONTRACT.md §6, so that the fixture does not trust the code under test
  const line = (name: string, text: string) => `${sha256(text).slice(7)}  ${name}\n`;
  const digest = sha256(line('config.json', '{}') + line('weights.bin', 'weights'));
  const manifest = parseManifest(MANIFEST);
  if (!manifest.ok) throw new Error('the manifest of the fixture is refused');
  const issue: VerifyFixture['issue'] = (change) => gate.token({ digest, manifest_digest: manifest.digest, ...change });
  const token = await issue();
  write('token.jwt', `${token}\n`);
  write('trust.json', JSON.stringify(gate.trust));
  write('status.jwt', `${await gate.statusList()}\n`);
  write('countersign.yaml', MANIFEST);

  async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
    const io = recordedIo(folder, env);
    const code = await main(['verify', ...args], io);
    const said = io.out() + io.err();
    if (token.split('.').some((part) => said.includes(part))) throw new Error('the token was repeated');
    return { code, out: io.out(), err: io.err() };
  }
  const offline = async (...more: string[]) => verdictOf(await run([...OFFLINE, '--json', ...more]));
  return { gate, folder, token, digest, file, write, issue, run, offline };
}
