/** Column shapes that every table shares: ids are UUIDv7 made by the app, times are `timestamptz` read as Date. */
import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';

export const id = (name = 'id') => uuid(name).primaryKey();

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value),
  toDriver: (value) => Buffer.from(value),
});
