import { readFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { describe, expect, test } from 'vitest';
import { actionsOf, billOf } from '../../bench/history/bill.js';
import { eventsOf } from '../../bench/history/read.js';
import { stepsOf } from '../../bench/history/steps.js';

const recorded = async (name: string) => {
  const text = await readFile(new URL(`../../histories/0.1.0-1/${name}.json`, import.meta.url), 'utf8');
  return eventsOf(historyFromJSON(JSON.parse(text)));
};

describe('what a recorded login costs', () => {
  test('its parts add up to the whole', async () => {
    const history = await recorded('seed.invocation');
    const steps = stepsOf(history);
    expect(steps.reduce((sum, { events }) => sum + events, 0)).toBe(history.length);
    expect(steps.reduce((sum, { bill }) => sum + actionsOf(bill), 0)).toBe(actionsOf(billOf(history)));
  });

  test('names what it is billed for', async () => {
    expect(billOf(await recorded('seed.invocation'))).toMatchObject({
      'workflow starts': 1,
      activities: 5,
      timers: 1,
      'local activities': 2,
    });
    expect(billOf(await recorded('seed.agent'))).toMatchObject({ 'child workflows': 1, signals: 1 });
  });

  test('a page that is filled and leads to the next one takes one activity', async () => {
    const fills = stepsOf(await recorded('seed.invocation')).filter(({ name }) => name === 'fill and submit a page');
    expect(fills).toHaveLength(3);
    expect(fills.map(({ bill }) => bill.activities)).toEqual([1, 1, 1]);
  });
});
