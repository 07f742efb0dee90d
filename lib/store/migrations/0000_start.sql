CREATE TABLE "absences" (
	"repository" text NOT NULL,
	"digest" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "absences_repository_digest_pk" PRIMARY KEY("repository","digest")
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"digest" text PRIMARY KEY NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flags" (
	"name" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "images" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"reference" text NOT NULL,
	"registry" text NOT NULL,
	"repository" text NOT NULL,
	"tag" text,
	"sample" boolean DEFAULT false NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"digest" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"base_name" text,
	"ancestors" text[] DEFAULT '{}' NOT NULL,
	"platforms" text[] DEFAULT '{}' NOT NULL,
	"behind_since" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone,
	"verdict_id" uuid,
	CONSTRAINT "images_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "layer_stacks" (
	"chain_id" text NOT NULL,
	"reference" text NOT NULL,
	"platform" text NOT NULL,
	"digest" text NOT NULL,
	"diff_ids" text[] NOT NULL,
	CONSTRAINT "layer_stacks_reference_platform_digest_pk" PRIMARY KEY("reference","platform","digest")
);
--> statement-breakpoint
CREATE TABLE "observations" (
	"tag" text NOT NULL,
	"digest" text,
	"first_seen" timestamp (3) with time zone NOT NULL,
	"last_seen" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "observations_tag_first_seen_pk" PRIMARY KEY("tag","first_seen")
);
--> statement-breakpoint
CREATE TABLE "scan_chunks" (
	"scan_id" uuid NOT NULL,
	"chunk" integer NOT NULL,
	CONSTRAINT "scan_chunks_scan_id_chunk_pk" PRIMARY KEY("scan_id","chunk")
);
--> statement-breakpoint
CREATE TABLE "scans" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"total" integer NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"image_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"fingerprint" text NOT NULL,
	"lineage" jsonb NOT NULL,
	"inputs" jsonb
);
--> statement-breakpoint
ALTER TABLE "scan_chunks" ADD CONSTRAINT "scan_chunks_scan_id_scans_id_fk" FOREIGN KEY ("scan_id") REFERENCES "public"."scans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "images_status" ON "images" USING btree ("status");--> statement-breakpoint
CREATE INDEX "images_base_name" ON "images" USING btree ("base_name");--> statement-breakpoint
CREATE INDEX "images_registry" ON "images" USING btree ("registry");--> statement-breakpoint
CREATE INDEX "layer_stacks_chain" ON "layer_stacks" USING btree ("chain_id");--> statement-breakpoint
CREATE INDEX "verdicts_image_at" ON "verdicts" USING btree ("image_id","at");