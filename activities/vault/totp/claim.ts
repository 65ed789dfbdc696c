import { AgentAuthError } from '../../../contract/index.js';
import { findAgent } from '../agents/find.js';
import type { VaultContext } from '../context.js';
import { inTransaction } from '../store/transaction.js';
import type { TotpClaim } from '../types.js';
import { generateCode, startOf, stepAt } from './generate.js';
import { usedFrom, useStep } from './ledger.js';
import type { TotpSecret } from './secret.js';
import { totpOf } from './stored.js';

/** Typing and sending a code takes a while: with less of the step left, in ms, the next step is waited for. */
const reserve = ({ period }: TotpSecret): number => Math.min(5000, (period * 1000) / 6);

/** Claims the current time step of the agent's TOTP secret. See `LoginVault.claimTotp`. */
export async function claimTotp(ctx: VaultContext, agentId: string, now: number): Promise<TotpClaim> {
  const claim = await inTransaction(ctx.db, async (db): Promise<Claimed> => {
    const totp = await totpOf(ctx, db, await findAgent(db, agentId));
    if (totp === null) throw new AgentAuthError('no_totp_secret');

    const step = stepAt(totp, now);
    const used = await usedFrom(ctx, db, totp, step);
    if (used !== null) return { kind: 'wait', until: startOf(totp, used + 1) };
    if (startOf(totp, step + 1) - now < reserve(totp)) return { kind: 'wait', until: startOf(totp, step + 1) };
    await useStep(ctx, db, totp, step);
    return { kind: 'claimed', totp, step };
  });
  if (claim.kind === 'wait') return claim;
  // Only now that the claim is on disk: a code that was made before could be typed again after a crash.
  return { kind: 'code', code: generateCode(claim.totp, claim.step), valid_until: startOf(claim.totp, claim.step + 1) };
}

type Claimed =
  | Extract<TotpClaim, { kind: 'wait' }>
  | { readonly kind: 'claimed'; readonly totp: TotpSecret; readonly step: number };
