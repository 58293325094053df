CREATE TABLE "saved_view" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "token_version";--> statement-breakpoint
DROP INDEX "version_digest";--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "newest_id" uuid;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "newest_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "classification" text[] NOT NULL DEFAULT '{}';--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "description" text NOT NULL DEFAULT '';--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "relations" text[] NOT NULL DEFAULT '{}';--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "bases" text[] NOT NULL DEFAULT '{}';--> statement-breakpoint
UPDATE "version" v SET "classification" = array(SELECT jsonb_array_elements_text(r.manifest -> 'classification')),
	"description" = coalesce(r.manifest ->> 'description', ''),
	"relations" = CASE jsonb_typeof(r.manifest -> 'lineage') WHEN 'array'
		THEN array(SELECT DISTINCT e ->> 'relation' FROM jsonb_array_elements(r.manifest -> 'lineage') AS e) ELSE '{from-scratch}' END,
	"bases" = CASE jsonb_typeof(r.manifest -> 'lineage') WHEN 'array'
		THEN array(SELECT DISTINCT split_part(e ->> 'parent', '@', 1) FROM jsonb_array_elements(r.manifest -> 'lineage') AS e) ELSE '{}' END
	FROM "manifest_revision" r WHERE r.version_id = v.id AND r.number = v.revision;--> statement-breakpoint
UPDATE "model" m SET ("newest_id", "newest_at") = (SELECT v.id, v.registered_at FROM "version" v
	WHERE v.model_id = m.id ORDER BY v.registered_at DESC, v.id DESC LIMIT 1);--> statement-breakpoint
ALTER TABLE "version" ALTER COLUMN "classification" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "version" ALTER COLUMN "description" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "version" ALTER COLUMN "relations" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "version" ALTER COLUMN "bases" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "saved_view_person" ON "saved_view" USING btree ("person_id","created_at");--> statement-breakpoint
ALTER TABLE "model" ADD CONSTRAINT "model_newest_id_version_id_fk" FOREIGN KEY ("newest_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "model_name" ON "model" USING btree ("namespace" collate "C","name" collate "C");--> statement-breakpoint
CREATE INDEX "model_recent" ON "model" USING btree ("newest_at","id");--> statement-breakpoint
CREATE INDEX "model_team" ON "model" USING btree ("team_id","newest_at");--> statement-breakpoint
CREATE INDEX "token_version" ON "token" USING btree ("version_id","environment","ledger_index");--> statement-breakpoint
CREATE INDEX "version_digest" ON "version" USING btree ("artifact_digest" text_pattern_ops);