import { resolve } from 'node:path';
import type { Command } from 'commander';
import { findStack } from '../../client/internal.js';
import { act, type Cli, stateDirOf } from '../action.js';
import type { Verdict } from '../doctor/check.js';
import { EXIT } from '../exit-codes.js';
import type { Io } from '../terminal/io.js';
import { row } from '../terminal/print.js';

const COLORS: Readonly<Record<Verdict, 'green' | 'yellow' | 'red'>> = {
  ok: 'green',
  warning: 'yellow',
  problem: 'red',
};

const lineOf = ({ colors }: Io, verdict: Verdict, check: string, says: string, next: string | undefined): string => {
  const line = `${colors[COLORS[verdict]](verdict.padEnd(8))} ${row([
    [check, 12],
    [says, 0],
  ])}`;
  return next === undefined ? line : `${line}\n${' '.repeat(23)}${next}`;
};

export const doctor = (parent: Command, cli: Cli): Command =>
  parent
    .command('doctor')
    .description('Find out what is wrong with this machine and the state folder, and what to do.')
    .addHelpText(
      'after',
      `
Works with and without a running stack, changes nothing, and prints no secret. Exit code 1 if there is a problem.

Example:
  $ agent-auth doctor --state-dir /var/lib/agent-auth`,
    )
    .action(
      act(cli, async (scene) => {
        const stateDir = resolve(stateDirOf(scene));
        // Loaded here: no other command needs what the checks look at.
        const { examine } = await import('../doctor/checks.js');
        let problems = 0;
        const env = { ...process.env, AGENT_AUTH_STATE_DIR: stateDir };
        for await (const found of examine({ env, stateDir, stack: await findStack(stateDir) })) {
          const { verdict, check, says, next } = found;
          if (verdict === 'problem') problems += 1;
          scene.print.line({ check, verdict, says, next: next ?? null }, lineOf(scene.io, verdict, check, says, next));
        }
        return problems === 0 ? EXIT.success : EXIT.failed;
      }),
    );
