ALTER TABLE "channel_images" RENAME TO "notification_states";--> statement-breakpoint
ALTER TABLE "notification_states" RENAME COLUMN "told" TO "change";--> statement-breakpoint
ALTER TABLE "notices" RENAME TO "notifications";--> statement-breakpoint
ALTER TABLE "notifications" RENAME COLUMN "notice" TO "content";--> statement-breakpoint
ALTER TABLE "notifications" RENAME COLUMN "told_before" TO "change_before";--> statement-breakpoint
ALTER TABLE "channels" RENAME COLUMN "shown" TO "public_destination";--> statement-breakpoint
ALTER TABLE "channels" RENAME COLUMN "sealed" TO "sealed_destination";--> statement-breakpoint
ALTER TABLE "notification_states" RENAME CONSTRAINT "channel_images_channel_id_image_id_pk" TO "notification_states_channel_id_image_id_pk";--> statement-breakpoint
ALTER TABLE "notification_states" RENAME CONSTRAINT "channel_images_channel_id_channels_id_fk" TO "notification_states_channel_id_channels_id_fk";--> statement-breakpoint
ALTER TABLE "notification_states" RENAME CONSTRAINT "channel_images_image_id_images_id_fk" TO "notification_states_image_id_images_id_fk";--> statement-breakpoint
ALTER TABLE "notifications" RENAME CONSTRAINT "notices_delivery_id_deliveries_id_fk" TO "notifications_delivery_id_deliveries_id_fk";--> statement-breakpoint
ALTER TABLE "notifications" RENAME CONSTRAINT "notices_channel_id_channels_id_fk" TO "notifications_channel_id_channels_id_fk";--> statement-breakpoint
ALTER TABLE "notifications" RENAME CONSTRAINT "notices_image_id_images_id_fk" TO "notifications_image_id_images_id_fk";--> statement-breakpoint
ALTER TABLE "notifications" RENAME CONSTRAINT "notices_pkey" TO "notifications_pkey";--> statement-breakpoint
ALTER INDEX "channel_images_image" RENAME TO "notification_states_image";--> statement-breakpoint
ALTER INDEX "notices_delivery" RENAME TO "notifications_delivery";--> statement-breakpoint
ALTER INDEX "notices_image" RENAME TO "notifications_image";--> statement-breakpoint
ALTER INDEX "notices_channel" RENAME TO "notifications_channel";
