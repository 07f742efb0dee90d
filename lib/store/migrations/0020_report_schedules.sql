CREATE TABLE "report_schedules" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"title" text NOT NULL,
	"filter" text NOT NULL,
	"stale_days" integer,
	"expires_days" integer NOT NULL,
	"every" text NOT NULL,
	"weekday" integer NOT NULL,
	"month_day" integer NOT NULL,
	"hour" integer NOT NULL,
	"time_zone" text NOT NULL,
	"channel_id" uuid,
	"recipients" text[] NOT NULL,
	"enabled" boolean NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"run_at" timestamp (3) with time zone,
	"run_state" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"outcome" text,
	"status_code" integer,
	"retry_at" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"report_id" text,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "report_schedules" ADD CONSTRAINT "report_schedules_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_schedules_next" ON "report_schedules" USING btree ("next_at");