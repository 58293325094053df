/**
 * The next version of a model, from the manifest of the one before: what was true of those bytes (version, commit, digest,
 * measurements) is asked afresh, and how the new one was made from the old is a question, never an assumption.
 */
import { draftOf } from './draft.ts';
import type { ManifestForm } from './form.ts';
import { formOf } from './form-draft.ts';
import type { Manifest } from './schema.ts';

export function formOfNext(manifest: Manifest): ManifestForm {
  const ref = `${manifest.model}@${manifest.version}`;
  const form = formOf(draftOf(manifest, ''));
  return {
    ...form,
    version: '',
    source: { ...form.source, commit: '' },
    artifact: { ...form.artifact, digest: '' },
    lineageKind: 'list',
    lineage: [{ relation: '', parent: ref }],
    evaluation: [],
    questions: [
      {
        field: '/version',
        why: `Which version is this? The one before it is ${manifest.version}.`,
        answeredBy: 'value',
      },
      {
        field: '/lineage/0/relation',
        why: `How was it made from ${ref}? Retrained the same way, fine-tuned, quantised, … Take the line out if it was not made from it.`,
        answeredBy: 'value',
      },
      {
        field: '/lineage',
        why: `Was anything else used? ${ref} itself was made ${manifest.lineage === 'from-scratch' ? 'from scratch' : `from ${manifest.lineage.map(({ parent }) => parent).join(', ')}`}.`,
        answeredBy: 'person',
      },
      { field: '/data', why: `Is it the same data as of ${ref}?`, answeredBy: 'person' },
    ],
  };
}
