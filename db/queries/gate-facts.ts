/**
 * Everything that the gate decides on, in one statement: one snapshot, one round trip. services/gate/load-facts.ts turns
 * the row into the domain's facts; nothing here judges.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Act } from '#domain/access/separation.ts';
import type { EvidenceFact, OwnerFact, SameDigestFact } from '#domain/gate/facts.ts';
import type { ReviewState } from '#domain/gate/review-states.ts';
import type { Manifest } from '#domain/manifest/schema.ts';
import type { UseCaseFacts } from '#domain/risk/facts.ts';
import type { Tier } from '#domain/risk/tier.ts';
import { reading } from '../statement.ts';
import { type ConsentRow, type ExemptionRow, exemptionItem } from './exemption-facts.ts';

type State = 'active' | 'retired' | 'revoked';

/** Times are PostgreSQL's JSON text of a timestamptz. */
export interface GateRow extends GateQuestion {
  readonly ref: string;
  /** slug of the team that owns the model */
  readonly team: string;
  readonly digest: string;
  readonly registered_at: string;
  readonly state: State;
  readonly measured_by: 'cli' | 'browser';
  readonly committers_declared: boolean;
  readonly revision: number;
  readonly manifest: Manifest;
  readonly manifest_digest: string;
  readonly repository: string | null;
  readonly commit: string | null;
  readonly owner: OwnerFact;
  readonly first: boolean;
  readonly use_case: {
    readonly slug: string;
    readonly version: number;
    readonly state: 'submitted' | 'approved' | 'rejected' | 'superseded';
    readonly facts: UseCaseFacts;
    readonly tags: readonly string[];
    readonly ownerId: string;
    readonly submittedAt: string;
  } | null;
  readonly parents: readonly {
    readonly ref: string;
    readonly relation: string;
    readonly digest: string | null;
    readonly tier: Tier | null;
    readonly state: State | null;
    readonly approvedIn: readonly string[];
  }[];
  readonly same_digest: readonly SameDigestFact[];
  readonly evidence: readonly EvidenceFact[];
  readonly acts: readonly Act[];
  readonly committers: readonly { readonly id: string; readonly personId: string | null }[];
  /** the newest first: the one in force */
  readonly policy_acts: readonly {
    readonly digest: string;
    readonly by: string | null;
    readonly proposedBy: string | null;
    readonly at: string;
  }[];
  readonly review: {
    readonly id: string;
    readonly state: ReviewState;
    readonly decidedOn: string | null;
    readonly policyDigest: string;
    readonly approvals: readonly (ConsentRow & { readonly contentDigest: string })[];
  } | null;
  /** granted, not withdrawn; ended ones are among them */
  readonly exemptions: readonly ExemptionRow[];
}

/** A JSON list of the rows of a sub-select whose one column is `item`, in their order. */
function list(rows: SQL): SQL {
  return sql`to_json(array(${rows}))`;
}

const useCase = sql`(select json_build_object('slug', u.slug, 'version', uv.number, 'state', uv.state, 'facts', uv.facts,
    'tags', to_json(uv.tags), 'ownerId', u.owner_id, 'submittedAt', uv.submitted_at)
  from use_case u join use_case_version uv on uv.use_case_id = u.id and uv.state <> 'superseded' where u.slug = v.use_case_slug)`;

const parents = list(sql`select json_build_object('ref', e.parent, 'relation', e.relation, 'digest', p.artifact_digest,
    'tier', p.tier, 'state', p.state, 'approvedIn', to_json(array(select distinct t.environment from token t
      where t.version_id = p.id and t.revoked_at is null order by 1))) as item
  from lineage_edge e left join version p on p.id = e.parent_id
  where e.child_id = v.id and e.revision = v.revision order by e.parent collate "C"`);

