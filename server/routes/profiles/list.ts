import { route } from '../../lib/route.js';
import { paging } from '../../schemas/common.js';
import { profile } from '../../schemas/profile.js';

/** Older clients take this list for complete and ask for one page only. */
const DEFAULT_LIMIT = 100;

export const listProfiles = route({
  method: 'GET',
  path: '/profiles',
  summary: 'Profiles, newest first; 100 unless `limit` says otherwise',
  needs: 'orchestrate',
  query: paging.extend({ limit: paging.shape.limit.default(DEFAULT_LIMIT) }),
  status: 200,
  answer: { list: profile },
  errors: [],
  handle: async ({ auth, query }) => auth.profiles.list(query),
});
