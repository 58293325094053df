/**
 * Configuration, read and validated in one place at boot (CONTRACT.md §1). Every problem is listed at once, by the name
 * of the variable; values never appear in messages, since some are secrets.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { isSafeAddress, type OidcConfig, readRoleMapping } from './config-oidc.ts';

const Port = z.coerce.number().int().min(1).max(65535);
const Origin = z
  .url({ protocol: /^https?$/ })
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'a scheme, host and port only, without a path or a trailing slash',
  );

const SmtpUrl = z.url({ protocol: /^smtps?$/ }).refine((text) => {
  if (!URL.canParse(text)) return false;
  const { hostname, username, password } = new URL(text);
  return hostname !== '' && !/%(?![0-9a-f]{2})/i.test(username + password);
}, 'smtp://host or smtps://host, with user and password percent-encoded where there are any');
const SafeUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => URL.canParse(text) && isSafeAddress(new URL(text)), 'https, unless it is on this machine');
const Scope = z.string().regex(/^(\S+ )*openid( \S+)*$/, 'scopes with a space between, openid among them');
const RoleMapping = z.string().superRefine((text, context) => {
  const read = readRoleMapping(text);
  if (typeof read === 'string') context.addIssue({ code: 'custom', message: read });
});

const Environment = z.object({
  PORT: Port.default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  COUNTERSIGN_ORIGIN: Origin.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_MIGRATION_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  COUNTERSIGN_DATA_DIR: z.string().min(1).default('./.data'),
  COUNTERSIGN_KEY_DIR: z.string().min(1).optional(),
  COUNTERSIGN_TRIAL: z.enum(['0', '1']).default('0'),
  AUTH_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  COUNTERSIGN_INIT_ADMIN_EMAIL: z.email().optional(),
  COUNTERSIGN_INIT_ADMIN_PASSWORD: z.string().min(12, 'at least 12 characters').optional(),
  COUNTERSIGN_OIDC_ISSUER: SafeUrl.optional(),
  COUNTERSIGN_OIDC_CLIENT_ID: z.string().min(1).optional(),
  COUNTERSIGN_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  COUNTERSIGN_OIDC_SCOPE: Scope.default('openid profile email'),
  COUNTERSIGN_OIDC_GROUPS_CLAIM: z.string().min(1).default('groups'),
  COUNTERSIGN_OIDC_ROLES: RoleMapping.optional(),
  COUNTERSIGN_DEMO: z.enum(['0', '1']).default('0'),
  COUNTERSIGN_DEMO_PASSWORD: z.string().min(12, 'at least 12 characters').optional(),
  COUNTERSIGN_SIGNER: z.enum(['file']).default('file'),
  COUNTERSIGN_SMTP_URL: SmtpUrl.optional(),
  COUNTERSIGN_MAIL_FROM: z.email().optional(),
  COUNTERSIGN_WEBHOOK_LOOPBACK: z.enum(['0', '1']).default('0'),
  COUNTERSIGN_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export interface MailConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS where it is offered */
  readonly secure: boolean;
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
  readonly from: string;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly origin: string;
  readonly store:
    | { readonly kind: 'embedded'; readonly dataDir: string }
    | {
        readonly kind: 'postgres';
        readonly url: string;
        readonly migrationUrl: string | undefined;
        readonly trial: boolean;
      };
  readonly keyDir: string;
  /** the embedded store makes and keeps its own */
  readonly authSecret: string | undefined;
  readonly initialAdministrator: { readonly email: string; readonly password: string } | undefined;
  /** a throw-away store with an organisation in it (`npm run demo`) */
  readonly demo: { readonly password: string | undefined } | undefined;
  /** undefined: this deployment sends no mail */
  readonly mail: MailConfig | undefined;
  /** whether webhooks may go to this machine itself, over http: for trying them out */
  readonly webhookLoopback: boolean;
  /** who vouches for people; without it they have local accounts, and the deployment is in trial mode */
  readonly oidc: OidcConfig | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

type Variables = z.infer<typeof Environment>;

