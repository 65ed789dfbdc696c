import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fetchPieces, isLarge, sendPieces } from '../../client/vault/pieces.js';
import { encodeEnvelope, type Pieces, type StorageState } from '../../contract/index.js';
import { stolenBytes } from './support/store.js';
import { codeOf, newCallId, openTestVault, rule, sealRequest, type TestVault } from './support/vault.js';

const stateWith = (value: string): StorageState => ({
  cookies: [],
  origins: [{ origin: 'https://example.com', localStorage: [{ name: 'a', value }] }],
});
const dense = (bytes: number): string => randomBytes(bytes).toString('base64');

/** Makes a call whose parameters or reply are in pieces. */
async function call(
  t: TestVault,
  op: string,
  params: unknown,
  more: NonNullable<Parameters<typeof sealRequest>[1]['more']>,
  access_key = t.accessKey,
) {
  const callId = newCallId();
  const { input, openReply } = await sealRequest(t.vault, { access_key, params, op, callId, more });
  return openReply(await t.vault.callVault(input, callId));
}

const pieceCall =
  ({ admin }: TestVault): Parameters<typeof sendPieces>[0] =>
  (op, params) =>
    admin(op, params as never);

async function importLarge(t: TestVault, storage_state: StorageState): Promise<void> {
  const whole = encodeEnvelope({ name: 'p', domain: 'example.com', storage_state });
  expect(isLarge(whole)).toBe(true);
  const pieces = await sendPieces(pieceCall(t), whole);
  await call(t, 'profiles.import', null, { pieces });
}

const left = async ({ admin }: TestVault, { id }: Pieces): Promise<string> =>
  codeOf(admin('pieces.get', { id, at: 0 })).catch(() => 'still there');

describe('what is too large for one call', () => {
  rule('goes in and comes out in pieces, the same, and leaves none behind', async () => {
    const t = await openTestVault();
    const storage_state = stateWith(dense(3_000_000));
    await importLarge(t, storage_state);

    expect(await codeOf(t.admin('profiles.storageState', { id_or_name: 'p' }))).toBe('session_too_large');
    const { pieces } = (await call(t, 'profiles.session', { id_or_name: 'p' }, { takes_pieces: true })) as {
      pieces: Pieces;
    };
    expect(pieces.count).toBeGreaterThan(1);
    const whole = await fetchPieces(pieceCall(t), pieces);
    expect(whole.length).toBeGreaterThan(3_000_000);
    expect(await left(t, pieces)).toBe('invalid_input');
  });

  rule('fits into one where it compresses well', async () => {
    const t = await openTestVault();
    await t.admin('profiles.import', { name: 'p', domain: 'example.com', storage_state: stateWith('x'.repeat(4e6)) });
    const { origins } = await t.admin('profiles.storageState', { id_or_name: 'p' });
    expect(origins[0]?.localStorage[0]?.value).toHaveLength(4e6);
  });

  rule('is for its own key only, encrypted, and gone after some minutes', async () => {
    const t = await openTestVault();
    const canary = `canary${randomBytes(16).toString('hex')}`;
    const id = randomBytes(16).toString('base64url');
    await t.admin('pieces.put', { id, at: 0, data: Buffer.from(canary).toString('base64') });
    const other = await t.callerWith(['admin']);
    expect(await codeOf(other('pieces.get', { id, at: 0 }))).toBe('invalid_input');
    await other('pieces.delete', { id });
    expect((await t.admin('pieces.get', { id, at: 0 })).data).toBe(Buffer.from(canary).toString('base64'));
    expect((await stolenBytes(t)).includes(canary)).toBe(false);
    t.clock.now += 11 * 60_000;
    await t.vault.sweep();
    expect(await left(t, { id, count: 1 })).toBe('invalid_input');
  });

  it('does nothing when a piece is missing', async () => {
    const t = await openTestVault();
    const id = randomBytes(16).toString('base64url');
    await t.admin('pieces.put', { id, at: 0, data: 'AA==' });
    expect(await codeOf(call(t, 'profiles.import', null, { pieces: { id, count: 2 } }))).toBe('invalid_input');
    expect(await left(t, { id, count: 1 })).toBe('still there');
  });
});
