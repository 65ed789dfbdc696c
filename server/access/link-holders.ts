import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentAuth } from '../../client/index.js';
import { callerOf, checkLink, hasCode, type Remembered, remember } from '../../client/internal.js';
import { AgentAuthError } from '../../contract/errors/errors.js';
import { BoundedMap } from '../bounded-map.js';
import type { LinkHolder } from '../invocations/token.js';

/** How long a link that was taken back may still be accepted. */
const KNOWN_MS = 60_000;
/** A page is worth more than the check while no vault answers: it is not kept waiting, and the vault is asked again soon. Milliseconds. */
const PATIENCE_MS = 5_000;
const ASK_AGAIN_MS = 10_000;
const MAX_LINKS = 10_000;

interface Checked {
  readonly holds: boolean;
  /** Until then it is not asked for again. */
  readonly until: number;
}

/** Whoever has opened a link has what the link is good for, as long as it is: looked up in the vault, and remembered for a minute. */
export class LinkHolders {
  readonly #known = new BoundedMap<Remembered<Checked>>(MAX_LINKS);

  constructor(readonly own: AgentAuth) {}

  /** @throws AgentAuthError `unauthorized` where the link was taken back. While nobody can tell, it is good. */
  async check(holder: LinkHolder): Promise<void> {
    const name = createHash('sha256')
      .update(JSON.stringify([holder.invocation_id, holder.link_code]))
      .digest('hex');
    const known =
      this.#known.get(name) ??
      remember(
        () => this.#look(holder),
        ({ until }) => Date.now() < until,
      );
    this.#known.set(name, known);
    const { holds } = await known.get();
    if (!holds) throw new AgentAuthError('unauthorized');
  }

  async #look({ invocation_id, link_code }: LinkHolder): Promise<Checked> {
    const asked = checkLink(callerOf(this.own), invocation_id, link_code).catch((error: unknown) => {
      if (hasCode(error, 'unauthorized', 'forbidden')) throw error;
      return null;
    });
    const found = await Promise.race([asked, sleep(PATIENCE_MS, null, { ref: false })]);
    if (found === null) return { holds: true, until: Date.now() + ASK_AGAIN_MS };
    const holds = found.entitled || found.over === true;
    // One that was taken back stays so.
    return { holds, until: holds ? Date.now() + KNOWN_MS : Number.POSITIVE_INFINITY };
  }
}
