/**
 * What has to hold of every token, asked of the rows and not of the gate (DESIGN.md §2): its approvals are of exactly its
 * content, by as many different people as its tier asks for, none of whom took part, each in a role that they held.
 */

import type { GateFacts } from '#domain/gate/facts.ts';
import { DEFAULT_POLICY } from '#domain/policy/default.ts';
import type { PromotionClaims } from '#domain/token/claims.ts';
import type { World } from './world.ts';

interface ApprovalRow {
  id: string;
  person_id: string;
  capacity: string;
  verdict: string;
  content_digest: string;
  at: Date;
  method: string;
  withdrawn: boolean;
  disabled: boolean;
  took_part: boolean;
  committed: boolean;
  member: boolean;
  owns_use_case: boolean;
  role: string | null;
  granted_at: Date | null;
  expires_at: Date | null;
  role_revoked: boolean;
}

interface VersionRow {
  id: string;
  digest: string;
  state: string;
  manifest_digest: string;
  use_case_version: number | null;
  use_case_state: string | null;
  evidence: string;
}

const RANK = ['low', 'medium', 'high', 'critical'];

async function approvalsOf(world: World, claims: PromotionClaims, versionId: string): Promise<ApprovalRow[]> {
  const { rows } = await world.owner.query<ApprovalRow>(
    `select a.id, a.person_id, a.capacity, a.verdict, a.content_digest, a.at, a.method,
       a.withdrawn_at is not null as withdrawn, p.disabled_at is not null as disabled,
       exists (select 1 from version_act x where x.version_id = $2 and x.person_id = a.person_id) as took_part,
       exists (select 1 from version_committer c join private_text t on t.id = c.email_id
         where c.version_id = $2 and t.text = p.email_key) as committed,
       exists (select 1 from team_member tm join model m on m.team_id = tm.team_id join version v on v.model_id = m.id
         where v.id = $2 and tm.person_id = a.person_id and (tm.until is null or tm.until >= v.registered_at)) as member,
       exists (select 1 from use_case u where u.slug = $3 and u.owner_id = a.person_id) as owns_use_case,
       g.role, g.granted_at, g.expires_at, g.revoked_at is not null as role_revoked
     from approval a join person p on p.id = a.person_id left join role_grant g on g.id = a.grant_id
     where a.id = any($1::uuid[])`,
    [claims.approvals, versionId, claims.use_case],
  );
  return rows;
}

function faultsOfApproval(row: ApprovalRow, content: string, environment: string, now: Date): string[] {
  const ownSlot = row.capacity === 'use-case-owner';
  const age = row.at.getTime() - (row.granted_at?.getTime() ?? 0);
  return [
    row.verdict === 'approve' ? '' : 'is no approval',
    row.withdrawn ? 'was withdrawn' : '',
    row.content_digest === content ? '' : 'is of other content',
    row.took_part ? 'is by somebody who took part' : '',
    row.committed ? 'is by a committer' : '',
    row.member && !ownSlot ? 'is by a member of the owning team' : '',
    row.disabled ? 'is by somebody disabled' : '',
    row.method === 'oidc' ? '' : 'was given with a local account',
    ownSlot && !row.owns_use_case ? 'is not by the owner of the use case' : '',
    !ownSlot && row.role !== row.capacity ? 'was not given in a role that was held' : '',
    !ownSlot && (row.role_revoked || (row.expires_at ?? now) <= now) ? 'rests on a role that is over' : '',
    !ownSlot && environment === 'production' && age < 24 * 3_600_000 ? 'was given in a fresh role' : '',
  ].filter((fault) => fault !== '');
}

/** An exemption that does not cover this very token: of another version or place, over, decided by somebody involved. */
async function faultsOfExemptions(
  world: World,
  claims: PromotionClaims,
  versionId: string,
  now: Date,
): Promise<string[]> {
  const { rows } = await world.owner.query<{ id: string; fault: string | null }>(
    `select wanted.id, case
       when e.id is null then 'is not there'
       when e.version_id <> $2 or e.environment <> $3 then 'is for something else'
       when e.state <> 'granted' then 'is ' || e.state
       when not (e.starts_at <= $4 and $4 < e.ends_at) then 'is not in force'
       when to_timestamp($5) > e.ends_at then 'ends before the token'
       when e.requirement !~ '^(evaluation|artifact|dataset|committers)' then 'waives what is never waived'
       when exists (select 1 from exemption_decision d where d.exemption_id = e.id and d.verdict = 'approve'
         and (d.person_id = e.requested_by or exists (select 1 from version_act a where a.version_id = e.version_id
           and a.person_id = d.person_id))) then 'was approved by somebody involved'
       when (select count(distinct d.person_id) from exemption_decision d where d.exemption_id = e.id
         and d.verdict = 'approve') < $6 then 'has too few approvers' end as fault
     from unnest($1::uuid[]) as wanted(id) left join exemption e on e.id = wanted.id`,
    [claims.exemptions, versionId, claims.env, now, claims.exp, claims.tier === 'critical' ? 2 : 1],
  );
  return rows.flatMap(({ id, fault }) => (fault === null ? [] : [`exemption ${id} ${fault}`]));
}

