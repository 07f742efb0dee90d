ALTER TABLE "forgotten_images" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "owner" text;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "owner_source" text;