CREATE TABLE "ledger_entry" ("index" bigint PRIMARY KEY, "body" text NOT NULL);
--> statement-breakpoint
CREATE TABLE "ledger_node" ("level" integer, "index" bigint, "hash" bytea NOT NULL, PRIMARY KEY ("level", "index"));
--> statement-breakpoint
CREATE TABLE "checkpoint" ("size" bigint PRIMARY KEY, "note" text NOT NULL);
--> statement-breakpoint
CREATE TABLE "sample" ("id" bigserial PRIMARY KEY, "label" text UNIQUE, "body" bytea, "made_at" timestamptz NOT NULL DEFAULT now());
