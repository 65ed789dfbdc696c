import { describe, expect, it } from 'vitest';
import { asTrouble, PageLost, PageTrouble } from '../../../activities/browser/errors.js';
import { refuseUnsafeDebug } from '../../../activities/browser/unsafe-debug.js';
import { AgentAuthError } from '../../../contract/index.js';

describe('errors of the browser', () => {
  it.each([
    ['page.fill: Timeout 3000ms exceeded.\nCall log:\n  - fill("hunter2")', 'element_not_found'],
    ['page.goto: net::ERR_NAME_NOT_RESOLVED at https://x.test/?p=hunter2', 'network_error'],
    ['elementHandle.evaluate: Target page, context or browser has been closed', 'PageLost'],
    ['page.click: Page crashed', 'PageLost'],
    ['something with hunter2 in it', 'browser_error'],
  ])('%s', (message, type) => {
    const trouble = asTrouble(new Error(message));
    expect(trouble).toMatchObject({ type });
    expect(JSON.stringify([trouble, trouble.message, trouble.cause, trouble.stack])).not.toContain('hunter2');
  });

  it('our own pass as they are', () => {
    for (const error of [new PageLost(), new PageTrouble('network_error'), new AgentAuthError('agent_not_found')])
      expect(asTrouble(error)).toBe(error);
  });
});

describe('debug output that prints what is typed', () => {
  it.each([{ DEBUG: 'pw:api' }, { DEBUG: 'express, pw:*' }, { DEBUG: '*' }, { DEBUG: 'pw*' }, { PWDEBUG: '1' }])(
    '%o is refused',
    (env) => {
      expect(() => refuseUnsafeDebug(env)).toThrow(expect.objectContaining({ code: 'unsafe_debug' }));
    },
  );

  it.each([{}, { DEBUG: '' }, { DEBUG: 'express:*' }, { DEBUG: 'app,-pw:api' }])('%o is fine', (env) => {
    expect(() => refuseUnsafeDebug(env)).not.toThrow();
  });
});
