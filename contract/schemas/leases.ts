import { z } from 'zod';

/** 128 random bits, base64url. */
const id = z.string().regex(/^lease_[\w-]{22}$/);

/** How long a session is in use. Seconds, a day at most: whoever needs it longer renews it. */
export const leaseSeconds = z.int().positive().max(86_400);

/** Named by its holder, so that a repeated call begins no second one. */
export const lease = z.strictObject({ id, lease_seconds: leaseSeconds });

export const leases = {
  renew: lease,
  release: z.strictObject({ id }),
};
