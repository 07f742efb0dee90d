CREATE TABLE "listing_pages" (
	"listing_id" uuid NOT NULL,
	"page" integer NOT NULL,
	"tags" jsonb NOT NULL,
	CONSTRAINT "listing_pages_listing_id_page_pk" PRIMARY KEY("listing_id","page")
);
--> statement-breakpoint
CREATE TABLE "listings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"source_id" uuid NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"complete" boolean DEFAULT false NOT NULL,
	"seen" integer DEFAULT 0 NOT NULL,
	"found" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"released" integer DEFAULT 0 NOT NULL,
	"requests" integer DEFAULT 0 NOT NULL,
	"repositories" integer DEFAULT 0 NOT NULL,
	"repositories_total" integer,
	"checkpoint" jsonb,
	"error" text,
	"missing_right" text,
	"known" integer,
	"missing" integer,
	"unreadable" integer DEFAULT 0 NOT NULL,
	"sequence" bigint
);
--> statement-breakpoint
CREATE TABLE "mentions" (
	"source_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"digest" text,
	"place" jsonb NOT NULL,
	"first_seen" timestamp (3) with time zone NOT NULL,
	"last_seen" timestamp (3) with time zone NOT NULL,
	"gone_since" timestamp (3) with time zone,
	"unconfirmed" boolean DEFAULT false NOT NULL,
	CONSTRAINT "mentions_source_id_reference_key_pk" PRIMARY KEY("source_id","reference","key")
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed_credentials" text,
	"from_file" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"host" text,
	"next_at" timestamp (3) with time zone,
	"attempt" uuid,
	"leased_until" timestamp (3) with time zone,
	"requests" integer DEFAULT 0 NOT NULL,
	"requests_since" timestamp (3) with time zone,
	"sequence" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "sources_name_unique" UNIQUE("name")
);
--> statement-breakpoint
ALTER TABLE "images" ADD COLUMN "by_person" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "listing_pages" ADD CONSTRAINT "listing_pages_listing_id_listings_id_fk" FOREIGN KEY ("listing_id") REFERENCES "public"."listings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listings" ADD CONSTRAINT "listings_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_source_id_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "listings_source" ON "listings" USING btree ("source_id","started_at");--> statement-breakpoint
CREATE INDEX "mentions_reference" ON "mentions" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "mentions_runs" ON "mentions" USING btree ("reference") WHERE kind = 'runs' and gone_since is null;--> statement-breakpoint
CREATE INDEX "sources_next_at" ON "sources" USING btree ("next_at") WHERE "sources"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "sources_host" ON "sources" USING btree ("host");