// A register of any size by SQL as the owner, for measuring and for looking at: ten thousand registrations through the
// services would take minutes, and are what other tests are for. Nothing here is in the ledger.

import type pg from 'pg';

export interface Seed {
  /** models, each of one or a few versions */
  readonly models: number;
  /** versions of the first model, the one with a long history */
  readonly versions: number;
  /** promotion tokens, spread over the versions */
  readonly tokens: number;
}

/** Everything belongs to namespace `seed`; `seed/model-000001` is the one with many versions. Needs a team and a person. */
export async function seedRegister(client: pg.ClientBase, { models, versions, tokens }: Seed): Promise<void> {
  await client.query('BEGIN');
  await client.query(`
    INSERT INTO namespace (name, team_id, claimed_at) SELECT 'seed', id, now() FROM team ORDER BY slug LIMIT 1;
    CREATE TEMP TABLE seeded ON COMMIT DROP AS SELECT slug.*, row_number() OVER () - 1 AS place FROM (SELECT id FROM team ORDER BY slug) AS slug`);
  await client.query(
    `INSERT INTO model (id, namespace, name, team_id, created_at)
     SELECT gen_random_uuid(), 'seed', 'model-' || lpad(i::text, 6, '0'),
       (SELECT id FROM seeded WHERE place = i % (SELECT count(*) FROM seeded)), now() - (i % 700) * interval '1 hour'
     FROM generate_series(1, $1::int) AS i`,
    [models],
  );
  await client.query(
    `CREATE TEMP TABLE planned ON COMMIT DROP AS
     SELECT gen_random_uuid() AS id, m.id AS model_id, m.name, i.number,
       'sha256:' || encode(sha256(convert_to(m.name || '@' || i.number, 'UTF8')), 'hex') AS digest,
       now() - interval '400 days' + i.number * interval '53 minutes' + (hashtext(m.name) % 1000) * interval '1 minute' AS at,
       abs(hashtext(m.name)) AS dice
     FROM model m CROSS JOIN LATERAL generate_series(1,
       CASE WHEN m.name = 'model-000001' THEN $1::int ELSE 1 + abs(hashtext(m.name)) % 4 END) AS i(number)
     WHERE m.namespace = 'seed'`,
    [versions],
  );
  await client.query(`
    CREATE INDEX ON planned (model_id, number); ANALYZE planned;
    INSERT INTO artifact (digest, files, file_count, byte_count, oms_code_point, oms_component, first_seen_at)
      SELECT digest, jsonb_build_array(jsonb_build_object('path', 'model.bin', 'size', 1, 'sha256', substr(digest, 8))), 1, 1,
        substr(digest, 8), substr(digest, 8), at FROM planned;
    INSERT INTO version (id, model_id, version, artifact_digest, measured_by, state, retrain, registered_by, registered_at, revision,
        use_case_slug, tier, classification, description, relations, bases, committers_declared)
      SELECT id, model_id, '1.' || number || '.0', digest, 'cli',
        CASE WHEN dice % 37 = 0 THEN 'retired' WHEN dice % 101 = 0 THEN 'revoked' ELSE 'active' END, number % 9 = 0,
        'person:' || (SELECT id FROM person ORDER BY created_at LIMIT 1), at, 1,
        'use-case-' || dice % 40, (ARRAY['low', 'medium', 'high', 'critical'])[1 + dice % 4],
        CASE WHEN dice % 3 = 0 THEN ARRAY['internal'] ELSE ARRAY['customer-data', 'tag-' || dice % 12] END,
        'Ranks what was found for purpose ' || dice % 500,
        CASE WHEN dice % 2 = 0 THEN ARRAY['from-scratch'] ELSE ARRAY['finetune'] END,
        CASE WHEN dice % 2 = 0 THEN '{}' ELSE ARRAY['hf:org/base-' || dice % 25] END, true
      FROM planned;
    INSERT INTO manifest_revision (version_id, number, manifest, digest, registered_by, registered_at)
      SELECT p.id, 1, jsonb_build_object('apiVersion', 'countersign/v1', 'model', 'seed/' || p.name, 'version', v.version,
        'owner', 'team:' || t.slug, 'description', v.description, 'useCase', v.use_case_slug, 'classification', to_jsonb(v.classification),
        'artifact', jsonb_build_object('path', './model'), 'data', jsonb_build_object('none', 'seeded'),
        'lineage', CASE WHEN v.bases = '{}' THEN to_jsonb('from-scratch'::text)
          ELSE jsonb_build_array(jsonb_build_object('relation', 'finetune', 'parent', v.bases[1] || '@main')) END),
        p.digest, v.registered_by, p.at
      FROM planned p JOIN version v ON v.id = p.id JOIN model m ON m.id = p.model_id JOIN team t ON t.id = m.team_id;
    UPDATE model m SET (newest_id, newest_at) = (SELECT v.id, v.registered_at FROM version v
      WHERE v.model_id = m.id ORDER BY v.registered_at DESC, v.id DESC LIMIT 1) WHERE m.namespace = 'seed'`);
  await client.query(
    `CREATE TEMP TABLE minted ON COMMIT DROP AS
     SELECT gen_random_uuid() AS jti, gen_random_uuid() AS decision, p.id AS version_id, 1000000000 + i AS place, p.at + interval '1 day' AS at,
       (ARRAY['sandbox', 'staging', 'staging', 'production'])[1 + i % 4] AS environment
     FROM generate_series(1, $1::int) AS i JOIN (SELECT *, row_number() OVER (ORDER BY digest) AS n FROM planned) AS p
       ON p.n = 1 + (i::bigint * 7919) % (SELECT count(*) FROM planned)`,
    [tokens],
  );
  await client.query(`
    INSERT INTO decision (id, version_id, environment, outcome, facts, answer, decided_at)
      SELECT decision, version_id, environment, 'allow', '{}', '{}', at FROM minted;
    INSERT INTO token (jti, version_id, environment, decision_id, claims, claims_digest, ledger_index, status_index, requested_by, issued_at, expires_at)
      SELECT jti, version_id, environment, decision, '{}', 'seeded', place, place, 'system', at,
        CASE WHEN place % 50 = 0 THEN now() + interval '12 hours' ELSE at + interval '1 hour' END FROM minted`);
  await client.query('COMMIT');
  await client.query('ANALYZE');
}
