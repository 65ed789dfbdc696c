import { expect, it } from 'vitest';
import { TIMEOUTS } from '../../../activities/login/index.js';
import type { Standing } from '../../../activities/login/page-world/view.js';
import { undecidedFor } from '../../../activities/login/read/undecided.js';
import { emptyView, nowhere } from '../discover/empty-view.js';

const seen = (lines: readonly string[], standing: Partial<Standing> = {}, alive = true) => ({
  view: emptyView({ standing: nowhere(standing) }),
  alive,
  status: 200,
  lines: new Set(lines),
});

const wall = (alive: boolean) => ({
  ...seen(['Just a moment']),
  view: { ...emptyView({ standing: nowhere({}) }), title: 'Just a moment' },
  status: 403,
  alive,
});

const LONG = ['This page has something to say, and says it in more than forty letters.'];

it.each([
  ['a page that shows nothing yet, while its application asks for more', seen(['Loading']), true, TIMEOUTS.openMs],
  ['a page that shows nothing, and asks for nothing', seen(['Loading']), false, TIMEOUTS.undecidedMs],
  ['a page that no script can change', seen(['OK'], {}, false), true, TIMEOUTS.undecidedMs],
  ['a page that shows something', seen(LONG), true, TIMEOUTS.undecidedMs],
  ['a firewall that has the browser calculate', wall(true), false, 4 * TIMEOUTS.undecidedMs],
  ['one whose page no script can change', wall(false), false, TIMEOUTS.undecidedMs],
  ['a page that leads on by itself', seen(LONG, { refresh: 5 }), false, TIMEOUTS.movingMs],
  ['a page that is at work, and leaves nothing to do', seen(LONG, { waits: true }), false, TIMEOUTS.movingMs],
  ['a place where a ring turns', seen(LONG, { waits: true, account: true }), false, TIMEOUTS.settleMs],
  ['a place that shows something beside it', seen(LONG, { waits: true, content: 1 }), false, TIMEOUTS.undecidedMs],
])('%s is waited for as long as it may still move', (_, page, busy, ms) =>
  expect(undecidedFor(TIMEOUTS, page, { busy })).toBe(ms),
);
