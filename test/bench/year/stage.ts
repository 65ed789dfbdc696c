/** The vault, the workflows and the worker's rounds as they are; pages are scripts of the site, and time is the bench's own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { type Looker, lookIfFree } from '../../../activities/session-check/index.js';
import { tellChanges } from '../../../activities/temporal/tell-changes.js';
import { openVault, type Vault } from '../../../activities/vault/index.js';
import type { BegunInvocation, LoginRef, NeedsHuman, VaultActivities } from '../../../contract/steps.js';
import * as workflows from '../../../workflows/index.js';
import { scriptedBrowser } from '../../support/scripted-site/browser.js';
import type { Site } from '../../support/scripted-site/site.js';
import { createCaller, type TestCaller } from '../../vault/support/vault.js';
import { time } from './runtime/clock.js';
import { type Activities, world } from './runtime/world.js';

export interface Heard {
  begun(ref: LoginRef, begun: BegunInvocation): void;
  needs(need: NeedsHuman): void;
}

export interface Trouble {
  isVaultAway(site: Site): boolean;
  isLost(site: Site): boolean;
}

export interface Stage {
  readonly vault: Vault;
  readonly accessKey: string;
  readonly admin: TestCaller;
  /** What a worker does each minute. */
  round(): Promise<void>;
  sweep(): Promise<void>;
  /** The worker dies and another one takes its place: the vault is opened again, and open pages are lost. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** As far as telling agents goes. */
const client = {
  workflow: {
    getHandle: (id: string) => ({
      signal: async ({ name }: { readonly name: string }) => world.signal(id, name, []),
    }),
  },
} as unknown as Client;

/** What a worker's activities do (create-workers.ts), for the workflow of an id. */
function vaultActivities(vault: Vault, tell: () => Promise<void>, look: () => Promise<void>, heard: Heard) {
  return (id: string): Omit<VaultActivities, 'callVault'> => ({
    async beginInvocation(input) {
      const begun = await vault.beginInvocation(input);
      heard.begun(input, begun);
      return begun;
    },
    async noteNeedsHuman(need) {
      await vault.noteNeedsHuman(need);
      heard.needs(need);
    },
    async closeInvocation(input) {
      const closed = await vault.closeInvocation(input);
      await tell();
      return closed;
    },
    async recordAgent(input) {
      await vault.recordAgent(input, id);
      if (input.status === 'AUTHENTICATED') await look();
    },
    recoverAttempt: (input) => vault.recoverAttempt(input),
    remind: (input) => vault.remind(input),
    wakeLogin: (input) => vault.wakeLogin(input),
    readEnd: (input) => vault.readEnd(input),
    readStored: (input) => vault.readStored(input),
    hearChange: (input) => vault.hearChange(input, id),
    hasSession: (input) => vault.hasSession(input.id),
    checkLogin: (input) => vault.checkLogin(input, id),
  });
}

export async function startStage(sites: readonly Site[], trouble: Trouble, heard: Heard): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'agent-auth-year-'));
  const stateDir = join(folder, 'state');
  let vault = await openVault({ stateDir, clock: time });
  const accessKey = (await readFile(join(stateDir, 'access-key'), 'utf8')).trim();
  const tell = (): Promise<void> => tellChanges(client, vault)();
  const looker = (): Looker => ({
    vault,
    browser: async () => ({
      looked: { answer: 'inconclusive', why: 'no_page', by: 'browser' },
      session: null,
      ways: null,
    }),
    onOver: tell,
    clock: time,
  });
  /** As `checkDue`, one at a time. */
  async function look(): Promise<void> {
    for (const id of await vault.dueChecks()) await lookIfFree(looker(), id).catch(() => undefined);
  }

  /** A login is on the page of its agent's site. */
  const make = () => {
    const of = vaultActivities(vault, tell, look, heard);
    const browsers = sites.map((site) => {
      const own = { isVaultAway: () => trouble.isVaultAway(site), isLost: () => trouble.isLost(site) };
      return [site.host, scriptedBrowser({ vault, site, taskQueue: 'pages', trouble: own })] as const;
    });
    const names = ['openLogin', 'fillFields', 'chooseOption', 'lookAtPage', 'saveSession', 'closePage'] as const;
    const steps: Activities = Object.fromEntries(
      names.map((name) => [
        name,
        async (step: LoginRef) => {
          const { domain } = await vault.grantOf(step.auth_agent_id);
          const [, browser] = browsers.find(([host]) => host === domain)!;
          return (browser as unknown as Activities)[name]!(step as never);
        },
      ]),
    );
    const isRunning = async (input: { readonly workflow_id: string }) => world.isRunning(input.workflow_id);
    return (id: string): Activities => ({ ...(of(id) as unknown as Activities), ...steps, isRunning });
  };
  world.workflows = workflows as unknown as typeof world.workflows;
  world.activitiesOf = make();

  return {
    get vault() {
      return vault;
    },
    accessKey,
    admin: createCaller(() => vault, accessKey),
    async round() {
      await world.during(async () => {
        await vault.lookForChanges();
        await look();
        await vault.wantDue();
        await tell();
      });
      await world.settle();
    },
    sweep: () => world.during(() => vault.sweep()),
    async restart() {
      await vault.close();
      vault = await openVault({ stateDir, clock: time });
      world.activitiesOf = make();
    },
    async close() {
      await vault.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
