import { keys } from '../../../contract/schemas/keys.js';
import type { Operation } from '../calls/operation.js';
import { rowsOf, toPage } from '../store/page.js';
import { toText } from '../store/times.js';

/** Newest first. */
export const listKeys: Operation<'keys.list'> = {
  scope: 'admin',
  writes: false,
  params: keys.list,
  async run({ db, params }) {
    const { limit, offset } = rowsOf(params);
    const rows = await db
      .selectFrom('access_keys')
      .select(['id', 'name', 'scopes', 'created_at'])
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .offset(offset)
      .execute();
    return toPage(rows, params, ({ id, name, scopes, created_at }) => ({
      id,
      name,
      scopes: JSON.parse(scopes),
      created_at: toText(created_at),
    }));
  },
};
