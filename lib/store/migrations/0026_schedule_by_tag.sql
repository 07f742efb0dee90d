CREATE TABLE "hook_repositories" (
	"hook_id" uuid NOT NULL,
	"registry" text NOT NULL,
	"repository" text NOT NULL,
	CONSTRAINT "hook_repositories_hook_id_registry_repository_pk" PRIMARY KEY("hook_id","registry","repository")
);
--> statement-breakpoint
CREATE TABLE "tag_turns" (
	"registry" text PRIMARY KEY NOT NULL,
	"claimed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tags" (
	"reference" text PRIMARY KEY NOT NULL,
	"registry" text NOT NULL,
	"repository" text NOT NULL,
	"digest" text,
	"since" timestamp (3) with time zone,
	"moved" boolean DEFAULT false NOT NULL,
	"asked_at" timestamp (3) with time zone,
	"look" bigint DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"next_check_at" timestamp (3) with time zone,
	"interval_seconds" integer DEFAULT 3600 NOT NULL,
	"tier" text,
	"replan" boolean DEFAULT true NOT NULL,
	"by_hook" boolean DEFAULT false NOT NULL,
	"urgent" boolean DEFAULT false NOT NULL,
	"hastened_at" timestamp (3) with time zone,
	"judge_at" timestamp (3) with time zone,
	"claim" uuid,
	"claimed_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verdict_inputs" (
	"tag" text NOT NULL,
	"image_id" uuid NOT NULL,
	"digest" text,
	"own" boolean NOT NULL,
	"complete" boolean NOT NULL,
	CONSTRAINT "verdict_inputs_tag_image_id_pk" PRIMARY KEY("tag","image_id")
);
--> statement-breakpoint
ALTER TABLE "hook_repositories" ADD CONSTRAINT "hook_repositories_hook_id_hooks_id_fk" FOREIGN KEY ("hook_id") REFERENCES "public"."hooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdict_inputs" ADD CONSTRAINT "verdict_inputs_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "hook_repositories_name" ON "hook_repositories" USING btree ("registry","repository");--> statement-breakpoint
CREATE INDEX "tags_due" ON "tags" USING btree ("registry","next_check_at");--> statement-breakpoint
CREATE INDEX "tags_urgent" ON "tags" USING btree ("registry","next_check_at") WHERE "tags"."urgent";--> statement-breakpoint
CREATE INDEX "tags_judge" ON "tags" USING btree ("registry","judge_at") WHERE judge_at is not null;--> statement-breakpoint
CREATE INDEX "tags_claimed" ON "tags" USING btree ("registry","claim") WHERE claim is not null;--> statement-breakpoint
CREATE INDEX "tags_replan" ON "tags" USING btree ("reference") WHERE "tags"."replan";--> statement-breakpoint
CREATE INDEX "tags_repository" ON "tags" USING btree ("registry","repository");--> statement-breakpoint
CREATE INDEX "verdict_inputs_image" ON "verdict_inputs" USING btree ("image_id","tag");--> statement-breakpoint
INSERT INTO "verdict_inputs" ("tag", "image_id", "digest", "own", "complete")
SELECT input.key, images.id, input.value, input.key = images.reference, true
FROM images JOIN verdicts ON verdicts.id = images.verdict_id
  CROSS JOIN LATERAL jsonb_each_text(CASE WHEN jsonb_typeof(verdicts.inputs) = 'object' THEN verdicts.inputs ELSE '{}' END) AS input
WHERE position(' ' in input.key) = 0
  AND EXISTS (SELECT FROM jsonb_each_text(CASE WHEN jsonb_typeof(verdicts.inputs) = 'object' THEN verdicts.inputs ELSE '{}' END) AS declared WHERE declared.key LIKE 'declared %');--> statement-breakpoint
INSERT INTO "verdict_inputs" ("tag", "image_id", "digest", "own", "complete")
SELECT images.reference, images.id, NULL, true, false
FROM images LEFT JOIN verdicts ON verdicts.id = images.verdict_id
WHERE NOT EXISTS (SELECT FROM jsonb_each_text(CASE WHEN jsonb_typeof(verdicts.inputs) = 'object' THEN verdicts.inputs ELSE '{}' END) AS declared WHERE declared.key LIKE 'declared %');--> statement-breakpoint
INSERT INTO "tag_turns" ("registry") SELECT DISTINCT split_part(tag, '/', 1) FROM "verdict_inputs";--> statement-breakpoint
INSERT INTO "tags" ("reference", "registry", "repository", "digest", "since", "moved", "asked_at", "look", "next_check_at")
SELECT wanted.tag, split_part(wanted.tag, '/', 1),
  regexp_replace(substr(wanted.tag, strpos(wanted.tag, '/') + 1), '(:[^/:@]*)?(@.*)?$', ''),
  CASE WHEN latest.last_look > 0 THEN latest.digest END, latest.first_seen,
  EXISTS (SELECT FROM observations earlier WHERE earlier.tag = wanted.tag AND earlier.first_seen < latest.first_seen),
  CASE WHEN latest.last_look > 0 THEN latest.last_seen END, coalesce(latest.last_look, 0),
  now() + random() * interval '1 hour'
FROM (SELECT DISTINCT tag FROM verdict_inputs) wanted LEFT JOIN LATERAL (
  SELECT * FROM observations o WHERE o.tag = wanted.tag ORDER BY o.first_seen DESC LIMIT 1) latest ON true;
