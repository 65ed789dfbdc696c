import type { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { pino } from 'pino';
import { describe, expect, it, test } from 'vitest';
import { PageLost, PageTrouble } from '../../../activities/browser/index.js';
import { AgentAuthError } from '../../../contract/errors/errors.js';
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
    const { failure, lines } = await throwing(new PageTrouble('browser_error', 'no_sandbox'), 'info');
    expect(failure).toMatchObject({ type: 'browser_error' });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      {
        kind: 'browser_error',
        cause: 'no_sandbox',
        workflow_id: 'inv_1',
        at: expect.arrayContaining([expect.stringContaining('at ')]),
      },
    ]);
  });
});

describe('an activity that is not carried out', () => {
  it('for what the stack lacks is in the log, with what the error knows of it', async () => {
    const error = new AgentAuthError('vault_unavailable', { database: 'SQLITE_FULL' });
    const { failure, lines } = await throwing(error, 'warn');
    expect(failure).toMatchObject({ type: 'vault_unavailable' });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { kind: 'vault_unavailable', details: { database: 'SQLITE_FULL' }, activity: 'fillFields' },
    ]);
  });

  it('for what the request lacks is told to whoever asked, and not logged', async () => {
    const { failure, lines } = await throwing(new AgentAuthError('credential_not_found'), 'warn');
    expect(failure).toMatchObject({ type: 'credential_not_found' });
    expect(lines).toEqual([]);
  });
});
