/** What people keep in a vault, before a provider has it in its own format; and what can go wrong with the provider. */
import type { Provider } from '../../../activities/providers/types.js';

export interface WorldItem {
  readonly id: string;
  readonly vault: string;
  readonly title: string;
  readonly urls: readonly string[];
  readonly username: string;
  readonly password: string;
  /** Empty: none. */
  readonly totp: string;
  readonly extra: Readonly<Record<string, string>>;
  readonly state: 'active' | 'archived';
  readonly version: number;
}

export type Fault =
  | 'token'
  | 'forbidden'
  | 'limited'
  | 'html'
  | 'hang'
  | 'down'
  | 'empty'
  /** Ten megabytes that are no answer. */
  | 'big'
  /** More than is taken. */
  | 'huge'
  | 'locked'
  /** To another address, which would get the token. */
  | 'redirect';

/** A provider that the world can be read from. */
export interface Readable {
  /** The token that opens the provider. */
  readonly token: string;
  /** Names of the vaults that it has for those of the world. */
  readonly vaults: readonly string[];
  open(timeoutMs?: number): Provider;
}

/** A provider with a world behind it that tests change. */
export interface Bench extends Readable {
  /** Puts these items in the place of all. */
  fill(items: readonly WorldItem[]): Promise<void>;
  /** Makes the provider fail from now on. */
  fail(fault: Fault | null): Promise<void>;
  /** Which faults it can have, and the code that each is answered with. */
  readonly faults: Readonly<Partial<Record<Fault, string>>>;
  close(): Promise<void>;
}

/** Ids as 1Password has them, which is the strictest form. */
export const idOf = (name: string): string =>
  name
    .replaceAll(/[^a-z0-9]/g, '')
    .padEnd(26, '0')
    .slice(0, 26);

export const SHA256_URI =
  'otpauth://totp/Orchard:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA256&digits=8&period=60';

const item = (id: string, given: Partial<WorldItem>): WorldItem => ({
  id: idOf(id),
  vault: 'work',
  title: id,
  urls: [],
  username: '',
  password: '',
  totp: '',
  extra: {},
  state: 'active',
  version: 1,
  ...given,
});

export const WORLD: readonly WorldItem[] = [
  item('full', {
    urls: ['https://orchard.example/login', 'https://id.orchard.example'],
    username: 'ada@orchard.example',
    password: 'canary-pw-Zq81-full',
    totp: SHA256_URI,
  }),
  item('partial', {
    urls: ['partial.example'],
    username: 'only-name',
    totp: 'otpauth://totp/P:x?secret=GEZDGNBVGY3TQOJQ',
  }),
  item('one', { urls: ['https://two.example'], username: 'one@two.example', password: 'canary-pw-Zq81-one' }),
  item('other', { urls: ['https://two.example'], username: 'other@two.example', password: 'canary-pw-Zq81-other' }),
  item('archived', {
    urls: ['https://orchard.example'],
    username: 'old',
    password: 'canary-pw-Zq81-old',
    state: 'archived',
  }),
  item('company', {
    urls: ['https://company.example'],
    username: 'emp',
    password: 'canary-pw-Zq81-company',
    extra: { 'Company ID': 'canary-co-4711' },
  }),
  item('many', {
    title: 'Stuff / with 🍏 "slash"',
    urls: Array.from({ length: 200 }, (_, index) => `https://site${index}.example/`),
    username: 'many',
    password: 'canary-pw-Zq81-many',
  }),
  item('elsewhere', { vault: 'other', urls: ['no address at all', ''], username: 'el', password: 'canary-pw-Zq81-el' }),
];

/** No error and no overview may hold one of them. */
export const SECRETS = WORLD.flatMap(({ password, totp, extra }) =>
  [password, /secret=(\w+)/.exec(totp)?.[1] ?? '', ...Object.values(extra)].filter((value) => value !== ''),
);
