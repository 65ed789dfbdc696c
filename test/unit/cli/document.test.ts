import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { run } from '../../../cli/run.js';
import { fakeIo } from './fake-io.js';

const text = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');

/** Names of the sub-commands and of the options that the help of a command lists. */
async function helpOf(command: readonly string[]): Promise<{ commands: string[]; options: string[] }> {
  const io = fakeIo();
  expect(await run([...command, '--help'], io)).toBe(0);
  const help = io.stdout.join('\n');
  const section = (title: string): string => help.split(`${title}:\n`)[1]?.split('\n\n')[0] ?? '';
  const first = (lines: string, pattern: RegExp): string[] =>
    [...lines.matchAll(pattern)].map((match) => match[1] ?? '');
  return {
    commands: first(section('Commands'), /^ {2}([a-z-]+)/gm).filter((name) => name !== 'help'),
    options: first(section('\nOptions'), /(--[a-z-]+)/gm),
  };
}

it('documents every command and every option', async () => {
  const { commands } = await helpOf([]);
  expect(commands).toEqual([
    ...['up', 'worker', 'server', 'status', 'doctor', 'migrate', 'vault', 'login'],
    ...['credentials', 'providers', 'agents', 'invocations', 'profiles', 'recipes', 'events', 'webhooks'],
  ]);
  for (const command of commands) {
    const { commands: inner, options } = await helpOf([command]);
    for (const name of inner) {
      expect(text).toContain(`\`${command} ${name}`);
      for (const option of (await helpOf([command, name])).options) expect(text).toContain(option);
    }
    expect(options).toContain('--help');
    for (const option of options) expect(text).toContain(option);
  }
});
