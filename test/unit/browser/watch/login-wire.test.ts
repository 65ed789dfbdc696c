import { describe, expect, it } from 'vitest';
import { Gate, type GateRules } from '../../../../activities/browser/gate.js';
import { LoginWire, type Outgoing, type TypedValue } from '../../../../activities/browser/watch/login-wire.js';

const SHOP = 'https://shop.example/';
const PROVIDER = 'https://idp.example/';

const goesTo =
  (...sites: string[]) =>
  (address: string): boolean =>
    sites.some((site) => address.startsWith(site));
const secret = (value: string, ...sites: string[]): TypedValue => ({
  value,
  kind: 'secret',
  mayGoTo: goesTo(...sites),
  password: false,
});
const posting = (address: string, text: string): Outgoing => ({
  address,
  headers: {},
  body: [Buffer.from(`password=${text}`)],
  method: 'POST',
  navigates: true,
  redirected: false,
});

/** A gate that is asked, and carries nothing. */
class AskedGate extends Gate {
  mayOpen: (address: string) => boolean = () => true;
  override arm({ maySocket }: GateRules): void {
    this.mayOpen = maySocket;
  }
}

async function wireWith(...submissions: TypedValue[][]) {
  const places: string[] = [];
  const gate = new AskedGate();
  const wire = new LoginWire(
    gate,
    async () => {},
    () => places,
  );
  for (const [index, values] of submissions.entries()) await wire.arm(`a${index}`, values);
  return { wire, places, mayOpen: (address: string) => gate.mayOpen(address) };
}

describe('secrets of two sites in one login', () => {
  it.each([
    ['of one text', 'Zebra-Walrus-1', 'Zebra-Walrus-1'],
    ['of which one begins like the other', 'Zebra-Walrus-1', 'Zebra-Walrus-12'],
  ])('%s each go where they belong, and nowhere else', async (_, one, other) => {
    const { wire } = await wireWith([secret(one, SHOP)], [secret(other, PROVIDER)]);
    expect(wire.judge(posting(SHOP, one)).verdict).toBe('own');
    expect(wire.judge(posting(PROVIDER, other)).verdict).toBe('own');
    expect(wire.judge(posting('https://evil.example/', one)).verdict).toBe('stop');
  });

  it('of different texts stay apart', async () => {
    const { wire } = await wireWith([secret('Zebra-Walrus-1', SHOP)], [secret('Otter-Magpie-2', PROVIDER)]);
    expect(wire.judge(posting(PROVIDER, 'Zebra-Walrus-1')).verdict).toBe('stop');
    expect(wire.judge(posting(SHOP, 'Otter-Magpie-2')).verdict).toBe('stop');
    // The longer one says nothing about the shorter where it is not in the request.
    const { wire: second } = await wireWith([secret('Zebra-Walrus-1', SHOP)], [secret('Zebra-Walrus-12', PROVIDER)]);
    expect(second.judge(posting(PROVIDER, 'Zebra-Walrus-1')).verdict).toBe('stop');
  });

  it('let each site open sockets to itself, once the other one is left', async () => {
    const { places, mayOpen } = await wireWith([secret('Otter-Magpie-2', PROVIDER)], [secret('Zebra-Walrus-1', SHOP)]);
    places.push(`${PROVIDER}signin`);
    expect(mayOpen('https://shop.example/socket')).toBe(false);
    places.splice(0, 1, `${SHOP}app`);
    expect(mayOpen('https://shop.example/socket')).toBe(true);
    expect(mayOpen('https://idp.example/socket')).toBe(false);
    expect(mayOpen('https://evil.example/socket')).toBe(false);
  });
});

describe('a password', () => {
  const password = { ...secret('Zebra-Walrus-1', SHOP), password: true };
  const opening = (address: string, more: Partial<Outgoing> = {}): Outgoing => ({
    ...posting(address, ''),
    body: [],
    method: 'GET',
    ...more,
  });

  it('stands in no address that a page is opened by, not even at its own site', async () => {
    const { wire } = await wireWith([password]);
    const judged = wire.judge(opening(`${SHOP}login?user=me&pass=Zebra-Walrus-1`));
    expect(judged.verdict).toBe('stop');
    judged.note();
    expect(wire.trafficOf('a0')).toMatchObject({ kept: true, stopped: [{ host: 'shop.example', how: 'address' }] });
    expect(wire.hasSent).toBe(false);
  });

  it.each([
    ['that a server sends it to', { redirected: true }],
    ['that a script asks', { navigates: false }],
    ['that a form is posted to', { method: 'POST' }],
  ])('may stand in an address of its own site %s', async (_, more) => {
    const { wire } = await wireWith([password]);
    expect(wire.judge(opening(`${SHOP}login?pass=Zebra-Walrus-1`, more)).verdict).toBe('own');
  });

  it('is watched by its beginnings as well, once it is typed key by key', async () => {
    const { wire } = await wireWith([password]);
    const beginning = 'Zebra-Walr';
    expect(wire.judge(posting('https://evil.example/', beginning)).verdict).toBe('pass');
    wire.watchBeginnings('Zebra-Walrus-1');
    expect(wire.judge(posting('https://evil.example/', beginning)).verdict).toBe('stop');
    expect(wire.judge(posting(SHOP, beginning)).verdict).toBe('own');
  });
});
