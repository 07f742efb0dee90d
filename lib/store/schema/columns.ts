import { bigint, customType, pgSequence, timestamp } from 'drizzle-orm/pg-core';
import { storableJson } from '../database/storable.ts';

/** Bytes as they are. */
export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** A moment, to the millisecond. */
export const time = () => timestamp({ withTimezone: true, precision: 3 });

/** Numbers looks across all processes: a later one has a greater number, whatever the clocks say. */
export const looks = pgSequence('looks');

/** A number of {@link looks}. */
export const look = () => bigint({ mode: 'number' });

/** JSON that may hold what registries send: written by `storableJson`, read by `parse`. */
export const parsedJson = <T>(parse: (json: unknown) => T) =>
  customType<{ data: T; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: storableJson,
    fromDriver: parse,
  })();

/**
 * JSON that may hold what registries send: written by `storableJson`. It is read as `unknown`: another version may have
 * stored it, so whoever reads it parses it.
 */
export const storedJson = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'jsonb',
  toDriver: storableJson,
});
