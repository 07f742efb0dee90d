CREATE SEQUENCE "public"."looks" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "interrupted_jobs" (
	"key" text PRIMARY KEY NOT NULL,
	"deaths" integer NOT NULL,
	"process" uuid,
	"set_aside_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "look" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "observations" ADD COLUMN "last_look" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "scans" ADD COLUMN "look" bigint DEFAULT nextval('looks') NOT NULL;