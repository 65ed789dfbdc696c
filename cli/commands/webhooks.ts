import type { Command } from 'commander';
import type { EventType, Webhook } from '../../client/index.js';
import { actWithAuth, type Cli } from '../action.js';
import { EXIT } from '../exit-codes.js';
import { card, row } from '../terminal/print.js';

/** The client checks that they are types. */
const typesOf = (text: string): readonly EventType[] | null =>
  text === 'all' ? null : (text.split(',').map((type) => type.trim()) as readonly EventType[]);

const TYPES = 'types of events, separated by commas, or `all`';

const create = (parent: Command, cli: Cli): Command =>
  parent
    .command('create')
    .description('Send events to an address from now on. Prints the signing secret, once.')
    .argument('<url>')
    .option('--types <types>', TYPES, 'all')
    .action(
      actWithAuth<[string], { readonly types: string }>(cli, async (auth, { print }, { types }, url) => {
        const webhook = await auth.webhooks.create({ url, types: typesOf(types) });
        print.line(webhook, card(webhook));
      }),
    );

const remove = (parent: Command, cli: Cli): Command =>
  parent
    .command('delete')
    .description('Delete a webhook; events that wait for it are dropped.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        await auth.webhooks.delete(id);
        print.line({ deleted: id }, `Deleted ${id}.`);
      }),
    );

const deliveries = (parent: Command, cli: Cli): Command =>
  parent
    .command('deliveries')
    .description('List the last 100 events of a webhook and whether they arrived, newest first.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const { items } = await auth.webhooks.deliveries(id, { limit: 100 });
        for (const delivery of items) {
          const { event_id, type, state, attempts, last_status, last_failure } = delivery;
          print.line(
            delivery,
            row([
              [event_id, 32],
              [type, 24],
              [state, 9],
              [String(attempts), 3],
              [`${last_failure ?? ''} ${last_status ?? ''}`.trim(), 0],
            ]),
          );
        }
      }),
    );

const inRow = (webhook: Webhook): string =>
  row([
    [webhook.id, 28],
    [webhook.types?.join(',') ?? 'all', 24],
    [`${webhook.pending} wait, ${webhook.failed} given up`, 24],
    [webhook.url, 0],
  ]);

const list = (parent: Command, cli: Cli): Command =>
  parent
    .command('list')
    .description('List the webhooks, newest first.')
    .action(
      actWithAuth(cli, async (auth, { print }) => {
        for await (const webhook of auth.webhooks.list({ limit: 100 })) print.line(webhook, inRow(webhook));
      }),
    );

const rotate = (parent: Command, cli: Cli): Command =>
  parent
    .command('rotate')
    .description('Make a new signing secret and print it, once; the old one also signs for a day.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const webhook = await auth.webhooks.rotate(id);
        print.line(webhook, card(webhook));
      }),
    );

const test = (parent: Command, cli: Cli): Command =>
  parent
    .command('test')
    .description('Send a test event, and say whether it arrived.')
    .argument('<id>')
    .action(
      actWithAuth<[string], object>(cli, async (auth, { print }, _, id) => {
        const delivery = await auth.webhooks.test(id);
        const { state, last_failure, last_status } = delivery;
        const why = [last_failure, last_status].filter((part) => part !== null).join(' ');
        print.line(delivery, state === 'delivered' ? 'It arrived.' : `It did not arrive: ${why || 'no try yet'}.`);
        return state === 'delivered' ? EXIT.success : EXIT.failed;
      }),
    );

interface UpdateOptions {
  readonly url?: string;
  readonly types?: string;
}

const update = (parent: Command, cli: Cli): Command =>
  parent
    .command('update')
    .description('Change the address of a webhook, or the types of events it gets.')
    .argument('<id>')
    .option('--url <url>', 'where to send events')
    .option('--types <types>', TYPES)
    .action(
      actWithAuth<[string], UpdateOptions>(cli, async (auth, { print }, { url, types }, id) => {
        const webhook = await auth.webhooks.update(id, {
          ...(url === undefined ? {} : { url }),
          ...(types === undefined ? {} : { types: typesOf(types) }),
        });
        print.line(webhook, inRow(webhook));
      }),
    );

export function webhooks(parent: Command, cli: Cli): void {
  const group = parent.command('webhooks').description('Webhooks: where events are sent.');
  for (const add of [create, list, update, rotate, test, deliveries, remove]) add(group, cli);
}
