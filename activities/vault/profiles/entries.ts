/** A session as a list of what it consists of: a merge decides each for itself. */
import type { StorageState } from '../../../contract/index.js';
import { cookieKey, type Session } from './session.js';

type Cookie = StorageState['cookies'][number];
type Stored = StorageState['origins'][number];

export type Entry =
  | { readonly kind: 'cookie'; readonly value: Cookie }
  | { readonly kind: 'local'; readonly origin: string; readonly value: Stored['localStorage'][number] }
  | { readonly kind: 'database'; readonly origin: string; readonly value: unknown }
  /** What we do not know by name: browsers add members of their own. */
  | { readonly kind: 'member'; readonly origin: string; readonly name: string; readonly value: unknown }
  | { readonly kind: 'session'; readonly origin: string; readonly name: string; readonly value: string };

export type Entries = ReadonlyMap<string, Entry>;

const nameOfDatabase = (database: unknown): unknown =>
  typeof database === 'object' && database !== null && 'name' in database ? database.name : database;

function keyOf(entry: Entry): string {
  if (entry.kind === 'cookie') return JSON.stringify([entry.kind, cookieKey(entry.value)]);
  if (entry.kind === 'local') return JSON.stringify([entry.kind, entry.origin, entry.value.name]);
  if (entry.kind === 'database') return JSON.stringify([entry.kind, entry.origin, nameOfDatabase(entry.value)]);
  return JSON.stringify([entry.kind, entry.origin, entry.name]);
}

function entriesOfOrigin({ origin, localStorage, indexedDB, ...members }: Stored): Entry[] {
  return [
    ...localStorage.map((value): Entry => ({ kind: 'local', origin, value })),
    ...(indexedDB ?? []).map((value): Entry => ({ kind: 'database', origin, value })),
    ...Object.entries(members).map(([name, value]): Entry => ({ kind: 'member', origin, name, value })),
  ];
}

/** As it is stored: what a browser hands over differs in what JSON does not know (absent and undefined members, prototypes). */
const plain = (session: Session): Session => JSON.parse(JSON.stringify(session));

/** A session of several MB is compared more than once on the way to its profile, and changes no more. */
const known = new WeakMap<Session, Entries>();

export function entriesOf(session: Session): Entries {
  const entries = known.get(session) ?? readEntries(session);
  known.set(session, entries);
  return entries;
}

function readEntries(session: Session): Entries {
  const { storage_state, session_storage } = plain(session);
  const entries: Entry[] = [
    ...storage_state.cookies.map((value): Entry => ({ kind: 'cookie', value })),
    ...storage_state.origins.flatMap(entriesOfOrigin),
    ...Object.entries(session_storage ?? {}).flatMap(([origin, kept]) =>
      Object.entries(kept).map(([name, value]): Entry => ({ kind: 'session', origin, name, value })),
    ),
  ];
  return new Map(entries.map((entry) => [keyOf(entry), entry]));
}

interface OpenOrigin {
  origin: string;
  localStorage: Stored['localStorage'][number][];
  indexedDB?: unknown[];
}

function add<T>(to: Map<string, T[]>, name: string, item: T): void {
  const there = to.get(name);
  if (there === undefined) to.set(name, [item]);
  else there.push(item);
}

export function sessionOfEntries(entries: Iterable<Entry>): Session {
  const cookies: Cookie[] = [];
  const origins = new Map<string, OpenOrigin>();
  const kept = new Map<string, [string, string][]>();
  const at = (origin: string): OpenOrigin => {
    const found = origins.get(origin) ?? { origin, localStorage: [] };
    origins.set(origin, found);
    return found;
  };
  for (const entry of entries) {
    if (entry.kind === 'cookie') cookies.push(entry.value);
    else if (entry.kind === 'local') at(entry.origin).localStorage.push(entry.value);
    else if (entry.kind === 'database') {
      const found = at(entry.origin);
      found.indexedDB ??= [];
      found.indexedDB.push(entry.value);
    } else if (entry.kind === 'member') Object.assign(at(entry.origin), { [entry.name]: entry.value });
    else add(kept, entry.origin, [entry.name, entry.value]);
  }
  const session_storage = Object.fromEntries([...kept].map(([origin, items]) => [origin, Object.fromEntries(items)]));
  return {
    storage_state: { cookies, origins: [...origins.values()] },
    session_storage: kept.size === 0 ? null : session_storage,
  };
}