/** Everything that is wrong with a token that was issued a moment ago; `alone` when there is one human only. */
export async function tokenFaults(world: World, claims: PromotionClaims, alone: boolean, now: Date): Promise<string[]> {
  const { rows: decisions } = await world.owner.query<{ facts: string; content: string; version_id: string }>(
    `select facts, answer ->> 'contentDigest' as content, version_id from decision where id = $1`,
    [claims.decision],
  );
  const decided = decisions[0];
  if (!decided) return ['there is no decision'];
  const facts = JSON.parse(decided.facts) as GateFacts;
  const { rows: versions } = await world.owner.query<VersionRow>(
    `select v.id, v.artifact_digest as digest, v.state, r.digest as manifest_digest, uv.number as use_case_version,
       uv.state as use_case_state, (select count(*) from evidence e where e.version_id = v.id) as evidence
     from version v join manifest_revision r on r.version_id = v.id and r.number = v.revision
     left join use_case u on u.slug = v.use_case_slug
     left join use_case_version uv on uv.use_case_id = u.id and uv.state <> 'superseded'
     where v.id = $1`,
    [decided.version_id],
  );
  const row = versions[0];
  if (!row) return ['there is no version'];
  const environment = DEFAULT_POLICY.environments[claims.env];
  const gated = environment?.gated === true;
  const rule = gated ? environment.rules?.[claims.tier] : undefined;
  const slots = rule ? rule.approvals.length + (facts.version.first ? rule.firstVersionApprovals.length : 0) : 0;
  const approvals = await approvalsOf(world, claims, decided.version_id);
  const people = new Set(approvals.map(({ person_id: id }) => id));
  const asked = facts.useCase?.facts;
  const floor = !gated
    ? 'low'
    : asked?.regulatedDecision !== 'no'
      ? 'critical'
      : asked.customerData !== 'no'
        ? 'high'
        : asked.reachableFromOutside !== 'no'
          ? 'medium'
          : 'low';
  return [
    row.state === 'active' ? '' : `the version is ${row.state}`,
    claims.digest === row.digest ? '' : 'the bytes are others',
    claims.manifest_digest === row.manifest_digest ? '' : 'the manifest is another revision',
    facts.evidence.length === Number(row.evidence) ? '' : 'evidence was overlooked',
    !gated || row.use_case_state === 'approved' ? '' : `the use case is ${row.use_case_state}`,
    !gated || facts.useCase?.version === row.use_case_version ? '' : 'the use case is another version',
    RANK.indexOf(claims.tier) >= RANK.indexOf(floor) ? '' : `the tier is ${claims.tier}, the facts say ${floor}`,
    alone && slots > 0 ? 'one person reached a token that needs approval' : '',
    people.size === slots && approvals.length === slots ? '' : `${slots} people had to approve, ${people.size} did`,
    ...(await faultsOfExemptions(world, claims, decided.version_id, now)),
    ...approvals.flatMap((approval) =>
      faultsOfApproval(approval, decided.content, claims.env, now).map((fault) => `approval ${approval.id} ${fault}`),
    ),
  ].filter((fault) => fault !== '');
}

/** Live tokens that rest on something which has been taken back. */
export async function survivors(world: World): Promise<string[]> {
  const { rows } = await world.owner.query<{ jti: string; why: string }>(
    `select t.jti, 'an approval was withdrawn' as why from token t join version v on v.id = t.version_id
       join model m on m.id = v.model_id
     where m.namespace = $1 and t.revoked_at is null and exists (select 1 from approval a
       where t.claims -> 'approvals' ? a.id::text and a.withdrawn_at >= t.issued_at
       -- One that gave way to the same person's approval of newer content was not taken back.
       and not exists (select 1 from approval n where n.review_id = a.review_id and n.person_id = a.person_id
         and n.verdict = 'approve' and n.at = a.withdrawn_at and n.id <> a.id))
     union all
     select t.jti, 'its version is ' || v.state from token t join version v on v.id = t.version_id
       join model m on m.id = v.model_id
     where m.namespace = $1 and t.revoked_at is null and v.state <> 'active' and t.expires_at > $2
     union all
     select t.jti, 'an exemption was withdrawn' from token t join exemption e on t.claims -> 'exemptions' ? e.id::text
       join version v on v.id = t.version_id join model m on m.id = v.model_id
     where m.namespace = $1 and t.revoked_at is null and e.withdrawn_at >= t.issued_at and t.expires_at > e.withdrawn_at`,
    [world.mark, await world.deployment.runtime.now()],
  );
  return rows.map(({ jti, why }) => `token ${jti} lives on although ${why}`);
}
