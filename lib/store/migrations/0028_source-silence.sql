ALTER TABLE "sources" ADD COLUMN "heard_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "posted_every" integer;--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "silent_at" timestamp (3) with time zone;