CREATE TABLE "saved_filters" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"filter" text NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "forgotten_images" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "owner_source" text;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_filters_name" ON "saved_filters" USING btree (lower("name"));