CREATE TABLE "forgotten_images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"registry" text NOT NULL,
	"repository" text NOT NULL,
	"tag" text,
	"added_at" timestamp (3) with time zone NOT NULL,
	"forgotten_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "verdicts" DROP CONSTRAINT "verdicts_image_id_images_id_fk";
--> statement-breakpoint
ALTER TABLE "verdicts" ADD COLUMN "superseded_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "forgotten_images_reference" ON "forgotten_images" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "forgotten_images_forgotten_at" ON "forgotten_images" USING btree ("forgotten_at","id");--> statement-breakpoint
CREATE INDEX "verdicts_spans" ON "verdicts" USING btree ("superseded_at","at");--> statement-breakpoint
CREATE INDEX "verdicts_ancestors" ON "verdicts" USING gin ("ancestors");--> statement-breakpoint
CREATE INDEX "observations_first_seen" ON "observations" USING btree ("first_seen");--> statement-breakpoint
UPDATE "verdicts" SET "superseded_at" = "next"."at"
FROM (
	SELECT "id" AS "verdict", lead("at") OVER (PARTITION BY "image_id" ORDER BY "at", "seq") AS "at" FROM "verdicts"
) AS "next"
WHERE "verdicts"."id" = "next"."verdict";
