ALTER TABLE "images" ADD COLUMN "public" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "images_public" ON "images" USING btree ("reference") WHERE "images"."public";