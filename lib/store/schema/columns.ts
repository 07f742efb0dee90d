import { bigint, customType, pgSequence, timestamp } from 'drizzle-orm/pg-core';
import { storableJson } from '../database/storable.ts';

/** Raw bytes. */
export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/** A time, to the millisecond. */
export const time = () => timestamp({ withTimezone: true, precision: 3 });

/** Numbers checks across all processes: a later check has a greater number, even if a clock jumps. */
export const checkNumbers = pgSequence('looks');

/** A number of {@link checkNumbers}. */
export const checkNumber = () => bigint({ mode: 'number' });

/** JSON that may contain text of registries: written by `storableJson`, parsed by `parse`. */
export const parsedJson = <T>(parse: (json: unknown) => T) =>
  customType<{ data: T; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: storableJson,
    fromDriver: parse,
  })();

/**
 * JSON that may contain text of registries: written by `storableJson`. It is read as `unknown`, because another version
 * may have stored it; the reader parses it.
 */
export const storedJson = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'jsonb',
  toDriver: storableJson,
});
