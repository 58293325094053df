/**
 * The strict texts that a manifest is made of (CONTRACT.md §2). Each is a zod schema whose pattern an editor can check
 * from the JSON Schema, with a message that says what would be right. Nothing is trimmed, lower-cased or filled in: what
 * was written is what is hashed.
 */
import { z } from 'zod';
import { type Digest, parseDigest } from '#domain/artifact/digest.ts';
import { LIMITS } from './limits.ts';
import {
  type ExternalRef,
  MODEL,
  type ModelRef,
  parseExternalBase,
  parseVersionRef,
  SLUG,
  VERSION,
  type VersionRef,
  versionFault,
} from './refs.ts';
import { hiddenCharacter } from './text.ts';

/** Says in the types what the schema's checks have established, without changing the value. */
function branded<T extends string>(schema: z.ZodString): z.ZodType<T, string> {
  return schema as unknown as z.ZodType<T, string>;
}

function text(kind: 'line' | 'block', max: number) {
  return z
    .string()
    .min(1, 'is empty')
    .max(max, `has more than ${max} characters`)
    .superRefine((value, context) => {
      const hidden = hiddenCharacter(value, kind);
      if (hidden)
        context.addIssue({
          code: 'custom',
          message: `holds ${hidden.name}, a character that does not show`,
          params: { code: 'hidden-character' },
        });
      else if (value.trim() === '') context.addIssue({ code: 'custom', message: 'holds nothing but spaces' });
    });
}

export const Line = text('line', LIMITS.line);
export const Block = text('block', LIMITS.text);

export const Slug = z.string().regex(SLUG, "must be 1 to 64 of a-z, 0-9 and '-', such as credit-limit-increase");

export const Tag = z.string().regex(SLUG, "is not a tag: 1 to 64 of a-z, 0-9 and '-', such as customer-data");

export const Model = branded<ModelRef>(
  z.string().regex(MODEL, "must be namespace/name, each of a-z, 0-9 and '-', such as credit/limit-increase"),
);

export const Version = z
  .string()
  .regex(VERSION, { error: ({ input }) => versionFault(String(input)) ?? 'is not a version', abort: true })
  .refine((value) => versionFault(value) === null, { error: ({ input }) => versionFault(String(input)) ?? '' });

export const Owner = z
  .string()
  .max(LIMITS.line)
  .regex(
    /^(?:team:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?|user:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8})$/,
    'must be team:<slug> or user:<email>, such as team:credit',
  );

export const DigestText = branded<Digest>(
  z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "must be 'sha256:' and 64 lower-case hex digits")
    .refine((value) => parseDigest(value) !== null),
);

export const Commit = z
  .string()
  .regex(/^[0-9a-f]{4,64}$/, 'must be a commit id: 4 to 64 lower-case hex digits, all 40 or 64 of them if you can');

const PARENT = 'must be namespace/name@version, or hf:org/name@revision for a base on Hugging Face';

export const Parent = branded<VersionRef | ExternalRef>(
  z
    .string()
    .max(LIMITS.line)
    .regex(/^[^@\s]+@[^@\s]+$/, {
      error: ({ input }) =>
        /^hf:[^@\s]+@?$/.test(String(input))
          ? `has no revision: ${PARENT}; a commit id is best, branches move`
          : PARENT,
      abort: true,
    })
    .refine((value) => parseVersionRef(value) !== null || parseExternalBase(value) !== null, PARENT),
);

/** Relative, `/` between components, never out of the manifest's folder. */
export const RelativePath = text('line', LIMITS.path).refine(
  (value) =>
    !/^(?:\/|[A-Za-z][A-Za-z0-9+.-]*:)/.test(value) && !value.includes('\\') && !value.split('/').includes('..'),
  "must be a relative path that stays inside the manifest's folder, with '/' between its parts",
);

const SCRIPTED = /^(?:javascript|vbscript|data|blob|file|about|view-source):/i;
const SECRET = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]*@/i;

/** An absolute URI that we record and may link to, and never open. */
export const Uri = text('line', LIMITS.uri)
  .regex(/^[A-Za-z][A-Za-z0-9+.-]{0,31}:[^\s<>"`\\^{}|]+$/, 'must be a URI with a scheme, such as https://… or s3://…')
  .refine((value) => !SCRIPTED.test(value), 'must name a place on the network: this scheme does not')
  .refine((value) => !SECRET.test(value), {
    error: 'holds a password: a manifest is published with the model; take it out and change it',
    params: { code: 'secret' },
  });

/** A URL, or git's `user@host:path`. */
export const Repository = z.union([Uri, Line.regex(/^[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^\s:][^\s]*$/)], {
  error: 'must be a repository URL such as https://git.example/credit/limit or git@git.example:credit/limit',
});
