/** Reading the register. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { TIERS } from '#domain/risk/tier.ts';
import {
  FacetCountsBody,
  LineageBody,
  ModelBody,
  ModelItem,
  VersionBody,
  VersionItem,
} from '#domain/wire/register-view.ts';
import { countFacets } from '#services/versions/count-facets.ts';
import { listModels, MODEL_SORTS } from '#services/versions/list-models.ts';
import { readLineage } from '#services/versions/read-lineage.ts';
import { listVersions, readModel } from '#services/versions/read-model.ts';
import { readVersion, type VersionView } from '#services/versions/read-version.ts';
import { decisionBody, reviewUrl, versionUrl } from './decision-body.ts';
import type { Env } from './environment.ts';
import { PageQuery, pageBody, pageSchema } from './paging.ts';
import { readQuery } from './query.ts';
import { mount, routes } from './route.ts';

const ModelParams = z.object({ ns: z.string(), name: z.string() });
const VersionParams = ModelParams.extend({ version: z.string() });
/** Several values of one filter, any of which will do: `tier=high,critical`. */
const anyOf = <S extends z.ZodType<string, string>>(value: S, description: string) =>
  z
    .string()
    .max(1_000)
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(value).max(50))
    .optional()
    .openapi({ type: 'string', description: `${description}; several with commas between them, any of which will do` });
const name = z.string().max(200);
const Facets = z.object({
  q: z.string().max(200).optional().openapi({
    description: 'words that all have to be in name, description or use case; or the first digits of a digest',
  }),
  tier: anyOf(z.enum(TIERS), 'tier of the newest version'),
  owner: anyOf(name, 'slug of the owning team'),
  useCase: anyOf(name, 'slug of the use case'),
  environment: anyOf(name, 'environment that some version was let into'),
  live: anyOf(name, 'environment that a token can be used for now'),
  state: anyOf(z.enum(['active', 'retired', 'revoked']), 'state of the newest version'),
  classification: anyOf(name, 'tag of the newest version'),
  relation: anyOf(name, 'how the newest version was made'),
  base: anyOf(name, 'what it was made from, without version: namespace/name or hf:org/name'),
});
const Filter = PageQuery.extend(Facets.shape).extend({ sort: z.enum(MODEL_SORTS).default('name') });
const LineageQuery = z.object({
  direction: z.enum(['parents', 'children', 'both']).default('both'),
  depth: z.coerce.number().int().min(1).max(20).default(3),
});

const param = (c: Context<Env>, name: string) => c.req.param(name) ?? '';
const versionName = (c: Context<Env>) => ({
  namespace: param(c, 'ns'),
  name: param(c, 'name'),
  version: param(c, 'version'),
});

function versionBody(origin: string, view: VersionView): VersionBody {
  return {
    ref: view.ref,
    model: view.model,
    version: view.version,
    state: view.state,
    tier: view.tier,
    retrain: view.retrain,
    registeredAt: view.registeredAt.toISOString(),
    registeredBy: view.registeredBy,
    measuredBy: view.measuredBy,
    digest: view.artifact.digest,
    omsRoot: view.artifact.omsRoot,
    fileCount: view.artifact.fileCount,
    byteCount: view.artifact.byteCount,
    manifest: view.manifest.value,
    manifestDigest: view.manifest.digest,
    revision: view.manifest.revision,
    source: view.source,
    evidence: view.evidence.map((report) => ({ ...report, attachedAt: report.attachedAt.toISOString() })),
    environments: view.environments.map(({ name, gated, decision, review }) => ({
      name,
      gated,
      decision: decisionBody(origin, decision, { decision: null, review: review?.id ?? null }),
      review: review && { id: review.id, url: reviewUrl(origin, review.id) },
    })),
    url: versionUrl(origin, view.ref),
  };
}

export function modelRoutes() {
  const api = routes();
  const base = '/api/v1/models';
  mount(
    api,
    {
      method: 'get',
      path: base,
      tag: 'register',
      summary: 'Models, filtered',
      query: Filter,
      answers: { 200: { description: 'A page', schema: pageSchema(ModelItem) } },
    },
    async (c) => {
      const page = await listModels(c.get('ctx'), readQuery(c, Filter));
      return c.json(
        pageBody(page, (row) => ({
          ...row,
          newest: { ...row.newest, registeredAt: row.newest.registeredAt.toISOString() },
        })),
      );
    },
  );
  mount(
    api,
    {
      method: 'get',
      path: `${base}/facets`,
      tag: 'register',
      summary: 'How many models there are, by each value of each filter',
      query: Facets,
      answers: { 200: { description: 'Counts; each filter under what the others ask for', schema: FacetCountsBody } },
    },
    async (c) => c.json(await countFacets(c.get('ctx'), readQuery(c, Facets))),
  );
  mount(
    api,
    {
      method: 'get',
      path: `${base}/{ns}/{name}`,
      tag: 'register',
      summary: 'One model',
      params: ModelParams,
      answers: { 200: { description: 'The model', schema: ModelBody } },
    },
    async (c) => {
      const { mine: _mine, ...view } = await readModel(c.get('ctx'), param(c, 'ns'), param(c, 'name'));
      return c.json({
        ...view,
        createdAt: view.createdAt.toISOString(),
        promoted: view.promoted.map((one) => ({
          ...one,
          at: one.at.toISOString(),
          liveUntil: one.liveUntil?.toISOString() ?? null,
        })),
      });
    },
  );
  mount(
    api,
    {
      method: 'get',
      path: `${base}/{ns}/{name}/versions`,
      tag: 'register',
      summary: 'Versions of a model, newest first',
      params: ModelParams,
      query: PageQuery,
      answers: { 200: { description: 'A page', schema: pageSchema(VersionItem) } },
    },
    async (c) => {
      const page = await listVersions(c.get('ctx'), param(c, 'ns'), param(c, 'name'), readQuery(c, PageQuery));
      return c.json(pageBody(page, (row) => ({ ...row, registeredAt: row.registeredAt.toISOString() })));
    },
  );
  mount(
    api,
    {
      method: 'get',
      path: `${base}/{ns}/{name}/versions/{version}`,
      tag: 'register',
      summary: 'One version, and what stands between it and each environment',
      params: VersionParams,
      answers: { 200: { description: 'The version', schema: VersionBody } },
    },
    async (c) => c.json(versionBody(c.get('runtime').origin, await readVersion(c.get('ctx'), versionName(c)))),
  );
  mount(
    api,
    {
      method: 'get',
      path: `${base}/{ns}/{name}/versions/{version}/lineage`,
      tag: 'register',
      summary: 'Declared lineage around a version',
      params: VersionParams,
      query: LineageQuery,
      answers: { 200: { description: 'Nodes and typed edges', schema: LineageBody } },
    },
    async (c) => c.json(await readLineage(c.get('ctx'), versionName(c), readQuery(c, LineageQuery))),
  );
  return api;
}
