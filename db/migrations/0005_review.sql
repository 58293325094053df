CREATE TABLE "review_entry" (
	"id" uuid PRIMARY KEY NOT NULL,
	"review_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"content_digest" text NOT NULL,
	"comment_id" uuid,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reviewed_content" (
	"digest" text PRIMARY KEY NOT NULL,
	"content" jsonb NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "review_one_live";--> statement-breakpoint
DROP INDEX "review_queue";--> statement-breakpoint
ALTER TABLE "review" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "review" SET "asked_at" = "requested_at";--> statement-breakpoint
ALTER TABLE "review" ALTER COLUMN "asked_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "review_entry" ADD CONSTRAINT "review_entry_review_id_review_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."review"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_entry" ADD CONSTRAINT "review_entry_comment_id_private_text_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."private_text"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "review_entry_review" ON "review_entry" USING btree ("review_id","at","id");--> statement-breakpoint
CREATE INDEX "review_done" ON "review" USING btree ("state","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "review_one_live" ON "review" USING btree ("version_id","environment") WHERE "review"."state" not in ('rejected', 'closed');--> statement-breakpoint
CREATE INDEX "review_queue" ON "review" USING btree ("state","asked_at","id");--> statement-breakpoint
CREATE FUNCTION public.countersign_review_state() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'a review begins open, not %', NEW.state USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.state <> OLD.state AND NOT (OLD.state || ' > ' || NEW.state) = ANY (ARRAY[
    'open > changes-requested', 'open > approved', 'open > rejected', 'open > closed',
    'changes-requested > open', 'changes-requested > approved', 'changes-requested > rejected', 'changes-requested > closed',
    'approved > open', 'approved > changes-requested', 'approved > rejected', 'approved > closed'
  ]) THEN
    RAISE EXCEPTION 'a review that is % does not become %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER countersign_review_state BEFORE INSERT OR UPDATE OF state ON "review"
  FOR EACH ROW EXECUTE FUNCTION public.countersign_review_state();
