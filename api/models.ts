/** Reading the register. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { LineageBody, ModelBody, ModelItem, VersionBody, VersionItem } from '#domain/wire/register-view.ts';
import { listModels } from '#services/versions/list-models.ts';
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
const Filter = PageQuery.extend({
  q: z.string().max(200).optional(),
  tier: z.enum(['low', 'medium', 'high', 'critical']).optional(),
  owner: z.string().max(64).optional(),
  useCase: z.string().max(64).optional(),
  environment: z.string().max(64).optional(),
  state: z.enum(['active', 'retired', 'revoked']).optional(),
  classification: z.string().max(64).optional(),
});
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
        promoted: view.promoted.map((one) => ({ ...one, at: one.at.toISOString() })),
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
