import { actionsOf, type Bill } from './bill.js';
import type { Step } from './steps.js';

/** A plain first version: for each page five activities (look, read what is stored, fill, submit, judge), of six events each. */
const PLAIN_EVENTS_A_PAGE = 30;

export interface Counted {
  readonly events: number;
  readonly bill: Bill;
}

export interface Report {
  readonly steps: readonly Step[];
  readonly invocation: Counted;
  readonly agent: Counted;
  readonly calls: Counted & { readonly count: number };
}

const WIDTH = 44;
const line = (name: string, ...numbers: readonly (string | number)[]): void =>
  console.log(name.padEnd(WIDTH) + numbers.map((number) => String(number).padStart(10)).join(''));

const details = (bill: Bill): string =>
  Object.entries(bill)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

export function printReport({ steps, invocation, agent, calls }: Report): void {
  console.log('One login: e-mail and TOTP secret stored, password given by a person, session saved. Three pages.\n');
  line('authInvocation, part by part', 'events', 'actions');
  for (const { name, events, bill } of steps) line(`  ${name}`, events, actionsOf(bill));
  line('  in all', invocation.events, actionsOf(invocation.bill));
  console.log(`  actions: ${details(invocation.bill)}\n`);

  const pages = steps.filter(({ name }) => name === 'fill and submit a page');
  const perPage = pages.reduce((sum, { events }) => sum + events, 0) / pages.length;
  const whole = invocation.events / pages.length;
  line('Events a page, beside five activities a page', 'here', 'plain', 'ratio');
  const compare = (name: string, events: number): void =>
    line(`  ${name}`, events.toFixed(1), PLAIN_EVENTS_A_PAGE, (events / PLAIN_EVENTS_A_PAGE).toFixed(2));
  compare('fill, submit and judge alone', perPage);
  compare('the whole login, spread over its pages', whole);
  console.log('');

  line('Beside it', 'events', 'actions');
  line('  authAgent: set up, start, hear of the end', agent.events, actionsOf(agent.bill));
  line(`  vaultCall, ${calls.count} of them: key, credential, grant`, calls.events, actionsOf(calls.bill));
  console.log(`  actions of the agent: ${details(agent.bill)}`);
  console.log(
    '  A Query is one more action; a follower pays one Update (one action, two events) for each change that it sees.',
  );
}
