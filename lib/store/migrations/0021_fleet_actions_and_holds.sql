CREATE TABLE "holds" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"references" text[],
	"base" text,
	"filter" text,
	"until" timestamp (3) with time zone,
	"until_next_digest" boolean NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text
);
--> statement-breakpoint
ALTER TABLE "forgotten_images" ADD COLUMN "was_public" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "hold_id" uuid;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "hold_ended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "chosen" integer;--> statement-breakpoint
CREATE INDEX "holds_active" ON "holds" USING btree ("created_at","id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "images_hold" ON "images" USING btree ("hold_id") WHERE hold_id is not null;