import { z } from 'zod';
import { domain, idOrName, MAX_VALUES, name, paging, ssoProvider, totpSecret, valueKey, values } from './parts.js';

/** People put an e-mail address or a password beside `values`, instead of into it. */
const whereValuesGo = {
  error: ({ code }: z.core.$ZodRawIssue) =>
    code === 'unrecognized_keys' ? 'is not known here; a value to fill in belongs under values' : undefined,
};

/** Partial credentials are fine, empty ones are not. */
const create = z
  .strictObject(
    {
      name,
      domain,
      values,
      totp_secret: totpSecret.min(1).optional(),
      sso_provider: ssoProvider.optional(),
    },
    whereValuesGo,
  )
  .refine((p) => Object.keys(p.values).length > 0 || p.totp_secret !== undefined || p.sso_provider !== undefined, {
    path: ['values'],
    error: 'nothing to log in with: give a value, a totp_secret or an sso_provider',
  });

const update = z.strictObject(
  {
    id_or_name: idOrName,
    name: name.optional(),
    values: values.optional(),
    remove_value_keys: z.array(valueKey).max(MAX_VALUES).optional(),
    /** Empty: removes the stored one. */
    totp_secret: totpSecret.optional(),
    /** As in Kernel's API, both an empty text and null remove it. */
    sso_provider: z
      .literal('')
      .transform(() => null)
      .or(ssoProvider)
      .nullable()
      .optional(),
  },
  whereValuesGo,
);

const named = z.strictObject({ id_or_name: idOrName });

/** As many as one call carries out in a few seconds. */
const MAX_IMPORTED = 200;
const imported = z.strictObject({ domain, values, totp_secret: totpSecret.optional() });

export const credentials = {
  create,
  retrieve: named,
  list: paging.extend({ domain: domain.optional() }),
  update,
  delete: named,
  totpCode: named,
  import: z.strictObject({ items: z.array(imported).min(1).max(MAX_IMPORTED), apply: z.boolean().optional() }),
};
