CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"from_digest" text NOT NULL,
	"to_digest" text NOT NULL,
	"reason" text,
	"rebase_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cascade_items" (
	"cascade_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"parent" text,
	"wave" integer NOT NULL,
	"state" text NOT NULL,
	"plan_id" uuid,
	"rebase_id" uuid,
	"refusal" jsonb,
	"error" text,
	CONSTRAINT "cascade_items_cascade_id_reference_pk" PRIMARY KEY("cascade_id","reference")
);
--> statement-breakpoint
CREATE TABLE "cascades" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"reference" text NOT NULL,
	"state" text NOT NULL,
	"actor" text NOT NULL,
	"config_mode" text NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "rebase_plans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"plan" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rebases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plan_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reference" text NOT NULL,
	"target" text NOT NULL,
	"from_digest" text NOT NULL,
	"to_digest" text NOT NULL,
	"target_digest" text,
	"actor" text NOT NULL,
	"reason" text,
	"steps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"error" text,
	"cascade_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"protected_tag" text,
	"protected_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sample_writes" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sample_writes_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"repository" text DEFAULT '' NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"media_type" text,
	"source" text,
	"bytes" "bytea"
);
--> statement-breakpoint
ALTER TABLE "cascade_items" ADD CONSTRAINT "cascade_items_cascade_id_cascades_id_fk" FOREIGN KEY ("cascade_id") REFERENCES "public"."cascades"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rebases" ADD CONSTRAINT "rebases_plan_id_rebase_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."rebase_plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_one_per_move" ON "audit" USING btree ("rebase_id","action");--> statement-breakpoint
CREATE INDEX "cascade_items_rebase" ON "cascade_items" USING btree ("rebase_id");--> statement-breakpoint
CREATE INDEX "rebase_plans_planned_at" ON "rebase_plans" USING btree ("planned_at");--> statement-breakpoint
CREATE UNIQUE INDEX "rebases_open_target" ON "rebases" USING btree ("target") WHERE state in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "rebases_created_at" ON "rebases" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "rebases_target" ON "rebases" USING btree ("target");--> statement-breakpoint
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit is append-only';
END;
$$;
--> statement-breakpoint
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();
