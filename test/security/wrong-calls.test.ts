/** Threat: somebody gives the command line a secret in the wrong place, and what it prints stands in the log of a script. */
import { expect, it } from 'vitest';
import { run } from '../../cli/run.js';
import { fakeIo } from '../unit/cli/fake-io.js';

const SECRET = 'S3cr3t-hunter2!';

it.each([
  [[SECRET], 'no. 1'],
  [['credentials', SECRET], 'no. 2'],
  [['login', 'example.com', `--password=${SECRET}`], "'--password'"],
  [['login', 'example.com', `-p${SECRET}`], 'no. 3'],
  [['login', 'example.com', `--${SECRET}`], 'no. 3'],
  [['login', 'example.com', '--timeout', SECRET], 'no. 4'],
  [['login', 'example.com', `--timeout=${SECRET}`], '--timeout'],
  [['login', 'example.com', SECRET], 'too many'],
  [['credentials', 'create', SECRET], 'missing|required'],
  [['profiles', 'export', SECRET], 'missing|required'],
])('%j says where it is, and not what', async (args, said) => {
  for (const more of [[], ['--json']]) {
    const io = fakeIo();
    expect(await run([...more, ...args], io)).toBe(2);
    const all = [...io.stdout, ...io.stderr].join('\n');
    expect(all).not.toContain('hunter2');
    if (more.length === 0) expect(all).toMatch(new RegExp(said));
  }
});

it('a mistyped name is repeated, with the one that it may be', async () => {
  for (const [args, said] of [
    [['logn'], /'logn'[\s\S]*Did you mean login\?/],
    [['login', 'example.com', '--profil', 'x'], /'--profil'[\s\S]*Did you mean --profile\?/],
  ] as const) {
    const io = fakeIo();
    await run(args, io);
    expect(io.stderr.join('\n')).toMatch(said);
  }
});
