/** What the header of a weights file declares, put into the fields of a manifest the same way for every format. */
import type { DraftDataset, DraftParent, Prefill, Question } from '../draft.ts';
import { LIMITS } from '../limits.ts';
import { hubName, line } from './declared.ts';

export interface WeightsHeader {
  /** such as `GGUF model.gguf` */
  readonly source: string;
  readonly name: string;
  readonly title?: string | undefined;
  readonly version?: string | undefined;
  readonly license?: string | undefined;
  /** names or URLs of the models it says it was made from */
  readonly bases: readonly string[];
  readonly datasets: readonly { readonly name: string; readonly uri?: string | undefined }[];
  /** what was seen of the header and could not be used, in a sentence */
  readonly remark?: string | undefined;
}

export function prefillFromHeader(header: WeightsHeader): Prefill {
  const { source, name } = header;
  const questions: Question[] = [];
  const lineage: DraftParent[] = [];
  for (const base of header.bases.slice(0, LIMITS.parents)) {
    const hub = hubName(base);
    if (!hub) {
      questions.push({
        field: '/lineage',
        why: `${name} names the base '${base}', which is no name on the Hub. Which model is it?`,
      });
      continue;
    }
    const at = `/lineage/${lineage.length}`;
    questions.push({ field: at, why: `How was it made from ${hub}, and from which revision? ${name} only names it.` });
    lineage.push({ parent: `hf:${hub}@` });
  }
  const data: DraftDataset[] = header.datasets.slice(0, LIMITS.datasets).map((dataset, index) => {
    questions.push({
      field: `/data/${index}/role`,
      why: `What was ${dataset.name} used for, and at which revision? ${name} only names it.`,
    });
    return dataset;
  });
  if (header.remark) questions.push({ field: '/artifact/path', why: header.remark });
  const description = line(header.title);
  const version = line(header.version, 128)?.replaceAll(' ', '-');
  const license = line(header.license);
  return {
    source,
    questions,
    fields: {
      ...(description && { description: { value: description, from: name } }),
      ...(version && { version: { value: version, from: name } }),
      ...(license && { license: { value: license, from: name } }),
      ...(lineage.length > 0 && { lineage: { value: lineage, from: name } }),
      ...(data.length > 0 && { data: { value: data, from: name } }),
    },
  };
}
