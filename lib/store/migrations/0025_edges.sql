CREATE TABLE "edges" (
	"image_id" uuid NOT NULL,
	"verdict_id" uuid NOT NULL,
	"depth" integer NOT NULL,
	"name" text collate "C" NOT NULL,
	"digest" text,
	"status" text NOT NULL,
	"finding" text NOT NULL,
	"read" boolean NOT NULL,
	"retained" boolean NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"platforms" text[] NOT NULL,
	"base_layers" integer,
	"app_layers" integer,
	"base_name" text collate "C",
	"base_digest" text,
	"freshness" text,
	"verification" text,
	"conflict" boolean,
	"behind_since" timestamp (3) with time zone,
	"base_retained" boolean,
	"reasons" jsonb,
	CONSTRAINT "edges_image_id_depth_pk" PRIMARY KEY("image_id","depth")
);
--> statement-breakpoint
ALTER TABLE "edges" ADD CONSTRAINT "edges_image_id_images_id_fk" FOREIGN KEY ("image_id") REFERENCES "public"."images"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "edges_own" ON "edges" USING btree ("name") WHERE depth = 0;--> statement-breakpoint
CREATE INDEX "edges_dependents" ON "edges" USING btree ("base_name","name","status") WHERE depth = 0;--> statement-breakpoint
CREATE INDEX "edges_bases" ON "edges" USING btree ("name","read" DESC NULLS LAST,"retained","checked_at" DESC NULLS LAST,"image_id","depth") WHERE depth > 0;