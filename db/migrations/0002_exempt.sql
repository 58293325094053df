CREATE TABLE "exemption" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"environment" text NOT NULL,
	"requirement" text NOT NULL,
	"reason_id" uuid NOT NULL,
	"control_id" uuid NOT NULL,
	"ticket_id" uuid,
	"requested_end" timestamp (3) with time zone NOT NULL,
	"requested_by" uuid NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"renews_id" uuid,
	"state" text DEFAULT 'requested' NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_by" text,
	"withdrawal_id" uuid,
	"expiry_noted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "exemption_decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"exemption_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"capacity" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"method" text NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"grant_id" uuid,
	"comment_id" uuid,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "exemption_decision_once" UNIQUE("exemption_id","person_id")
);
--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_version_id_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."version"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_reason_id_private_text_id_fk" FOREIGN KEY ("reason_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_control_id_private_text_id_fk" FOREIGN KEY ("control_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_ticket_id_private_text_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_requested_by_person_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_renews_id_exemption_id_fk" FOREIGN KEY ("renews_id") REFERENCES "public"."exemption"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption" ADD CONSTRAINT "exemption_withdrawal_id_private_text_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption_decision" ADD CONSTRAINT "exemption_decision_exemption_id_exemption_id_fk" FOREIGN KEY ("exemption_id") REFERENCES "public"."exemption"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption_decision" ADD CONSTRAINT "exemption_decision_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption_decision" ADD CONSTRAINT "exemption_decision_grant_id_role_grant_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."role_grant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exemption_decision" ADD CONSTRAINT "exemption_decision_comment_id_private_text_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "exemption_one_waiting" ON "exemption" USING btree ("version_id","environment","requirement") WHERE "exemption"."state" = 'requested';--> statement-breakpoint
CREATE INDEX "exemption_version" ON "exemption" USING btree ("version_id","environment","requested_at");--> statement-breakpoint
CREATE INDEX "exemption_ends" ON "exemption" USING btree ("state","ends_at","id");--> statement-breakpoint
CREATE INDEX "exemption_asked" ON "exemption" USING btree ("state","requested_at","id");