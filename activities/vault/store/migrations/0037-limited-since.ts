import type { Kysely } from 'kysely';

/** Since when a provider has wanted no requests, so that it is left alone for longer when it still wants none. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('providers').addColumn('limited_since', 'bigint').execute();
}
