CREATE TABLE "model_handover" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" uuid NOT NULL,
	"from_team_id" uuid NOT NULL,
	"to_team_id" uuid NOT NULL,
	"state" text DEFAULT 'offered' NOT NULL,
	"reason_id" uuid NOT NULL,
	"offered_by" uuid NOT NULL,
	"offered_at" timestamp (3) with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "owner_takeover" (
	"id" uuid PRIMARY KEY NOT NULL,
	"model_id" uuid NOT NULL,
	"owner" text NOT NULL,
	"person_id" uuid NOT NULL,
	"reason_id" uuid NOT NULL,
	"taken_by" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "review" ADD COLUMN "closed_reason_id" uuid;--> statement-breakpoint
ALTER TABLE "model" ADD COLUMN "state" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "ended_reason_id" uuid;--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "version" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "model_handover" ADD CONSTRAINT "model_handover_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_handover" ADD CONSTRAINT "model_handover_from_team_id_team_id_fk" FOREIGN KEY ("from_team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_handover" ADD CONSTRAINT "model_handover_to_team_id_team_id_fk" FOREIGN KEY ("to_team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_handover" ADD CONSTRAINT "model_handover_reason_id_private_text_id_fk" FOREIGN KEY ("reason_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_handover" ADD CONSTRAINT "model_handover_offered_by_person_id_fk" FOREIGN KEY ("offered_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "model_handover" ADD CONSTRAINT "model_handover_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_takeover" ADD CONSTRAINT "owner_takeover_model_id_model_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."model"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_takeover" ADD CONSTRAINT "owner_takeover_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_takeover" ADD CONSTRAINT "owner_takeover_reason_id_private_text_id_fk" FOREIGN KEY ("reason_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "owner_takeover" ADD CONSTRAINT "owner_takeover_taken_by_person_id_fk" FOREIGN KEY ("taken_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "model_handover_one_offer" ON "model_handover" USING btree ("model_id") WHERE "model_handover"."state" = 'offered';--> statement-breakpoint
CREATE INDEX "model_handover_to" ON "model_handover" USING btree ("to_team_id","state");--> statement-breakpoint
CREATE INDEX "model_handover_model" ON "model_handover" USING btree ("model_id","state");--> statement-breakpoint
CREATE INDEX "owner_takeover_model" ON "owner_takeover" USING btree ("model_id","owner");--> statement-breakpoint
ALTER TABLE "review" ADD CONSTRAINT "review_closed_reason_id_private_text_id_fk" FOREIGN KEY ("closed_reason_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_ended_reason_id_private_text_id_fk" FOREIGN KEY ("ended_reason_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "version" ADD CONSTRAINT "version_ended_by_person_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;