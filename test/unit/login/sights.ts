import type { PageView } from '../../../activities/login/page-world/view.js';
import type { Observation, Sight } from '../../../activities/login/read/observation.js';
import { emptyView } from '../discover/empty-view.js';

export const ADDRESS = 'https://site.test/account';

export interface Shown {
  url?: string;
  status?: number;
  lines?: readonly string[];
  view?: Partial<PageView>;
}

/** What a browser is shown, where nothing else is said. */
export const sight = ({ url = ADDRESS, status = 200, lines = [], view = {} }: Shown): Sight => {
  const seen: Observation = {
    view: emptyView(view),
    status,
    turnedDown: false,
    answer: null,
    mayHaveSent: false,
    sentEmpty: false,
    paths: new Set(),
    boxes: [],
    marks: new Map(),
    carried: { cookies: [], storage: [], origin: '' },
    passwordShown: false,
    asksBrowser: null,
    drawn: new Set(),
    answered: false,
    lines: new Set(lines),
    alive: false,
  };
  return { url, seen };
};
