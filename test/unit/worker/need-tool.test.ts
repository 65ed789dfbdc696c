import { expect, it } from 'vitest';
import { needTool } from '../../../worker/need-tool.js';

const none = { temporal: null, testServer: null, chromium: null };
const chromium = { path: '/opt/chrome', version: '1', args: [], env: {}, sandbox: true } as never;

it('a program that is not there, and cannot be fetched, is named with what was tried', async () => {
  const tried = { tool: 'Chromium', message: 'Chromium: the download did not answer' };
  const look = { findTools: async () => none, setUpTools: async () => ({ tools: none, missing: [tried] }) };
  await expect(needTool('chromium', look)).rejects.toMatchObject({
    code: 'tool_missing',
    details: { tool: 'chromium', problems: [tried.message] },
  });
});

it('one that is there is taken, and nothing is fetched', async () => {
  const look = {
    findTools: async () => ({ ...none, chromium }),
    setUpTools: () => Promise.reject(new Error('it fetched')),
  };
  expect(await needTool('chromium', look)).toBe(chromium);
});
