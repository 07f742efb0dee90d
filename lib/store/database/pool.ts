import pg from 'pg';

/**
 * A pool that takes back each connection that is lost while it is used. Whoever uses it would have to give it back, and
 * drizzle does not if the loss makes a transaction's `BEGIN` fail: after ten of these, no query would ever run again.
 * A listener for errors also keeps a lost connection from ending the process.
 */
export function createPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  const used = new WeakSet<pg.PoolClient>();
  pool.on('acquire', (client) => used.add(client));
  pool.on('release', (_, client) => used.delete(client));
  pool.on('connect', (client) => {
    client.on('error', () => {
      if (used.has(client)) takeBack(client);
    });
  });
  // Idle connections that are lost are replaced by the pool itself.
  pool.on('error', () => {});
  return pool;
}

/** Removes a lost connection from its pool. Its user may still give it back, which does nothing then. */
function takeBack(client: pg.PoolClient): void {
  const { release } = client;
  client.release = () => {};
  release(true);
}
