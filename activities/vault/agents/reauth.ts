/** Whether an agent can log in again by itself: by what its next login would find. The one rule for who asks, and for what is renewed before its end. */
import type { Selectable } from 'kysely';
import type { CanReauthReason } from '../../../contract/agent/reauth.js';
import { isIdentifier } from '../../../contract/invocation/value-kinds.js';
import type { VaultContext } from '../context.js';
import { type CredentialRow, credentialsOf } from '../credentials/find.js';
import { type StoredValue, valuesOf } from '../credentials/values.js';
import { withStoppedCodes } from '../ledger/codes.js';
import { type LifeRow, livesOf } from '../lifetimes/lives.js';
import type { Needed } from '../lifetimes/tables.js';
import { pausesOf } from '../pauses/pauses.js';
import type { AgentsTable } from '../store/schema.js';
import type { Db } from '../store/transaction.js';
import { withTotp } from '../totp/stored.js';

type Agent = Selectable<AgentsTable>;

const CAN: ReadonlySet<CanReauthReason> = new Set(['has_credential', 'external_credential']);

const NEEDED: Readonly<Record<Needed, CanReauthReason>> = {
  code: 'requires_code',
  input: 'requires_customer_input',
  action: 'requires_external_action',
};

/** What is read for the answers, by agents' and credentials' ids: one question to the database for each, however many agents they are for. */
interface Known {
  readonly items: ReadonlyMap<string, Item>;
  readonly pauses: ReadonlyMap<string, unknown>;
  readonly lives: ReadonlyMap<string, LifeRow>;
  readonly credentials: ReadonlyMap<string, CredentialRow>;
  readonly values: ReadonlyMap<string, readonly StoredValue[]>;
  readonly withTotp: ReadonlySet<string>;
  /** Credentials whose codes are refused. */
  readonly stopped: ReadonlySet<string>;
}

type Item = Awaited<ReturnType<typeof itemsOf>>[number];

const itemsOf = (db: Db, agentIds: readonly string[]) =>
  db
    .selectFrom('agent_items')
    .innerJoin('providers', 'providers.id', 'agent_items.provider_id')
    .select(['providers.enabled', 'providers.trouble', 'providers.limited_until'])
    .select(['agent_items.agent_id', 'agent_items.refused_version', 'agent_items.instead'])
    .where('agent_items.agent_id', 'in', agentIds)
    .execute();

async function read(ctx: VaultContext, db: Db, agents: readonly Agent[]): Promise<Known> {
  const ids = agents.map(({ id }) => id);
  const credentials = agents.flatMap(({ credential_id }) => credential_id ?? []);
  const totps = await withTotp(db, credentials);
  return {
    items: new Map((await itemsOf(db, ids)).map((item) => [item.agent_id, item])),
    pauses: await pausesOf(db, agents),
    lives: await livesOf(db, ids),
    credentials: await credentialsOf(db, credentials),
    values: await valuesOf(db, credentials),
    withTotp: totps,
    stopped: await withStoppedCodes(ctx, db, [...totps]),
  };
}

/** What a person had to give in the last login, unless what is stored has changed since. */
function neededBy({ lives, credentials }: Known, agent: Agent): CanReauthReason | null {
  const needed = lives.get(agent.id)?.needed ?? null;
  if (needed === null) return null;
  const credential = credentials.get(agent.credential_id ?? '');
  const isOutdated = credential !== undefined && credential.updated_at > (agent.last_auth_at ?? 0);
  return isOutdated ? null : NEEDED[needed];
}

/** What is wrong with a stored credential; null: nothing. */
function storedTrouble(known: Known, id: string, isAlone: boolean): CanReauthReason | null {
  const values = known.values.get(id) ?? [];
  if (values.some(({ refused }) => refused === 1) || known.stopped.has(id)) return 'credential_refused';
  const isSso = (known.credentials.get(id)?.sso_provider ?? null) !== null;
  const isEmpty = !known.withTotp.has(id) && !isSso && values.every(({ key }) => isIdentifier(key));
  return isAlone && isEmpty ? 'requires_customer_input' : null;
}

function reasonOf(known: Known, agent: Agent, now: number): CanReauthReason {
  const { id, credential_id, last_auth_at } = agent;
  const item = known.items.get(id);
  if (credential_id === null && item === undefined) return 'no_credential';
  if (last_auth_at === null) return 'no_prior_successful_login';
  if (known.pauses.has(id)) return 'paused';
  // A passkey can't be typed.
  const isAlone = item === undefined || item.instead !== null;
  const trouble = credential_id === null ? null : storedTrouble(known, credential_id, isAlone);
  if (trouble !== null) return trouble;
  if (item !== undefined) {
    // What its owner has to do comes first: that the provider answers again would not help.
    if (item.refused_version !== null) return 'credential_refused';
    if (item.instead !== null && credential_id === null) return 'requires_customer_input';
    if ((item.limited_until ?? 0) > now) return 'provider_limited';
    if (item.enabled === 0 || item.trouble !== null) return 'provider_unavailable';
  }
  return neededBy(known, agent) ?? (item === undefined ? 'has_credential' : 'external_credential');
}

interface Reauth {
  readonly can_reauth: boolean;
  readonly can_reauth_reason: CanReauthReason;
}

/** Of many agents, by their ids. */
export async function reauthsOf(
  ctx: VaultContext,
  db: Db,
  agents: readonly Agent[],
): Promise<ReadonlyMap<string, Reauth>> {
  if (agents.length === 0) return new Map();
  const known = await read(ctx, db, agents);
  return new Map(
    agents.map((agent) => {
      const can_reauth_reason = reasonOf(known, agent, ctx.clock());
      return [agent.id, { can_reauth: CAN.has(can_reauth_reason), can_reauth_reason }];
    }),
  );
}

export const reauthOf = async (ctx: VaultContext, db: Db, agent: Agent): Promise<Reauth> =>
  (await reauthsOf(ctx, db, [agent])).get(agent.id)!;
