import type { Selectable } from 'kysely';
import { hasCode } from '../../../contract/has-code.js';
import { type ErrorCode, NAME_PATTERN } from '../../../contract/index.js';
import { VALUE_KEY_PATTERN } from '../../../contract/names.js';
import { sameSite } from '../../../contract/site.js';
import type { CloseInvocation } from '../../../contract/steps.js';
import type { VaultContext } from '../context.js';
import { type CredentialRow, findByName, findCredential } from '../credentials/find.js';
import { mergeValues, openValue, valueKeys } from '../credentials/values.js';
import { newId } from '../store/ids.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { copyTotp } from '../totp/stored.js';
import { seenName } from './field-names.js';
import { openGivenIn } from './open-given.js';

/** A one-time code is worth nothing afterwards, and must not be kept even if somebody asks for it. */
const isKept = (field: string): boolean => field !== 'code' && VALUE_KEY_PATTERN.test(field);

/** Why a value is left out of what is saved. */
const NOT_SAVED: readonly ErrorCode[] = ['unreadable_value', 'not_entitled', 'wrong_key'];

/** What was given, opened. What can't be opened is left out: the login it belonged to has succeeded all the same. */
async function openKept(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [field, source] of Object.entries(input.given)) {
    // Under no other name than the one that it was given for: a password under the name of an identifier would be shown.
    const name = await seenName(ctx, db, input.auth_agent_id, field);
    if (!isKept(name) || source.field !== field) continue;
    try {
      const { from: _, ...given } = source;
      const { invocation_id, auth_agent_id } = input;
      values[name] = await openGivenIn(ctx, db, { ...given, invocation_id, auth_agent_id });
    } catch (error) {
      if (!hasCode(error, ...NOT_SAVED)) throw error;
    }
  }
  return values;
}

/** Makes a credential for the agent's domain with all that its present one holds, so that the next login needs no person. */
async function createFrom(
  ctx: VaultContext,
  db: Db,
  name: string,
  agent: Selectable<AgentsTable>,
): Promise<CredentialRow> {
  const source = agent.credential_id === null ? null : await findCredential(db, agent.credential_id);
  const now = ctx.clock();
  const fresh: CredentialRow = {
    id: newId('cred'),
    name,
    domain: agent.domain,
    sso_provider: source?.sso_provider ?? null,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  await db.insertInto('credentials').values(fresh).execute();
  if (source === null) return fresh;
  for (const key of await valueKeys(db, source.id)) {
    const value = await openValue(ctx, db, source.id, key);
    if (value !== null) await mergeValues(ctx, db, fresh, { [key]: value });
  }
  await copyTotp(ctx, db, source.id, fresh);
  return fresh;
}

/**
 * Merges what a person gave, and the site took, into the credential of that name, and links it to the agent.
 * @returns the credential's name; null when there was nothing to save, the agent is gone, or the name is another site's credential
 */
export async function saveGiven(ctx: VaultContext, db: Db, input: CloseInvocation): Promise<string | null> {
  const name = input.save_credential_as;
  if (name === null || !NAME_PATTERN.test(name)) return null;
  const values = await openKept(ctx, db, input);
  if (Object.keys(values).length === 0) return null;

  const agent = await db.selectFrom('agents').selectAll().where('id', '=', input.auth_agent_id).executeTakeFirst();
  const existing = await findByName(db, name);
  if (agent === undefined || (existing !== undefined && !sameSite(existing.domain, agent.domain))) return null;

  const before = existing ?? (await createFrom(ctx, db, name, agent));
  const next: CredentialRow = { ...before, version: before.version + 1, updated_at: ctx.clock() };
  await mergeValues(ctx, db, next, values);
  await db.updateTable('credentials').set(next).where('id', '=', next.id).execute();
  await db
    .updateTable('agents')
    .set({ credential_id: next.id, updated_at: ctx.clock() })
    .where('id', '=', agent.id)
    .execute();
  return name;
}
