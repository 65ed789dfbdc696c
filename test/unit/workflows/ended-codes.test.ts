import { expect, it } from 'vitest';
import * as flows from '../../../workflows/invocation/flow/index.js';
import { begun, input } from './begin.js';
import { field, page } from './pages.js';

const start = () => flows.begun(flows.beginFlow(input, 0), 0, begun);

it('a login that goes on and on ends, without blame', () => {
  let flow = start();
  for (let step = 0; step < 40 && !flows.ended(flow); step++)
    flow = flows.saw(flow, step, { kind: 'input', page: page(field(step % 2 === 0 ? 'email' : 'password')) });
  expect(flow.end).toEqual({ status: 'FAILED', code: 'max_steps_exceeded' });
});

it('what nobody did in time tells what was waited for', () => {
  const elsewhere = flows.saw(start(), 1, { kind: 'external_action', message: 'Tap Yes.' });
  expect(flows.expired(elsewhere).end).toEqual({ status: 'EXPIRED', code: 'external_action_timeout' });
  expect(flows.expired(start()).end).toEqual({ status: 'EXPIRED', code: 'awaiting_input_timeout' });
});
