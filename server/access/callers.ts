import { createHash } from 'node:crypto';
import type { AccessKeyInfo, AgentAuth, Scope } from '../../client/index.js';
import { hasCode, type Remembered, remember } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { parseAccessKey } from '../../contract/sealing/published-key.js';
import { BoundedMap } from '../bounded-map.js';

/** How long a revoked key may still be accepted. */
const KNOWN_MS = 60_000;
/** How long a wrong key is remembered, so that it costs the vault one lookup in this time. */
const REFUSED_MS = 10_000;
const MAX_KEYS = 500;
/** What a key says of its vault is no secret, and the two are easily mixed up where several stacks run. */
const OTHER_VAULT =
  'This key was made by another vault. Use a key of the vault that this server is for, or ask the server of that vault.';

interface Known {
  readonly auth: AgentAuth;
  /** Lookups in progress, shared by concurrent requests. */
  readonly checked: Remembered<{ readonly key: AccessKeyInfo; readonly at: number }>;
}

/** Somebody who showed an access key that the vault knows. */
export interface KeyHolder {
  readonly key: AccessKeyInfo;
  /** Acts with that key: the server itself adds no right to it. */
  readonly auth: AgentAuth;
}

export const mayAs = ({ scopes }: AccessKeyInfo, scope: Scope): boolean =>
  scopes.includes('admin') || scopes.includes(scope);

/** Callers by their access keys, checked by the vault and remembered for a minute. */
export class Callers {
  readonly #own: AgentAuth;
  readonly #pin: string;
  /** Keys that the vault has confirmed, apart from those that somebody has only shown: guesses push out guesses alone. */
  readonly #known = new BoundedMap<Known>(MAX_KEYS);
  readonly #shown = new BoundedMap<Known>(MAX_KEYS);
  readonly #refused = new BoundedMap<number>(MAX_KEYS);

  /** @param ownAccessKey names the vault that other keys must belong to as well */
  constructor(own: AgentAuth, ownAccessKey: string) {
    this.#own = own;
    this.#pin = parseAccessKey(ownAccessKey).pin;
  }

  /** Whether the vault has confirmed this key already, so that accepting it costs nothing. */
  isKnown(accessKey: string): boolean {
    return this.#known.get(hashOf(accessKey)) !== undefined;
  }

  /** @throws AgentAuthError `unauthorized`; `worker_unavailable` and the like when nobody can tell */
  async holderOf(accessKey: string): Promise<KeyHolder> {
    const hash = hashOf(accessKey);
    const isOfAnotherVault = parseAccessKey(accessKey).pin !== this.#pin;
    if (isOfAnotherVault) throw new AgentAuthError('unauthorized', { advice: OTHER_VAULT });
    if ((this.#refused.get(hash) ?? 0) > Date.now()) throw new AgentAuthError('unauthorized');
    const known = this.#known.get(hash) ?? this.#shown.get(hash) ?? this.#meet(accessKey, hash);
    try {
      const { key } = await known.checked.get();
      this.#shown.delete(hash);
      this.#known.set(hash, known);
      return { key, auth: known.auth };
    } catch (error) {
      if (hasCode(error, 'unauthorized')) {
        this.#known.delete(hash);
        this.#shown.delete(hash);
        this.#refused.set(hash, Date.now() + REFUSED_MS);
      }
      throw error;
    }
  }

  #meet(accessKey: string, hash: string): Known {
    const auth = this.#own.withAccessKey(accessKey);
    const check = async () => ({ key: await auth.keys.check(), at: Date.now() });
    const checked = remember(check, ({ at }) => Date.now() - at < KNOWN_MS);
    const known: Known = { auth, checked };
    this.#shown.set(hash, known);
    return known;
  }
}

const hashOf = (accessKey: string): string => createHash('sha256').update(accessKey).digest('base64url');
