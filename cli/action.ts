import type { Command } from 'commander';
import type { AgentAuth } from '../client/index.js';
import { defaultStateDir } from '../contract/machine/stack-file.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Io } from './terminal/io.js';
import { type Print, printer } from './terminal/print.js';

/** What all commands of one call share. */
export interface Cli {
  readonly io: Io;
  /** Set by the action that ran. */
  exitCode: ExitCode;
}

export interface Scene {
  readonly io: Io;
  readonly print: Print;
  /** As given; undefined leaves it to the environment. */
  readonly stateDir: string | undefined;
}

interface GlobalOptions {
  readonly json?: boolean;
  readonly stateDir?: string;
}

// biome-ignore lint/suspicious/noConfusingVoidType: an action that returns nothing has succeeded
type Outcome = Promise<ExitCode | void>;

/** Commander hands over the arguments, then the options, then the command. */
export const act =
  <Args extends unknown[], Options>(cli: Cli, run: (scene: Scene, options: Options, ...args: Args) => Outcome) =>
  async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const options = given.at(-2) as Options;
    const { json = false, stateDir } = command.optsWithGlobals<GlobalOptions>();
    const scene: Scene = { io: cli.io, print: printer(cli.io, json), stateDir };
    cli.exitCode = (await run(scene, options, ...(given.slice(0, -2) as Args))) ?? EXIT.success;
  };

/** An action that talks to the running stack, or to the Temporal that the environment names. */
export const actWithAuth = <Args extends unknown[], Options>(
  cli: Cli,
  run: (auth: AgentAuth, scene: Scene, options: Options, ...args: Args) => Outcome,
) =>
  act<Args, Options>(cli, async (scene, options, ...args) => {
    const auth = await scene.io.connect({ state_dir: scene.stateDir });
    try {
      return await run(auth, scene, options, ...args);
    } finally {
      await auth.close();
    }
  });

export const stateDirOf = (scene: Scene): string => scene.stateDir ?? defaultStateDir();