const sameDigest = list(sql`select json_build_object('ref', om.namespace || '/' || om.name || '@' || o.version,
    'tier', o.tier, 'state', o.state, 'rejected', coalesce((select r.state = 'rejected' from review r where r.version_id = o.id
      and r.environment = wanted.environment order by r.requested_at desc, r.id desc limit 1), false)) as item
  from version o join model om on om.id = o.model_id
  where o.artifact_digest = v.artifact_digest and o.model_id <> v.model_id order by o.id limit 100`);

const evidence =
  list(sql`select json_build_object('id', e.id, 'type', e.type, 'digest', e.digest, 'subject', e.subject_digest,
    'producer', e.producer, 'outcome', e.outcome, 'metrics', e.metrics) as item
  from evidence e where e.version_id = v.id order by e.id`);

/** The owner as the manifest names it, `team:slug` or `user:address`, and what is behind the colon, by which it is found. */
const declared = sql`(r.manifest ->> 'owner')`;
const slugOf = sql`substr(${declared}, 6)`;
const addressOf = sql`substr(lower(${declared}), 6)`;
const isUser = sql`${declared} like 'user:%'`;

/** Teams that own the version or owned it at any time since it was registered. */
const ownTeams = sql`(select m.team_id
  union all select named.id from team named where ${declared} like 'team:%' and named.slug = ${slugOf}
  union all select h.from_team_id from model_handover h
    where h.model_id = m.id and h.state = 'accepted' and h.decided_at >= v.registered_at)`;

/** Who did what, who committed, who owns it, and who belonged to a team that owned it at any time since registration. */
const acts = list(sql`select json_build_object('kind', kind, 'personId', person_id, 'detail', detail) as item from (
    select a.kind, a.person_id, a.detail from version_act a where a.version_id = v.id
    union
    select 'committed', p.id, '' from version_committer c join private_text x on x.id = c.email_id
      join person p on p.email_key = x.text and p.email_verified where c.version_id = v.id
    union
    select 'owner', p.id, '' from person p where ${isUser} and p.email_key = ${addressOf}
    union
    select 'owner', o.person_id, '' from owner_takeover o where o.model_id = m.id and o.owner = lower(${declared})
    union
    select 'team-member', tm.person_id, t.slug from team_member tm join team t on t.id = tm.team_id
      where tm.team_id in ${ownTeams} and (tm.until is null or tm.until >= v.registered_at)
  ) as involved order by kind collate "C", person_id, detail collate "C"`);

const committers = list(sql`select json_build_object('id', c.id, 'personId', p.id) as item
  from version_committer c join private_text x on x.id = c.email_id
  left join person p on p.email_key = x.text and p.email_verified where c.version_id = v.id order by c.id`);

const policyActs =
  list(sql`select json_build_object('digest', digest, 'by', published_by, 'proposedBy', proposed_by, 'at', published_at) as item
  from policy order by version desc limit 20`);

const approvals = list(sql`select json_build_object('id', a.id, 'personId', a.person_id, 'capacity', a.capacity,
    'contentDigest', a.content_digest, 'at', a.at, 'authenticatedAt', a.authenticated_at, 'method', a.method,
    'disabled', ap.disabled_at is not null,
    'grant', case when g.id is null then null else json_build_object('id', g.id, 'grantedAt', g.granted_at,
      'expiresAt', g.expires_at, 'grantedBy', g.granted_by, 'atSetup', g.at_setup, 'revoked', g.revoked_at is not null) end) as item
  from approval a join person ap on ap.id = a.person_id left join role_grant g on g.id = a.grant_id
  where a.review_id = w.id and a.verdict = 'approve' and a.withdrawn_at is null order by a.id`);

const review = sql`(select json_build_object('id', w.id, 'state', w.state, 'decidedOn', w.decided_on,
    'policyDigest', wp.digest, 'approvals', ${approvals})
  from review w join policy wp on wp.version = w.policy_version
  where w.version_id = v.id and w.environment = wanted.environment order by w.requested_at desc, w.id desc limit 1)`;

const exemptions = list(sql`select ${exemptionItem} as item from exemption x
  where x.version_id = v.id and x.environment = wanted.environment and x.state = 'granted' order by x.id`);

