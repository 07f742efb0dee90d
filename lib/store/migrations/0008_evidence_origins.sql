DELETE FROM "layer_stacks";--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "asked_stacks" bigint[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "layer_stacks" ADD COLUMN "origin" text NOT NULL;--> statement-breakpoint
ALTER TABLE "layer_stacks" ADD COLUMN "resolved_digest" text NOT NULL;--> statement-breakpoint
ALTER TABLE "layer_stacks" ADD COLUMN "first_seen" timestamp (3) with time zone NOT NULL;--> statement-breakpoint
ALTER TABLE "layer_stacks" ADD COLUMN "adds_layers" boolean NOT NULL;--> statement-breakpoint
CREATE INDEX "images_asked_stacks" ON "images" USING gin ("asked_stacks");--> statement-breakpoint
UPDATE "verdicts" SET "inputs" = NULL WHERE "superseded_at" IS NULL;--> statement-breakpoint
UPDATE "cascade_items" SET "state" = 'skipped', "error" = 'Planned before an update of Baseboard: plan the cascade again.'
WHERE "cascade_id" IN (SELECT "id" FROM "cascades" WHERE "state" = 'planned');--> statement-breakpoint
UPDATE "cascades" SET "state" = 'stopped', "finished_at" = now() WHERE "state" = 'planned';--> statement-breakpoint
DELETE FROM "rebase_plans" WHERE NOT EXISTS (SELECT 1 FROM "rebases" WHERE "rebases"."plan_id" = "rebase_plans"."id")
	AND NOT EXISTS (SELECT 1 FROM "cascade_items" WHERE "cascade_items"."plan_id" = "rebase_plans"."id");