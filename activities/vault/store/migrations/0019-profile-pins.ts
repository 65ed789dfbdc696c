import type { Kysely } from 'kysely';

/** Versions of profiles that somebody goes on from; sites that bear only one visit with a session. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('profile_pins')
    .addColumn('holder', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('profile_id', 'text', (c) => c.notNull())
    .addColumn('lasts_until', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('profile_pins_pk', ['holder', 'version'])
    .execute();
  await schema.createIndex('profile_pins_profile').on('profile_pins').column('profile_id').execute();

  await schema
    .createTable('single_visits')
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('site', 'text', (c) => c.notNull())
    .addColumn('found_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('single_visits_pk', ['agent_id', 'site'])
    .execute();
}
