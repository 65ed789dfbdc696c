import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kdbx, KdbxEntry, KdbxGroup } from 'kdbxweb';
import { z } from 'zod';
import { AgentAuthError } from '../../../contract/errors/errors.js';
import { parse } from '../../../contract/schemas/parse.js';
import { type ItemField, valuesOf } from '../shared/item-fields.js';
import { fileName } from '../shared/settings.js';
import { unavailable } from '../shared/trouble.js';
import type { ItemOverview, ItemValues, ProviderKind, VaultOverview } from '../types.js';
import { addressesOf, hasPasskey, ownFields, textAt, valueAt } from './fields.js';
import { totpOf } from './totp.js';

/** Files in the folder that the operator of the worker puts them into. The token is the password. */
const SETTINGS = z.strictObject({ file: fileName, key_file: fileName.optional() });

/** How long a file that can't be read is given until it is looked at again: a program may be writing it. */
const WRITING_MS = 300;
const MAX_LOOKS = 10;

const vaultOf = (group: KdbxGroup): VaultOverview => ({ id: group.uuid.id, name: group.name ?? '' });

const isExpired = ({ times }: KdbxEntry): boolean =>
  times.expires === true && times.expiryTime !== undefined && times.expiryTime.getTime() < Date.now();

/** All groups but the recycle bin, the top first. */
function groupsOf(db: Kdbx): KdbxGroup[] {
  const { recycleBinUuid } = db.meta;
  const below = (group: KdbxGroup): KdbxGroup[] =>
    group.uuid.equals(recycleBinUuid) ? [] : [group, ...group.groups.flatMap(below)];
  return db.groups.flatMap(below);
}

const entriesOf = (group: KdbxGroup): KdbxEntry[] => group.entries.filter((entry) => !isExpired(entry));

const versionOf = ({ times }: KdbxEntry): string => times.lastModTime?.toISOString() ?? '';

const overviewOf = (group: KdbxGroup, entry: KdbxEntry): ItemOverview => ({
  vault_id: group.uuid.id,
  item_id: entry.uuid.id,
  title: textAt(entry, 'Title'),
  vault_name: vaultOf(group).name,
  addresses: addressesOf(entry).map((url) => ({ url, reach: 'site' })),
  account: valueAt(entry, 'UserName') || null,
  has_password: valueAt(entry, 'Password') !== '',
  has_totp: totpOf(entry) !== null,
  version: versionOf(entry),
  updated_at: entry.times.lastModTime?.toISOString() ?? null,
});

function itemValuesOf(entry: KdbxEntry): ItemValues {
  const fields: ItemField[] = [
    { label: 'username', value: valueAt(entry, 'UserName'), kind: 'username' },
    { label: 'password', value: valueAt(entry, 'Password'), kind: 'password' },
    ...ownFields(entry).map((label) => ({ label, value: valueAt(entry, label), kind: 'other' as const })),
  ];
  const values = valuesOf(fields);
  const instead = values.password === undefined && hasPasskey(entry) ? 'passkey' : null;
  return { values, totp: totpOf(entry), version: versionOf(entry), instead };
}

/**
 * All entries of a file, for who takes them over at once.
 * @throws AgentAuthError `provider_token_invalid` (password or key file), `provider_answer_invalid`, `provider_unavailable`
 */
export async function readKeepassFile(
  file: string,
  password: string,
  keyFile: string | null,
): Promise<{ readonly overview: ItemOverview; readonly item: ItemValues }[]> {
  const { openFile } = await import('./open-file.js');
  return groupsOf(await openFile(file, password, keyFile)).flatMap((group) =>
    entriesOf(group).map((entry) => ({ overview: overviewOf(group, entry), item: itemValuesOf(entry) })),
  );
}

/** A KeePass file (KDBX 3.1 and 4), which is only ever read. Each group of it is a vault. */
export const keepass: ProviderKind = {
  open({ token, settings }, { folder, timeoutMs }) {
    const { file, key_file } = parse(SETTINGS, settings);
    const path = join(folder, file);
    const keyFile = key_file === undefined ? null : join(folder, key_file);
    /** The groups of the file as it is now. One that is just being written, or replaced, is read again once that is over. */
    const load = async (): Promise<KdbxGroup[]> => {
      // Loaded when a file is read first: it takes a while, and few stacks need it.
      const { openFile } = await import('./open-file.js');
      const open = async () => groupsOf(await openFile(path, token, keyFile, timeoutMs));
      // Half a file looks damaged, missing or locked with another password, by where it ends.
      for (let left = MAX_LOOKS; left > 0; left -= 1) {
        const before = await stateOf(path);
        try {
          return await open();
        } catch (error) {
          if (!(error instanceof AgentAuthError)) throw error;
          await pause(WRITING_MS);
          if ((await stateOf(path)) === before) throw error;
        }
      }
      throw unavailable('timeout');
    };
    return {
      check: async () => (await load()).map(vaultOf),
      list: async () => (await load()).flatMap((group) => entriesOf(group).map((entry) => overviewOf(group, entry))),
      async read({ vault_id, item_id }) {
        const group = (await load()).find(({ uuid }) => uuid.id === vault_id);
        const entry = group && entriesOf(group).find(({ uuid }) => uuid.id === item_id);
        if (entry === undefined) throw new AgentAuthError('provider_item_not_found');
        return itemValuesOf(entry);
      },
    };
  },
};

/** Another one while somebody writes the file. */
async function stateOf(path: string): Promise<string> {
  const { ino, size, mtimeMs } = (await stat(path).catch(() => null)) ?? {};
  return `${ino} ${size} ${mtimeMs}`;
}
