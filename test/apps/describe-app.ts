import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App, RunningApp } from './app.js';
import { type Counter, countInFrontOf } from './counter.js';
import { activitiesDriver, type Driver } from './driver.js';
import { install } from './install.js';

/** What every application has to stand. */
export function describeApp(app: App): void {
  describe(`${app.name} ${app.npm.version}`, () => {
    let running: RunningApp;
    let counter: Counter;
    let driver: Driver;
    let data: string;

    beforeAll(async () => {
      data = mkdtempSync(join(tmpdir(), `agent-auth-${app.name}-`));
      running = await app.start(await install(app), data);
      counter = await countInFrontOf(running.port);
      driver = await activitiesDriver(`localhost:${counter.port}`, running.path, running.totpSecret);
    });
    afterAll(async () => {
      await driver?.stop();
      await counter?.close();
      await running?.stop();
      rmSync(data, { recursive: true, force: true });
    });

    it('refuses a wrong password, which is submitted exactly once', async () => {
      const password = `wrong-${randomUUID()}`;
      expect(await driver.login({ ...running.values, password })).toMatchObject({
        kind: 'refused',
        fields: ['password'],
      });
      expect(counter.carrying(password)).toBe(1);
    });

    it('logs in, and the saved session is proved', async () => {
      expect(await driver.login(running.values)).toMatchObject({ kind: 'saved' });
    });

    it('is logged in with the saved session, without a password', async () => {
      const before = counter.carrying(running.values.password as string);
      expect(await driver.login({})).toEqual({ kind: 'logged_in_already' });
      expect(counter.carrying(running.values.password as string)).toBe(before);
    });

    it('logs in again when the server ended the session', async () => {
      await running.expireSessions();
      expect(await driver.login(running.values)).toMatchObject({ kind: 'saved' });
    });
  });
}
