import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kdbxweb from 'kdbxweb';
import { keepass } from '../../../../activities/providers/keepass/index.js';
// It sets what KDBX 4 derives keys with.
import '../../../../activities/providers/keepass/open-file.js';
import type { Bench, Fault, WorldItem } from '../world.js';

const PASSWORD = 'canary-token-keepass-88';

async function fileOf(items: readonly WorldItem[], password = PASSWORD): Promise<Buffer> {
  const db = kdbxweb.Kdbx.create(new kdbxweb.Credentials(kdbxweb.ProtectedValue.fromString(password)), 'root');
  // One pass over little memory: the key of a test needs no strength.
  db.setKdf(kdbxweb.Consts.KdfId.Argon2d);
  db.header.kdfParameters?.set('M', kdbxweb.VarDictionary.ValueType.UInt64, new kdbxweb.Int64(1024 * 1024));
  db.header.kdfParameters?.set('I', kdbxweb.VarDictionary.ValueType.UInt64, new kdbxweb.Int64(1));
  db.createRecycleBin();
  const bin = db.getGroup(db.meta.recycleBinUuid!)!;
  db.getDefaultGroup().name = 'work';
  const other = db.createGroup(db.getDefaultGroup(), 'other');
  for (const item of items) {
    const group = item.state === 'archived' ? bin : item.vault === 'other' ? other : db.getDefaultGroup();
    const entry = db.createEntry(group);
    // Ids and times that stay when the file is written anew.
    const id = Buffer.from(item.id.padEnd(32, '0').slice(0, 16));
    entry.uuid = new kdbxweb.KdbxUuid(new Uint8Array(id).buffer);
    const hide = (value: string) => kdbxweb.ProtectedValue.fromString(value);
    entry.fields.set('Title', item.title);
    entry.fields.set('UserName', item.username);
    entry.fields.set('Password', hide(item.password));
    entry.fields.set('URL', item.urls[0] ?? '');
    for (const [index, url] of item.urls.slice(1).entries())
      entry.fields.set(`KP2A_URL_${String(index).padStart(3, '0')}`, url);
    if (item.totp !== '') entry.fields.set('otp', hide(item.totp));
    for (const [label, value] of Object.entries(item.extra)) entry.fields.set(label, hide(value));
    entry.times.lastModTime = new Date(Date.UTC(2026, 0, item.version));
  }
  return Buffer.from(await db.save());
}

/**
 * A KDBX 4 file that somebody else writes.
 * @param into folder of a worker; else one of its own
 */
export async function keepassBench(into?: string): Promise<Bench> {
  const folder = into ?? (await mkdtemp(join(tmpdir(), 'keepass-')));
  const path = join(folder, 'people.kdbx');
  let whole: Uint8Array = new Uint8Array();
  return {
    token: PASSWORD,
    open: (timeoutMs = 10_000) =>
      keepass.open({ token: PASSWORD, settings: { file: 'people.kdbx' } }, { folder, timeoutMs }),
    async fill(items) {
      whole = await fileOf(items);
      await writeFile(path, whole);
    },
    async fail(fault: Fault | null) {
      if (fault === 'down') await rm(path);
      else if (fault === 'token') await writeFile(path, await fileOf([], 'another password'));
      else if (fault === 'empty') await writeFile(path, '');
      else if (fault === 'html') await writeFile(path, '<html></html>');
      else if (fault === 'big') await writeFile(path, Buffer.alloc(10 << 20, 'x'));
      else if (fault === 'huge') await writeFile(path, Buffer.alloc(33 << 20, 'x'));
      else await writeFile(path, whole);
    },
    vaults: ['work', 'other'],
    faults: {
      token: 'provider_token_invalid',
      down: 'provider_unavailable',
      html: 'provider_answer_invalid',
      empty: 'provider_answer_invalid',
      big: 'provider_answer_invalid',
      huge: 'provider_answer_invalid',
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
