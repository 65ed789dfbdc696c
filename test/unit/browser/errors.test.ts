import { errors } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { asTrouble, PageLost, PageTrouble } from '../../../activities/browser/errors.js';
import { refuseUnsafeDebug } from '../../../activities/browser/unsafe-debug.js';
import { AgentAuthError } from '../../../contract/index.js';

const { TimeoutError } = errors;
const PlaywrightError = Object.getPrototypeOf(TimeoutError) as new (message: string) => Error;
class Closed extends PlaywrightError {}

describe('errors of the browser', () => {
  it.each([
    [TimeoutError, 'page.fill: Timeout 3000ms exceeded.\nCall log:\n  - fill("hunter2")', 'element_not_found'],
    [TimeoutError, 'page.goto: Timeout 3000ms exceeded.', 'network_error'],
    [PlaywrightError, 'page.goto: net::ERR_NAME_NOT_RESOLVED at https://x.test/?p=hunter2', 'network_error'],
    [PlaywrightError, 'elementHandle.click: Element is not attached to the DOM', 'element_not_found'],
    [PlaywrightError, 'page.evaluate: Target crashed', 'PageLost'],
    [Closed, 'elementHandle.evaluate: Target page, context or browser has been closed', 'PageLost'],
    [Closed, 'whatever it says of hunter2', 'PageLost'],
    [Error, 'something with hunter2 in it', 'browser_error'],
  ])('%o %s', (Kind, message, type) => {
    const trouble = asTrouble(new Kind(message));
    expect(trouble).toMatchObject({ type });
    expect(JSON.stringify([trouble, trouble.message, trouble.cause, trouble.stack])).not.toContain('hunter2');
  });

  it.each([
    'page.evaluate: Error: Target page, context or browser has been closed',
    'page.evaluate: Error: Target crashed',
    'page.evaluate: Error: net::ERR_FAILED',
    'page.evaluate: net::ERR_FAILED',
    'page.evaluate: TypeError: the element is not attached',
    'Timeout 30ms exceeded',
  ])('what a page says of itself is none: %s', (message) => {
    expect(asTrouble(new PlaywrightError(message))).toMatchObject({ type: 'browser_error' });
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
