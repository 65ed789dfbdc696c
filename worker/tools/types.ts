import type { run } from './run.js';

/** A program that was found and has been seen running on this machine. */
export interface Tool {
  path: string;
  /** As the program reports it; `unknown` where it reports none. */
  version: string;
  /** Where it was found, in words. */
  source: string;
}

export interface ChromiumTool extends Tool {
  /** To be added to the environment that it is started in. */
  env: Record<string, string>;
  /** To be passed on its command line. */
  args: string[];
  /** Whether the sandbox for web content works here. */
  sandbox: boolean;
  /** Why there is no sandbox; null where there is one. */
  sandboxProblem: string | null;
}

/** Null: not on this machine. */
export interface Tools {
  temporal: Tool | null;
  testServer: Tool | null;
  chromium: ChromiumTool | null;
}

/** What a source found, before anybody has tried to run it. */
export interface Found {
  path: string;
  env?: Record<string, string>;
}

/** Why a source has nothing. */
export interface Miss {
  why: string;
}

/** One place where a tool may come from. */
export interface Source {
  name: string;
  /** Whether it uses the network; such a source is asked only by set-up. */
  fetches?: boolean;
  /** After this many milliseconds the source counts as a miss. */
  timeoutMs: number;
  find(context: Context, signal: AbortSignal): Promise<Found | Miss>;
}

/** What was learned by running a program; valid as long as the file stays the same. */
export interface Proof {
  version: string;
  sandbox?: boolean;
  sandboxProblem?: string | null;
}

/** How a kind of tool is found, tested and explained. */
export interface ToolKind {
  label: string;
  sources: Source[];
  prove(found: Found, context: Context): Promise<Proof | Miss>;
  /** What a person can do when no source has it. */
  remedy: string;
}

/** Everything outside that the search for tools touches, so that tests can replace it. */
export interface Context {
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  arch: string;
  home: string;
  isRoot: boolean;
  /** Our folder in the user's cache. */
  cache: string;
  run: typeof run;
  fetch: typeof fetch;
  /** SHA-256 of a file, hex. */
  hash(path: string): Promise<string>;
  /** Tells the user what is going on. */
  say(line: string): void;
}
