import { valueKeys } from '../credentials/values.js';
import type { InvocationRow } from '../invocations/find.js';
import type { Db } from '../store/transaction.js';
import type { Needed } from './tables.js';

/** Names of fields for values that are good for one login. */
const CODE = /code|otp|token|(^|_)tan$/;

const waitedFor = (need: string): Needed => (need.startsWith('external_action') ? 'action' : 'input');

/** What a person had to give in a login, and what is stored now could not. Undefined: it says nothing of the next one. */
export async function neededIn(
  db: Db,
  { id, agent_id, told_need }: Pick<InvocationRow, 'id' | 'agent_id' | 'told_need'>,
  { status }: Pick<InvocationRow, 'status'>,
): Promise<Needed | null | undefined> {
  // If one waited without an answer, the next one would too.
  if (status !== 'SUCCESS') return told_need === null ? undefined : waitedFor(told_need);
  const sent = await db
    .selectFrom('submissions')
    .leftJoin('submission_values', 'submission_values.submission_id', 'submissions.id')
    .select(['submission_values.field', 'submission_values.source'])
    .where('submissions.invocation_id', '=', id)
    .where('submissions.came_to', '=', 'proven')
    .execute();
  if (sent.length === 0) return undefined;
  if (told_need !== null && waitedFor(told_need) === 'action') return 'action';
  const agent = await db.selectFrom('agents').select('credential_id').where('id', '=', agent_id).executeTakeFirst();
  const stored = agent?.credential_id ? await valueKeys(db, agent.credential_id) : [];
  const missing = sent.flatMap(({ field, source }) =>
    source === 'given' && field !== null && !stored.includes(field) ? [field] : [],
  );
  if (missing.length === 0) return null;
  return missing.some((field) => CODE.test(field)) ? 'code' : 'input';
}
