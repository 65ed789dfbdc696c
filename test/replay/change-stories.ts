import * as messages from '../../contract/messages.js';
import type { StoredAtHand } from '../../contract/steps.js';
import { authenticated, lostPage, type Script, threePages } from '../server/workflows/scripted-login.js';
import { field, page } from '../unit/workflows/pages.js';
import type { Stage } from './stage.js';
import { atFirst, both, COMPLETE, login, renewed, type Story } from './story.js';

const stored = (password: string): StoredAtHand => ({
  stored: ['email', 'password'],
  refused: [],
  has_totp: true,
  sso_provider: null,
  marks: { email: 'c.1', password },
  totp_mark: 'c.1',
  grant_mark: 'g',
});

/** The vault has one change to tell. */
const oneChange: Script['change'] = (heard) => ({ change: heard === null ? 'changed' : null, has_session: true });

const LOGIN = page(field('password'));

/** The end of a session that works is near. */
function renewedInTime(): Story {
  const story = renewed(null, (stage) => stage.agent.signal(messages.agent.vaultChanged));
  const change: Script['change'] = (heard) =>
    heard === null ? { change: 'due', has_session: true, is_due: true } : { change: null, has_session: true };
  return { ...story, script: { ...story.script, change } };
}
/** An item of a provider, which is another one each time that its page is opened. */
const itemOnPage: Script['open'] = (n) => ({
  kind: 'input',
  page: LOGIN,
  offered: { keys: ['password'], has_totp: true, mark: `v${n}`, ...(n === 1 ? { use: 'matched' as const } : {}) },
});
const noneStored = (grant_mark: string): StoredAtHand => ({
  ...stored('c.1.1'),
  ...{ stored: [], marks: {}, has_totp: false, totp_mark: null, grant_mark },
});

/** A login asks a person, and goes on because its agent is told that the vault has changed. */
async function toldWhileAsked(stage: Stage): ReturnType<Story['tell']> {
  await stage.makeAgent();
  await stage.startLogin();
  await stage.asked(1);
  await stage.agent.signal(messages.agent.vaultChanged);
  await stage.invocation.result();
  await stage.removeAgent();
  return both(stage);
}

/** What people change in the vault while a login runs. */
export const CHANGE_STORIES: Readonly<Record<string, Story>> = {
  'password-corrected': {
    script: {
      begun: stored('c.1.1'),
      fill: atFirst(() => ({ kind: 'refused', fields: ['password'], website_error: null, page: LOGIN })),
      look: () => ({ kind: 'input', page: LOGIN }),
      stored: () => stored('c.2.1'),
      change: oneChange,
    },
    tell: toldWhileAsked,
  },
  'item-changed': {
    script: {
      begun: noneStored('g'),
      open: itemOnPage,
      fill: atFirst(() => ({ kind: 'refused', fields: ['password'], website_error: null, page: LOGIN })),
      look: lostPage,
      stored: () => noneStored('item 2'),
      change: oneChange,
    },
    tell: toldWhileAsked,
  },
  'value-gone': login(
    {
      ...COMPLETE,
      fill: atFirst(() => ({ kind: 'empty', fields: ['password'], gone: true })),
      stored: () => ({ ...stored('c.1.1'), stored: ['email'], marks: { email: 'c.1' } }),
    },
    1,
  ),
  'session-imported': {
    script: {
      begun: stored('c.1.1'),
      open: (n) => (n === 1 ? { kind: 'input', page: LOGIN } : authenticated),
      fill: atFirst(() => ({ kind: 'refused', fields: ['password'], website_error: null, page: LOGIN })),
      look: lostPage,
      stored: () => ({ ...stored('c.1.1'), grant_mark: 'another session' }),
      change: oneChange,
    },
    tell: toldWhileAsked,
  },
  'renewed-in-time': renewedInTime(),
  forgotten: login({ ...COMPLETE, fill: atFirst(() => ({ kind: 'forgotten' })), open: threePages.open }, 0),
};
