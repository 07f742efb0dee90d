import type { NodePgDatabase } from 'drizzle-orm/node-postgres';

/** What queries run on: the pool's connections, or one of them within a transaction. */
export type Database = NodePgDatabase;
