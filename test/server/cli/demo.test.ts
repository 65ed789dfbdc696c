import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SAMPLE_USER } from '../../sites/sample.js';
import { variant } from '../../support/variants.js';
import { call } from './call.js';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agent-auth-demo-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const demo = (...args: string[]) => call(['cli', 'sample', 'run.js'], [...args, '--state-dir', dir]);

it('without a terminal and without an answer it says how, and starts nothing', async () => {
  const { code, stdout, stderr } = await demo('--once');
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain("npm start -- --once --answer password='correct horse battery staple'");
});

variant('tells the whole story: login, proof, expiry, a re-authentication that asks nobody', async () => {
  const { code, lines, stderr } = await demo('--once', '--json', '--answer', `password=${SAMPLE_USER.password}`);
  expect({ code, stderr }, JSON.stringify(lines.slice(-5))).toEqual({ code: 0, stderr: '' });
  const proofs = lines.filter((line) => line.event === 'proof');
  expect(proofs).toHaveLength(2);
  for (const proof of proofs) expect(proof.greeting).toContain(SAMPLE_USER.email);
  const [first, second] = proofs.map((proof) => lines.filter((line) => line.invocation_id === proof.invocation_id));
  expect(first?.filter((line) => line.event === 'awaiting_input')).toMatchObject([{ fields: ['password'] }]);
  expect(second?.filter((line) => line.event === 'awaiting_input')).toEqual([]);
  expect(JSON.stringify(lines)).not.toContain(SAMPLE_USER.password);
});
