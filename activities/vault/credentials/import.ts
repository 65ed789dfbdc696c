import type { CredentialToImport, ImportedCredential } from '../../../contract/credentials/credential-import.js';
import { hasCode } from '../../../contract/errors/has-code.js';
import { credentials } from '../../../contract/schemas/credentials.js';
import type { Call, Operation } from '../calls/operation.js';
import { newId } from '../store/ids.js';
import type { Db } from '../store/transaction.js';
import { parseTotp } from '../totp/parse.js';
import type { TotpSecret } from '../totp/secret.js';
import { openTotp, storeTotp } from '../totp/stored.js';
import type { CredentialRow } from './find.js';
import { linkExpecting } from './link-expecting.js';
import { mergeValues, openValue, valueKeys } from './values.js';

type Import = Call<'credentials.import'>;
type Values = Readonly<Record<string, string>>;

/** What is compared of a credential: fingerprints, so that no plain value is kept longer than it takes to make them. */
interface Marks {
  readonly whole: string;
  /** Whose it is; null where no name is stored. */
  readonly account: string | null;
}

const nameOf = ({ username, email }: Values): string | undefined => (username ?? email)?.normalize('NFC').toLowerCase();

function marksOf({ ctx }: Import, domain: string, values: Values, totp: TotpSecret | null): Marks {
  const parts = Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
  const secret = totp === null ? '' : Buffer.from(totp.bytes).toString('base64url');
  const name = nameOf(values);
  return {
    whole: ctx.fingerprint('credential', domain, ...parts.flat(), 'totp', secret),
    account: name === undefined ? null : ctx.fingerprint('account of credential', domain, name),
  };
}

/** Those that are there, by what they hold and by whose they are. */
class Known {
  readonly #whole = new Map<string, string>();
  readonly #accounts = new Map<string, string>();

  add({ whole, account }: Marks, name: string): void {
    this.#whole.set(whole, name);
    if (account !== null && !this.#accounts.has(account)) this.#accounts.set(account, name);
  }

  find({ whole, account }: Marks): Pick<ImportedCredential, 'name' | 'outcome'> | null {
    const same = this.#whole.get(whole);
    if (same !== undefined) return { name: same, outcome: 'same' };
    const differs = account === null ? undefined : this.#accounts.get(account);
    return differs === undefined ? null : { name: differs, outcome: 'differs' };
  }
}

async function knownOf(call: Import): Promise<Known> {
  const { ctx, db, params } = call;
  const known = new Known();
  const domains = [...new Set(params.items.map(({ domain }) => domain))];
  const rows = await db
    .selectFrom('credentials')
    .selectAll()
    .where('domain', 'in', domains)
    .orderBy('created_at')
    .execute();
  for (const { id, domain, name } of rows) {
    const values: Record<string, string> = {};
    for (const key of await valueKeys(db, id)) values[key] = (await openValue(ctx, db, id, key)) ?? '';
    known.add(marksOf(call, domain, values, await openTotp(ctx, db, id)), name);
  }
  return known;
}

/** Names for new credentials: of their domain, and a number. They say nothing of the account, for names stand where values must not. */
class FreeNames {
  readonly #taken = new Map<string, Set<string>>();
  readonly #next = new Map<string, number>();

  constructor(readonly db: Db) {}

  async of(domain: string): Promise<string> {
    const base = domain.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 240);
    const taken = this.#taken.get(base) ?? (await this.#load(base));
    const named = (number: number): string => (number === 1 ? base : `${base}-${number}`);
    let number = this.#next.get(base) ?? 1;
    while (taken.has(named(number))) number += 1;
    this.#next.set(base, number + 1);
    return named(number);
  }

  async #load(base: string): Promise<Set<string>> {
    const rows = await this.db.selectFrom('credentials').select('name').where('name', 'like', `${base}%`).execute();
    const taken = new Set(rows.map(({ name }) => name));
    this.#taken.set(base, taken);
    return taken;
  }
}

function readTotp({ totp_secret }: CredentialToImport): { totp: TotpSecret | null; totp_problem?: string } {
  if (totp_secret === undefined) return { totp: null };
  try {
    return { totp: parseTotp(totp_secret) };
  } catch (error) {
    if (!hasCode(error, 'invalid_totp_secret')) throw error;
    return { totp: null, totp_problem: String(error.details.reason) };
  }
}

async function store(call: Import, name: string, item: CredentialToImport, totp: TotpSecret | null): Promise<void> {
  const { ctx, db } = call;
  const now = ctx.clock();
  const { domain, values, totp_secret = '' } = item;
  const row: CredentialRow = {
    ...{ id: newId('cred'), name, domain, sso_provider: null, version: 1 },
    ...{ created_at: now, updated_at: now },
  };
  await db.insertInto('credentials').values(row).execute();
  await mergeValues(ctx, db, row, values);
  await linkExpecting(ctx, db, row);
  if (totp !== null) await storeTotp(ctx, db, row, totp_secret);
}

/**
 * Stores the logins of an export, each as a credential of its own, named after its domain. What is there already stays as it is, so that
 * the same import twice is the import once.
 */
export const importCredentials: Operation<'credentials.import'> = {
  scope: 'admin',
  writes: true,
  params: credentials.import,
  async run(call) {
    const known = await knownOf(call);
    const names = new FreeNames(call.db);
    const results: ImportedCredential[] = [];
    for (const item of call.params.items) {
      const { totp, ...problem } = readTotp(item);
      const marks = marksOf(call, item.domain, item.values, totp);
      const isEmpty = Object.keys(item.values).length === 0 && totp === null;
      const there = isEmpty ? { name: '', outcome: 'empty' as const } : known.find(marks);
      if (there !== null) {
        results.push({ ...there, ...problem });
        continue;
      }
      const name = await names.of(item.domain);
      known.add(marks, name);
      if (call.params.apply) await store(call, name, item, totp);
      results.push({ name, outcome: 'new', ...problem });
    }
    return results;
  },
};