/** Has no other version of the model been let into this environment? */
const first = sql`not exists (select 1 from token t join version o on o.id = t.version_id
  where o.model_id = v.model_id and o.id <> v.id and t.environment = wanted.environment)`;

/**
 * Who owns it and, where nobody known does, why not. A team that handed the model over is named no more: the model's own
 * team owns it then, whatever older manifests say. A person who left owns it until somebody took it over.
 *
 * `offset 0` keeps a sub-select from being written out once for every place that names what it gives.
 */
const owner = sql`(case when ${declared} like 'team:%' then (
    select json_strip_nulls(json_build_object('name', named.owner, 'known', p.id is not null and p.disabled_at is null,
      'declared', case when named.owner <> ${declared} then ${declared} end,
      'gap', case when t.id is null then 'no-team' when p.id is null then 'no-accountable'
        when p.disabled_at is not null then 'accountable-left' end))
    from (select case when exists (select 1 from model_handover h join team f on f.id = h.from_team_id
        where h.model_id = m.id and h.state = 'accepted' and f.slug = ${slugOf})
      then 'team:' || own.slug else ${declared} end as owner offset 0) as named
    left join team t on t.slug = substr(named.owner, 6) left join person p on p.id = t.accountable_id)
  else (
    select json_strip_nulls(json_build_object('name', ${declared}, 'known', standing.gap is null or standing.over,
      'gap', case when standing.over then null else standing.gap end,
      'takenOver', case when standing.gap is not null and standing.over then true end))
    from (select case when p.id is null then 'no-person' when p.disabled_at is not null then 'person-left'
        when not p.email_verified then 'unverified' end as gap,
        exists (select 1 from owner_takeover o join person p on p.id = o.person_id
          where o.model_id = m.id and o.owner = lower(${declared}) and p.disabled_at is null) as over
      from (select 1) as one left join person p on ${isUser} and p.email_key = ${addressOf} offset 0) as standing)
  end)`;

export interface GateQuestion {
  readonly versionId: string;
  readonly environment: string;
}

/** The statement for what is `wanted`: versions `v` of models `m`, and `wanted.environment`. */
function rowsFor(wanted: SQL): SQL {
  return sql`
    select v.id as "versionId", wanted.environment, m.namespace || '/' || m.name || '@' || v.version as ref,
      own.slug as team,
      v.artifact_digest as digest, to_json(v.registered_at) #>> '{}' as registered_at, v.state, v.measured_by,
      v.committers_declared, r.number as revision, r.manifest, r.digest as manifest_digest, r.repository, r.commit,
      ${owner} as owner, ${first} as first, ${useCase} as use_case, ${parents} as parents,
      ${sameDigest} as same_digest, ${evidence} as evidence, ${acts} as acts, ${committers} as committers,
      ${policyActs} as policy_acts, ${review} as review, ${exemptions} as exemptions
    from ${wanted}
    join team own on own.id = m.team_id
    join manifest_revision r on r.version_id = v.id and r.number = v.revision`;
}

/** The rows of these versions for these environments, pair by pair; a version that is not there has none. In no order. */
export const gateRows = reading<{ versionIds: readonly string[]; environments: readonly string[] }, GateRow>(
  'gate-facts',
  ({ versionIds, environments }) =>
    rowsFor(sql`unnest(${versionIds}::uuid[], ${environments}::text[]) as wanted(version_id, environment)
      join version v on v.id = wanted.version_id join model m on m.id = v.model_id`),
);

/** The row of the version with this name. */
export const gateRowOf = reading<{ namespace: string; name: string; version: string; environment: string }, GateRow>(
  'gate-facts-of',
  ({ namespace, name, version, environment }) =>
    rowsFor(sql`(select ${environment}::text as environment) as wanted
      join model m on m.namespace = ${namespace} and m.name = ${name}
      join version v on v.model_id = m.id and v.version = ${version}`),
);
