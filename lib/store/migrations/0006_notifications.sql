CREATE TABLE "channel_images" (
	"channel_id" uuid NOT NULL,
	"image_id" uuid NOT NULL,
	"told" text NOT NULL,
	"alarmed" boolean NOT NULL,
	CONSTRAINT "channel_images_channel_id_image_id_pk" PRIMARY KEY("channel_id","image_id")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"preset" text,
	"shown" jsonb NOT NULL,
	"sealed" text,
	"filter" text NOT NULL,
	"changes" text[] NOT NULL,
	"cool_down_hours" integer NOT NULL,
	"enabled" boolean NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "channels_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"images" integer NOT NULL,
	"reference" text,
	"change" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"outcome" text,
	"status_code" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"leased_until" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"delivery_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"image_id" uuid NOT NULL,
	"change" text NOT NULL,
	"notice" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"told_before" text NOT NULL,
	"alarmed_before" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "channel_images" ADD CONSTRAINT "channel_images_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_images" ADD CONSTRAINT "channel_images_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "channel_images_image" ON "channel_images" USING btree ("image_id");--> statement-breakpoint
CREATE INDEX "deliveries_channel" ON "deliveries" USING btree ("channel_id","created_at","id");--> statement-breakpoint
CREATE INDEX "deliveries_state" ON "deliveries" USING btree ("state","next_attempt_at");--> statement-breakpoint
CREATE INDEX "notices_delivery" ON "notices" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "notices_image" ON "notices" USING btree ("image_id");--> statement-breakpoint
CREATE INDEX "notices_channel" ON "notices" USING btree ("channel_id","created_at");