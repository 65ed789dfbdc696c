import { profiles } from '../../../contract/schemas/profiles.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { selectProfiles, showProfile } from './versions.js';

/** Newest first. */
export const listProfiles: Operation<'profiles.list'> = {
  scope: 'orchestrate',
  writes: false,
  params: profiles.list,
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    const rows = await selectProfiles(db)
      .orderBy('profiles.created_at', 'desc')
      .orderBy('profiles.id')
      .limit(limit)
      .offset(offset)
      .execute();
    return toPage(rows, params, showProfile);
  },
};
