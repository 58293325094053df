// Past the app: SQL as the database's owner, for looking at what is there and for breaking it.

import pg from 'pg';

/** A connection as the owner; the caller ends it. */
export async function ownerConnection(ownerUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  return client;
}

/** Runs one statement, or several without values, and gives its rows. */
export async function asOwner<R extends pg.QueryResultRow>(
  { ownerUrl }: { readonly ownerUrl: string },
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = await ownerConnection(ownerUrl);
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
