ALTER TABLE "audit" ALTER COLUMN "from_digest" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "audit" ALTER COLUMN "to_digest" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "rebases" ADD COLUMN "recheck_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "rebases" ADD COLUMN "roll_back_by" jsonb;--> statement-breakpoint
CREATE INDEX "rebases_recheck" ON "rebases" USING btree ("recheck_until") WHERE recheck_until is not null;