/** What has to hold between variables; asked of what is set, so that a fault in one does not hide another's absence. */
function crossChecks(env: Readonly<Partial<Record<keyof Variables, unknown>>>): string[] {
  const problems: string[] = [];
  if (env.DATABASE_URL !== undefined) {
    if (env.AUTH_SECRET === undefined)
      problems.push('AUTH_SECRET: required with DATABASE_URL, and the same on every replica');
    if (env.COUNTERSIGN_KEY_DIR === undefined)
      problems.push('COUNTERSIGN_KEY_DIR: required with DATABASE_URL, and the same keys on every replica');
    if (env.COUNTERSIGN_ORIGIN === undefined)
      problems.push('COUNTERSIGN_ORIGIN: required with DATABASE_URL, since tokens name it');
  }
  if (env.COUNTERSIGN_DEMO === '1' && env.DATABASE_URL !== undefined)
    problems.push('DATABASE_URL: the demo runs on a throw-away store of its own; unset it');
  const admin = [env.COUNTERSIGN_INIT_ADMIN_EMAIL, env.COUNTERSIGN_INIT_ADMIN_PASSWORD];
  if (admin.filter((value) => value !== undefined).length === 1) {
    problems.push('COUNTERSIGN_INIT_ADMIN_EMAIL and COUNTERSIGN_INIT_ADMIN_PASSWORD: set both or neither');
  }
  const mail = [env.COUNTERSIGN_SMTP_URL, env.COUNTERSIGN_MAIL_FROM];
  if (mail.filter((value) => value !== undefined).length === 1) {
    problems.push('COUNTERSIGN_SMTP_URL and COUNTERSIGN_MAIL_FROM: set both or neither');
  }
  if (env.COUNTERSIGN_WEBHOOK_LOOPBACK === '1' && env.DATABASE_URL !== undefined && env.COUNTERSIGN_TRIAL !== '1') {
    problems.push('COUNTERSIGN_WEBHOOK_LOOPBACK: for trials only');
  }
  const provider = [env.COUNTERSIGN_OIDC_ISSUER, env.COUNTERSIGN_OIDC_CLIENT_ID, env.COUNTERSIGN_OIDC_CLIENT_SECRET];
  const given = provider.filter((value) => value !== undefined).length;
  if (given > 0 && given < provider.length) {
    problems.push(
      'COUNTERSIGN_OIDC_ISSUER, COUNTERSIGN_OIDC_CLIENT_ID and COUNTERSIGN_OIDC_CLIENT_SECRET: set all three or none',
    );
  }
  if (given === 0 && env.COUNTERSIGN_OIDC_ROLES !== undefined)
    problems.push('COUNTERSIGN_OIDC_ROLES: means nothing without COUNTERSIGN_OIDC_ISSUER');
  return problems;
}

function readMail(smtpUrl: string, from: string): MailConfig {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    credentials:
      url.username === ''
        ? undefined
        : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
    from,
  };
}

function oidcOf(env: Variables): OidcConfig | undefined {
  const roles = readRoleMapping(env.COUNTERSIGN_OIDC_ROLES ?? '');
  const { COUNTERSIGN_OIDC_ISSUER: issuer, COUNTERSIGN_OIDC_CLIENT_ID: clientId } = env;
  const clientSecret = env.COUNTERSIGN_OIDC_CLIENT_SECRET;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined || typeof roles === 'string')
    return undefined;
  const { COUNTERSIGN_OIDC_SCOPE: scope, COUNTERSIGN_OIDC_GROUPS_CLAIM: groupsClaim } = env;
  return { issuer, clientId, clientSecret, scope, groupsClaim, roles };
}

/** Trial mode (DESIGN.md §2): one process's own store, or nobody outside to vouch for who people are. */
export function isTrial(config: Pick<Config, 'store' | 'oidc'>): boolean {
  return config.store.kind === 'embedded' || config.oidc === undefined;
}

/** Reads the environment; empty strings count as not set. Throws ConfigError with every problem at once. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const present = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(present);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...crossChecks(present),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const env = parsed.data;
  const dataDir = resolve(cwd, env.COUNTERSIGN_DATA_DIR);
  return {
    port: env.PORT,
    host: env.HOST,
    origin: env.COUNTERSIGN_ORIGIN ?? `http://localhost:${env.PORT}`,
    store:
      env.DATABASE_URL === undefined
        ? { kind: 'embedded', dataDir }
        : {
            kind: 'postgres',
            url: env.DATABASE_URL,
            migrationUrl: env.DATABASE_MIGRATION_URL,
            trial: env.COUNTERSIGN_TRIAL === '1',
          },
    keyDir: env.COUNTERSIGN_KEY_DIR === undefined ? resolve(dataDir, 'keys') : resolve(cwd, env.COUNTERSIGN_KEY_DIR),
    authSecret: env.AUTH_SECRET,
    initialAdministrator:
      env.COUNTERSIGN_INIT_ADMIN_EMAIL !== undefined && env.COUNTERSIGN_INIT_ADMIN_PASSWORD !== undefined
        ? { email: env.COUNTERSIGN_INIT_ADMIN_EMAIL, password: env.COUNTERSIGN_INIT_ADMIN_PASSWORD }
        : undefined,
    demo: env.COUNTERSIGN_DEMO === '1' ? { password: env.COUNTERSIGN_DEMO_PASSWORD } : undefined,
    mail:
      env.COUNTERSIGN_SMTP_URL !== undefined && env.COUNTERSIGN_MAIL_FROM !== undefined
        ? readMail(env.COUNTERSIGN_SMTP_URL, env.COUNTERSIGN_MAIL_FROM)
        : undefined,
    webhookLoopback: env.COUNTERSIGN_WEBHOOK_LOOPBACK === '1',
    oidc: oidcOf(env),
    logLevel: env.COUNTERSIGN_LOG_LEVEL,
  };
}
