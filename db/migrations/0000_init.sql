CREATE TABLE "approval" (
	"id" uuid PRIMARY KEY NOT NULL,
	"review_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"capacity" text NOT NULL,
	"content_digest" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"method" text NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"grant_id" uuid,
	"comment_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"outcome" text NOT NULL,
	"facts" text NOT NULL,
	"answer" jsonb NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"actor" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"body_digest" text NOT NULL,
	"subject" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_actor_route_key_pk" PRIMARY KEY("actor","route","key")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"version" integer PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"document" jsonb NOT NULL,
	"proposed_by" uuid,
	"published_by" uuid,
	"published_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "promotion" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"requested_by" text NOT NULL,
	"review_id" uuid,
	"decision_id" uuid NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"policy_version" integer NOT NULL,
	"decided_on" text,
	"requested_by" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_key" (
	"kid" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"public_key" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "token" (
	"jti" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"decision_id" uuid NOT NULL,
	"claims" jsonb NOT NULL,
	"claims_digest" text NOT NULL,
	"ledger_index" bigint NOT NULL,
	"status_index" bigint NOT NULL,
	"requested_by" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	"reason_id" uuid,
	CONSTRAINT "token_ledger_index_unique" UNIQUE("ledger_index"),
	CONSTRAINT "token_status_index_unique" UNIQUE("status_index")
);
--> statement-breakpoint
CREATE TABLE "checkpoint" (
	"size" bigint PRIMARY KEY NOT NULL,
	"note" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entry" (
	"index" bigint PRIMARY KEY NOT NULL,
	"leaf" text NOT NULL,
	"leaf_hash" "bytea" NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"subject" text NOT NULL,
	"model" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"size" bigint NOT NULL,
	"peaks" "bytea" NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"tokens" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_node" (
	"level" integer NOT NULL,
	"index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "ledger_node_level_index_pk" PRIMARY KEY("level","index")
);
--> statement-breakpoint
CREATE TABLE "local_credential" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"must_change" boolean DEFAULT false NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "namespace" (
	"name" text PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"claimed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"name_id" uuid NOT NULL,
	"email_id" uuid NOT NULL,
	"email_key" text,
	"email_verified" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "person_issuer_subject_unique" UNIQUE("issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "pipeline_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"prefix" text NOT NULL,
	"team_id" uuid NOT NULL,
	"maker_id" uuid NOT NULL,
	"models" text[] NOT NULL,
	"environments" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "pipeline_key_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "private_text" (
	"id" uuid PRIMARY KEY NOT NULL,
	"salt" "bytea",
	"text" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "role_grant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"granted_by" uuid,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"at_setup" boolean DEFAULT false NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"method" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "setup_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "team" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"accountable_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "team_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "team_member" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "artifact" (
	"digest" text PRIMARY KEY NOT NULL,
	"files" jsonb NOT NULL,
	"file_count" integer NOT NULL,
	"byte_count" bigint NOT NULL,
	"oms_code_point" text NOT NULL,
	"oms_component" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blob" (
	"digest" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"size" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"type" text NOT NULL,
	"digest" text NOT NULL,
	"subject_digest" text NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"producer" text,
	"outcome" text NOT NULL,
	"metrics" jsonb NOT NULL,
	"summary" text NOT NULL,
	"attached_by" text NOT NULL,
	"attached_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "evidence_once" UNIQUE("version_id","type","digest")
);
--> statement-breakpoint
CREATE TABLE "lineage_edge" (
	"id" uuid PRIMARY KEY NOT NULL,
	"child_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"relation" text NOT NULL,
	"parent" text NOT NULL,
	"parent_id" uuid,
	"parent_digest" text
);
--> statement-breakpoint
CREATE TABLE "manifest_revision" (
	"version_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"manifest" jsonb NOT NULL,
	"text" text,
	"digest" text NOT NULL,
	"repository" text,
	"commit" text,
	"registered_by" text NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "manifest_revision_version_id_number_pk" PRIMARY KEY("version_id","number")
);
--> statement-breakpoint
CREATE TABLE "model" (
	"id" uuid PRIMARY KEY NOT NULL,
	"namespace" text NOT NULL,
	"name" text NOT NULL,
	"team_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "model_namespace_name_unique" UNIQUE("namespace","name")
);
--> statement-breakpoint
CREATE TABLE "use_case" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"team_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "use_case_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "use_case_version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"use_case_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"facts" jsonb NOT NULL,
	"tags" text[] NOT NULL,
	"state" text NOT NULL,
	"submitted_by" uuid NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone,
	"comment_id" uuid,
	CONSTRAINT "use_case_version_use_case_id_number_unique" UNIQUE("use_case_id","number")
);
--> statement-breakpoint
CREATE TABLE "version" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" uuid NOT NULL,
	"version" text NOT NULL,
	"artifact_digest" text NOT NULL,
	"measured_by" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"retrain" boolean DEFAULT false NOT NULL,
	"registered_by" text NOT NULL,
	"registered_at" timestamp (3) with time zone NOT NULL,
	"revision" integer NOT NULL,
	"use_case_slug" text NOT NULL,
	"tier" text NOT NULL,
	"committers_declared" boolean NOT NULL,
	CONSTRAINT "version_model_id_version_unique" UNIQUE("model_id","version"),
	CONSTRAINT "version_model_id_artifact_digest_unique" UNIQUE("model_id","artifact_digest")
);
--> statement-breakpoint
CREATE TABLE "version_act" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid NOT NULL,
	"detail" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "version_act_once" UNIQUE("version_id","kind","person_id","detail")
);
--> statement-breakpoint
CREATE TABLE "version_committer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"email_id" uuid NOT NULL,
	"person_id" uuid
);
--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_review_id_review_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."review"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_grant_id_role_grant_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."role_grant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_comment_id_private_text_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_proposed_by_person_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_published_by_person_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_review_id_review_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."review"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotion" ADD CONSTRAINT "promotion_decision_id_decision_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decision"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review" ADD CONSTRAINT "review_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review" ADD CONSTRAINT "review_policy_version_policy_version_fk" FOREIGN KEY ("policy_version") REFERENCES "public"."policy"("version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token" ADD CONSTRAINT "token_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token" ADD CONSTRAINT "token_decision_id_decision_id_fk" FOREIGN KEY ("decision_id") REFERENCES "public"."decision"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token" ADD CONSTRAINT "token_reason_id_private_text_id_fk" FOREIGN KEY ("reason_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "local_credential" ADD CONSTRAINT "local_credential_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "namespace" ADD CONSTRAINT "namespace_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_name_id_private_text_id_fk" FOREIGN KEY ("name_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_email_id_private_text_id_fk" FOREIGN KEY ("email_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pipeline_key" ADD CONSTRAINT "pipeline_key_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pipeline_key" ADD CONSTRAINT "pipeline_key_maker_id_person_id_fk" FOREIGN KEY ("maker_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_granted_by_person_id_fk" FOREIGN KEY ("granted_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_revoked_by_person_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team" ADD CONSTRAINT "team_accountable_id_person_id_fk" FOREIGN KEY ("accountable_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_digest_blob_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."blob"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lineage_edge" ADD CONSTRAINT "lineage_edge_child_id_version_id_fk" FOREIGN KEY ("child_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lineage_edge" ADD CONSTRAINT "lineage_edge_parent_id_version_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manifest_revision" ADD CONSTRAINT "manifest_revision_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case" ADD CONSTRAINT "use_case_owner_id_person_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case_version" ADD CONSTRAINT "use_case_version_use_case_id_use_case_id_fk" FOREIGN KEY ("use_case_id") REFERENCES "public"."use_case"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case_version" ADD CONSTRAINT "use_case_version_submitted_by_person_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case_version" ADD CONSTRAINT "use_case_version_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "use_case_version" ADD CONSTRAINT "use_case_version_comment_id_private_text_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_artifact_digest_artifact_digest_fk" FOREIGN KEY ("artifact_digest") REFERENCES "public"."artifact"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_act" ADD CONSTRAINT "version_act_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_act" ADD CONSTRAINT "version_act_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_committer" ADD CONSTRAINT "version_committer_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_committer" ADD CONSTRAINT "version_committer_email_id_private_text_id_fk" FOREIGN KEY ("email_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version_committer" ADD CONSTRAINT "version_committer_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "approval_once" ON "approval" USING btree ("review_id","person_id") WHERE "approval"."verdict" = 'approve' and "approval"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "approval_review" ON "approval" USING btree ("review_id");--> statement-breakpoint
CREATE INDEX "decision_version" ON "decision" USING btree ("version_id","environment","decided_at");--> statement-breakpoint
CREATE INDEX "promotion_version" ON "promotion" USING btree ("version_id","environment");--> statement-breakpoint
CREATE UNIQUE INDEX "review_one_live" ON "review" USING btree ("version_id","environment") WHERE "review"."state" <> 'rejected';--> statement-breakpoint
CREATE INDEX "review_queue" ON "review" USING btree ("state","requested_at","id");--> statement-breakpoint
CREATE INDEX "review_version" ON "review" USING btree ("version_id","environment","requested_at");--> statement-breakpoint
CREATE INDEX "token_version" ON "token" USING btree ("version_id","environment");--> statement-breakpoint
CREATE INDEX "token_live" ON "token" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "token_revoked" ON "token" USING btree ("status_index") WHERE "token"."revoked_at" is not null;--> statement-breakpoint
CREATE INDEX "ledger_entry_action" ON "ledger_entry" USING btree ("action","index");--> statement-breakpoint
CREATE INDEX "ledger_entry_actor" ON "ledger_entry" USING btree ("actor","index");--> statement-breakpoint
CREATE INDEX "ledger_entry_model" ON "ledger_entry" USING btree ("model","index");--> statement-breakpoint
CREATE INDEX "ledger_entry_subject" ON "ledger_entry" USING btree ("subject","index");--> statement-breakpoint
CREATE UNIQUE INDEX "person_email_key" ON "person" USING btree ("email_key");--> statement-breakpoint
CREATE INDEX "pipeline_key_team" ON "pipeline_key" USING btree ("team_id");--> statement-breakpoint
CREATE UNIQUE INDEX "role_grant_in_force" ON "role_grant" USING btree ("person_id","role") WHERE "role_grant"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "session_person" ON "session" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "team_member_now" ON "team_member" USING btree ("team_id","person_id") WHERE "team_member"."until" is null;--> statement-breakpoint
CREATE INDEX "team_member_person" ON "team_member" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "lineage_child" ON "lineage_edge" USING btree ("child_id","revision");--> statement-breakpoint
CREATE INDEX "lineage_parent" ON "lineage_edge" USING btree ("parent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "use_case_version_current" ON "use_case_version" USING btree ("use_case_id") WHERE "use_case_version"."state" <> 'superseded';--> statement-breakpoint
CREATE INDEX "version_digest" ON "version" USING btree ("artifact_digest");--> statement-breakpoint
CREATE INDEX "version_recent" ON "version" USING btree ("model_id","registered_at","id");--> statement-breakpoint
CREATE INDEX "version_use_case" ON "version" USING btree ("use_case_slug");--> statement-breakpoint
CREATE INDEX "version_committer_version" ON "version_committer" USING btree ("version_id");