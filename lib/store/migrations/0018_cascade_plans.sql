ALTER TABLE "cascade_items" ADD COLUMN "finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cascades" ADD COLUMN "kind" text DEFAULT 'rebase' NOT NULL;--> statement-breakpoint
ALTER TABLE "cascades" ADD COLUMN "chain_to" text;--> statement-breakpoint
ALTER TABLE "cascades" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "cascades" ADD COLUMN "canary" text;--> statement-breakpoint
ALTER TABLE "cascades" ADD COLUMN "undoes" uuid;--> statement-breakpoint
ALTER TABLE "cascades" ADD COLUMN "round_started_at" timestamp (3) with time zone;