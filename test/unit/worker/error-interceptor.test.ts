import type { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { PageLost, PageTrouble } from '../../../activities/browser/index.js';
import { errorInterceptor } from '../../../worker/error-interceptor.js';

/** What an activity that throws leaves behind: the failure that Temporal gets, and what the log says at `level`. */
async function throwing(error: unknown, level: string) {
  const lines: string[] = [];
  const log = pino({ level }, { write: (line: string) => void lines.push(line) });
  const info = { activityType: 'fillFields', workflowExecution: { workflowId: 'inv_1' } };
  const context = { info, cancellationSignal: new AbortController().signal } as Context;
  const { inbound } = errorInterceptor(log)(context);
  const failure = await inbound?.execute?.({ args: [], headers: {} }, () => Promise.reject(error)).catch((e) => e);
  return { failure, lines };
}

describe('a step on a page', () => {
  test('whose page was let go is no failure that anybody has to read about', async () => {
    const { failure, lines } = await throwing(new PageLost(), 'info');
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'PageLost' });
    expect(lines).toEqual([]);
  });

  test('which the browser failed is one', async () => {
    const { failure, lines } = await throwing(new PageTrouble('browser_error'), 'info');
    expect(failure).toMatchObject({ type: 'browser_error' });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ kind: 'browser_error', workflow_id: 'inv_1' }]);
  });
});
