import type { Outcome, SaveResult, SeenField, SeenPage, ValueSource } from '../../contract/index.js';
import { bench, testPages } from '../engine/login/harness.js';

/** What a login came to. */
export type LoginResult =
  | { readonly kind: 'saved'; readonly post_login_url: string }
  | { readonly kind: 'logged_in_already' }
  | { readonly kind: 'refused'; readonly fields: readonly string[]; readonly website_error: string | null }
  | { readonly kind: 'failed'; readonly what: string };

/** How logins are made: by the activities alone, or by a whole stack. */
export interface Driver {
  /** Logs in with the profile of this driver, never typing a value twice. */
  login(values: Readonly<Record<string, string>>): Promise<LoginResult>;
  stop(): Promise<void>;
}

const MOST_STEPS = 8;

/** Drives the activities as the workflow does, in short: every field that is known is filled, the rest fails. */
export async function activitiesDriver(host: string, path: string, totpSecret: string | null): Promise<Driver> {
  const pages = await testPages();
  const b = bench(pages, host, totpSecret === null ? {} : { totpSecret });
  b.vault.grant = { ...b.vault.grant, login_url: `http://${host}${path}` };

  const valueFor = (field: SeenField, values: Readonly<Record<string, string>>): string | ValueSource | undefined => {
    if (field.role === 'code') return { from: 'totp' };
    return values[field.name] ?? (field.role === 'identifier' ? (values.username ?? values.email) : undefined);
  };

  const valuesFor = (seen: SeenPage, values: Readonly<Record<string, string>>): Record<string, string | ValueSource> =>
    Object.fromEntries(
      seen.fields.flatMap((field) => {
        const value = valueFor(field, values);
        return value === undefined ? [] : [[field.name, value]];
      }),
    );

  const save = (result: SaveResult): LoginResult =>
    result.kind === 'saved' ? result : { kind: 'failed', what: result.kind };

  return {
    async login(values) {
      b.vault.checkpoint = null;
      const { page, outcome: first } = await b.open();
      try {
        if (first.kind === 'authenticated') return { kind: 'logged_in_already' };
        let outcome: Outcome = first;
        for (let n = 0; n < MOST_STEPS && outcome.kind === 'input'; n++) {
          const result = await b.fill(page, outcome.page, valuesFor(outcome.page, values));
          if (result.kind === 'refused')
            return { kind: 'refused', fields: result.fields, website_error: result.website_error };
          if (result.kind === 'wait_until' || result.kind === 'empty' || result.kind === 'refused_before')
            return { kind: 'failed', what: result.kind };
          outcome = result.kind === 'changed' ? result.outcome : result;
        }
        if (outcome.kind !== 'authenticated') return { kind: 'failed', what: JSON.stringify(outcome) };
        return save(await b.activities.saveSession({ ...b.ref, page }));
      } finally {
        await b.activities.closePage({ page });
      }
    },
    async stop() {
      await pages.closeAll();
      b.clean();
    },
  };
}
