/** What became of submissions. */
import type { FlowErrorCode } from '../../../contract/index.js';
import { rememberRefusal } from '../attempts/refusals.js';
import type { VaultContext } from '../context.js';
import { noteProven } from '../lifetimes/lives.js';
import type { Db } from '../store/transaction.js';
import type { CameTo } from '../submission.js';
import type { AttemptVerdict } from '../types.js';
import { forgetWaits, forgetWaitsOf } from './asked-to-wait.js';
import { dropClearance } from './clear.js';
import { keepHold, release } from './hold.js';
import { noteProof } from './pace.js';
import { closeOn, findSubmission, type SubmissionRow, submittedIn } from './submissions.js';

/**
 * From here on something may have been typed: until a verdict is there it counts as lost.
 * @returns false when its clearance is over
 */
export async function armSubmission(ctx: VaultContext, db: Db, id: string): Promise<boolean> {
  const row = await findSubmission(db, id);
  // Nothing secret is submitted.
  if (row === undefined) return true;
  if (!(await keepHold(ctx, db, id))) return false;
  await db.updateTable('submissions').set({ came_to: 'lost', at: ctx.clock() }).where('id', '=', id).execute();
  return true;
}

/** Whether the site has refused a value of the account since its last proven session. */
async function wasRefusedSince(db: Db, { account, id }: SubmissionRow): Promise<boolean> {
  const proven = await db
    .selectFrom('submissions')
    .select((eb) => eb.fn.max('at').as('at'))
    .where('account', '=', account)
    .where('came_to', '=', 'proven')
    .executeTakeFirst();
  const refused = await db
    .selectFrom('submissions')
    .select('id')
    .where('account', '=', account)
    .where('came_to', '=', 'refused')
    .where('id', '!=', id)
    .where('at', '>', Number(proven?.at ?? 0))
    .limit(1)
    .executeTakeFirst();
  return refused !== undefined;
}

/** Remembers values as refused for the account. */
async function refuseValues(ctx: VaultContext, db: Db, row: SubmissionRow, fields: readonly string[]): Promise<void> {
  const { account, invocation_id, id } = row;
  const together = await submittedIn(db, invocation_id, account);
  const values = await db.selectFrom('submission_values').selectAll().where('submission_id', '=', id).execute();
  for (const { field, fingerprint, source } of values) {
    if (!fields.includes(field)) continue;
    await rememberRefusal(ctx, db, { account, fingerprint, lasting: source === 'stored' }, together, fields);
  }
}

function codeVerdict({ totp, code_field }: SubmissionRow, { outcome, refused_fields }: AttemptVerdict) {
  if (totp === null || code_field === null) return null;
  if (outcome === 'accepted') return 'accepted';
  return outcome === 'refused' && refused_fields.includes(code_field) ? 'refused' : null;
}

/** @returns the fields whose values count as refused: of a lock that follows a refusal, those of this submission too */
export async function judgeSubmission(
  ctx: VaultContext,
  db: Db,
  id: string,
  verdict: AttemptVerdict,
): Promise<readonly string[]> {
  const row = await findSubmission(db, id);
  await release(db, id);
  if (row === undefined) return verdict.refused_fields;
  const { outcome: came_to, until } = verdict;
  await db
    .updateTable('submissions')
    .set({ came_to, until: until ?? null, code: codeVerdict(row, verdict) })
    .where('id', '=', id)
    .execute();
  const fields = await refusedBy(db, row, verdict);
  await refuseValues(ctx, db, row, fields);
  return fields;
}

async function refusedBy(db: Db, row: SubmissionRow, verdict: AttemptVerdict): Promise<readonly string[]> {
  if (verdict.outcome === 'refused') return verdict.refused_fields;
  if (verdict.outcome !== 'locked' || !(await wasRefusedSince(db, row))) return [];
  const values = await db.selectFrom('submission_values').select('field').where('submission_id', '=', row.id).execute();
  return values.map(({ field }) => field);
}

/** What a session does not prove to be right, in whichever login it began. */
const WRONG: readonly CameTo[] = ['cleared', 'not_sent', 'refused', 'locked'];

