import { z } from 'zod';

/** 128 random bits, base64url. */
const ID = /^lease_[\w-]{22}$/;
const id = z.string().refine((text) => ID.test(text), { params: { code: 'lease_not_found' } });

/** How long a session is in use. Seconds, a day at most: whoever needs it longer renews it. */
const leaseSeconds = z.int().positive().max(86_400);

/** Named by its holder, so that a repeated call begins no second one. */
export const lease = z.strictObject({ id, lease_seconds: leaseSeconds });

export const leases = {
  renew: lease,
  release: z.strictObject({ id }),
};
