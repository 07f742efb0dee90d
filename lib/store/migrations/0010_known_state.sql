CREATE TABLE "registries" (
	"host" text PRIMARY KEY NOT NULL,
	"state" text,
	"since" timestamp (3) with time zone,
	"last_error" text,
	"last_error_code" text,
	"last_error_at" timestamp (3) with time zone,
	"last_ok_at" timestamp (3) with time zone,
	"rate_limit" integer,
	"rate_remaining" integer,
	"rate_window_seconds" integer,
	"rate_at" timestamp (3) with time zone,
	"paused_until" timestamp (3) with time zone,
	"observed_at" timestamp (3) with time zone,
	"named" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "unreachable" jsonb;--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "last_known" jsonb;--> statement-breakpoint
CREATE INDEX "images_unreachable" ON "images" USING btree ((unreachable ->> 'host')) WHERE unreachable is not null;