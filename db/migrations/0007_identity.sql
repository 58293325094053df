CREATE TABLE "admin_proposal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"role" text,
	"identity_id" uuid,
	"name_id" uuid,
	"email_id" uuid,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"outcome" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "identity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"person_id" uuid,
	"claims_id" uuid,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"linked_at" timestamp (3) with time zone,
	CONSTRAINT "identity_issuer_subject_unique" UNIQUE("issuer","subject")
);
--> statement-breakpoint
ALTER TABLE "role_grant" ADD COLUMN "source_group" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "identity_id" uuid;--> statement-breakpoint
ALTER TABLE "admin_proposal" ADD CONSTRAINT "admin_proposal_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admin_proposal" ADD CONSTRAINT "admin_proposal_identity_id_identity_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identity"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admin_proposal" ADD CONSTRAINT "admin_proposal_name_id_private_text_id_fk" FOREIGN KEY ("name_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admin_proposal" ADD CONSTRAINT "admin_proposal_email_id_private_text_id_fk" FOREIGN KEY ("email_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admin_proposal" ADD CONSTRAINT "admin_proposal_proposed_by_person_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "admin_proposal" ADD CONSTRAINT "admin_proposal_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity" ADD CONSTRAINT "identity_claims_id_person_id_fk" FOREIGN KEY ("claims_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "admin_proposal_open" ON "admin_proposal" USING btree ("proposed_at") WHERE "admin_proposal"."outcome" is null;--> statement-breakpoint
CREATE INDEX "identity_person" ON "identity" USING btree ("person_id");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_identity_id_identity_id_fk" FOREIGN KEY ("identity_id") REFERENCES "public"."identity"("id") ON DELETE no action ON UPDATE no action;