/** The login of an invocation has ended in a proven session: what was counted on its accounts counts no longer, and what the site refused in it stays so. */
export async function settleProven(ctx: VaultContext, db: Db, invocationId: string, agentId: string): Promise<void> {
  const rows = await db
    .selectFrom('submissions')
    .select(['id', 'account', 'came_to'])
    .where('invocation_id', '=', invocationId)
    .where('came_to', '!=', 'cleared')
    .execute();
  await noteProof(ctx, db, agentId, rows.length > 0);
  await noteProven(ctx, db, agentId, rows.length > 0);
  const agent = await db.selectFrom('agents').selectAll().where('id', '=', agentId).executeTakeFirst();
  if (agent !== undefined) await forgetWaitsOf(ctx, db, agent);
  if (rows.length === 0) return;
  const accounts = [...new Set(rows.map(({ account }) => account))];
  for (const { id } of rows) await release(db, id);
  await closeOn(db, accounts);
  const ids = rows.filter(({ came_to }) => !WRONG.includes(came_to)).map(({ id }) => id);
  await forgetWaits(db, accounts);
  if (ids.length === 0) return;
  await db.updateTable('submissions').set({ came_to: 'proven' }).where('id', 'in', ids).execute();
  const right = await db
    .selectFrom('submission_values')
    .select('fingerprint')
    .where('submission_id', 'in', ids)
    .execute();
  await db
    .deleteFrom('refused_values')
    .where('account', 'in', accounts)
    .where('fingerprint', 'in', ['', ...right.map(({ fingerprint }) => fingerprint)])
    .execute();
}

/** What the end of a login says about its last submission, which the site itself took. */
const ENDS: Partial<Record<FlowErrorCode, 'unknown' | 'lost' | 'site_trouble' | 'locked' | 'not_allowed'>> = {
  session_not_kept: 'unknown',
  stuck_in_loop: 'unknown',
  max_steps_exceeded: 'unknown',
  element_not_found: 'unknown',
  website_error: 'site_trouble',
  network_error: 'site_trouble',
  captcha_blocked: 'site_trouble',
  bot_detected: 'site_trouble',
  rate_limited: 'site_trouble',
  account_locked: 'locked',
  login_not_allowed: 'not_allowed',
  proxy_unavailable: 'lost',
  browser_error: 'lost',
  internal_error: 'lost',
  workflow_lost: 'lost',
};

/** Whether the last of the submissions sent a value again, newest first: the site took it without a word before, and asked for it once more. */
async function isRepeated(db: Db, sent: readonly { readonly id: string }[]): Promise<boolean> {
  const ids = sent.map(({ id }) => id);
  const values = await db
    .selectFrom('submission_values')
    .select(['submission_id', 'fingerprint'])
    .where('submission_id', 'in', ids)
    .execute();
  const latest = values.filter(({ submission_id }) => submission_id === ids[0]).map(({ fingerprint }) => fingerprint);
  return values.some(({ submission_id, fingerprint }) => submission_id !== ids[0] && latest.includes(fingerprint));
}

/** The login of an invocation has ended without a session. */
export async function settleEnd(db: Db, invocationId: string, code: FlowErrorCode | null): Promise<void> {
  const rows = await db
    .selectFrom('submissions')
    .select(['id', 'came_to'])
    .where('invocation_id', '=', invocationId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  for (const { id } of rows) {
    await dropClearance(db, id);
    await release(db, id);
  }
  const sent = rows.filter(({ came_to }) => came_to !== 'cleared');
  const [last] = sent;
  const said = code === null ? undefined : ENDS[code];
  const isOpen = last?.came_to === 'accepted' || last?.came_to === 'not_looked_at';
  const came_to = said ?? (isOpen && (await isRepeated(db, sent)) ? 'unknown' : undefined);
  if (isOpen && came_to !== undefined)
    await db.updateTable('submissions').set({ came_to }).where('id', '=', last.id).execute();
  await db.deleteFrom('login_names').where('invocation_id', '=', invocationId).execute();
}
