import { hasCode } from '../../contract/errors/has-code.js';
import type { InvocationState, SubmitMessage } from '../../contract/invocation/invocation.js';
import { openState, plainAnswer, withoutShown } from '../../contract/invocation/shown.js';
import type { Caller } from '../caller.js';
import { pause } from '../temporal/pause.js';
import { callVault } from '../vault/call-vault.js';

/** Keys of the invocations that were looked at last. */
const MAX_KEYS = 2_000;
/** A state is worth more than its texts: without a worker they are left out. Milliseconds. */
const PATIENCE_MS = 5_000;

const keysOf = new WeakMap<Caller, Map<string, Promise<string | null>>>();

/** The view key of an invocation; null for a caller who may not see its texts, or while nobody can answer. Asked for once. */
function viewKey(caller: Caller, invocation_id: string): Promise<string | null> {
  const keys = keysOf.get(caller) ?? new Map<string, Promise<string | null>>();
  keysOf.set(caller, keys);
  const known = keys.get(invocation_id);
  if (known !== undefined) return known;
  const fetching = fetchViewKey(caller, invocation_id).catch((error: unknown) => {
    keys.delete(invocation_id);
    if (hasCode(error, 'untrusted_vault')) throw error;
    return null;
  });
  keys.set(invocation_id, fetching);
  const [oldest] = keys.keys();
  if (keys.size > MAX_KEYS && oldest !== undefined) keys.delete(oldest);
  return fetching;
}

async function fetchViewKey(caller: Caller, invocation_id: string): Promise<string | null> {
  try {
    return (await callVault(caller, 'invocations.viewKey', { invocation_id })).view_key;
  } catch (error) {
    if (hasCode(error, 'unauthorized', 'forbidden')) return null;
    throw error;
  }
}

async function inTime(caller: Caller, invocation_id: string): Promise<string | null> {
  const enough = new AbortController();
  try {
    return await Promise.race([viewKey(caller, invocation_id), pause(PATIENCE_MS, enough.signal).then(() => null)]);
  } finally {
    enough.abort();
  }
}

const hasTexts = ({ shown, timeline }: InvocationState): boolean =>
  shown !== undefined || timeline.some((event) => event.shown !== undefined);

/**
 * The state with what the site wrote in its places, for a caller who may see it; else without. Costs one call of the vault for each invocation.
 * @throws AgentAuthError `untrusted_vault`
 */
export async function withSiteText(caller: Caller, state: InvocationState): Promise<InvocationState> {
  if (!hasTexts(state)) return state;
  const key = await inTime(caller, state.invocation_id);
  if (key === null) return withoutShown(state);
  try {
    return await openState(state, key);
  } catch (error) {
    // Sealed by somebody else: nothing of it is worth reading.
    if (hasCode(error, 'unreadable_value')) return withoutShown(state);
    throw error;
  }
}

/** An answer by the names that the workflow knows. What is sealed in it keeps the names that its sealer saw. */
export async function withPlainNames(
  caller: Caller,
  state: InvocationState,
  message: SubmitMessage,
): Promise<SubmitMessage> {
  if (state.shown?.page === undefined) return message;
  const key = await inTime(caller, state.invocation_id);
  return key === null ? message : plainAnswer(state, key, message);
}
