import actions from '../page-world/words/actions.json' with { type: 'json' };
import append from '../page-world/words/append.json' with { type: 'json' };
import fields from '../page-world/words/fields.json' with { type: 'json' };
import offers from '../page-world/words/offers.json' with { type: 'json' };
import standing from '../page-world/words/standing.json' with { type: 'json' };
import steps from '../page-world/words/steps.json' with { type: 'json' };

const textsIn = (node: unknown): string[] =>
  typeof node === 'string'
    ? [node]
    : typeof node === 'object' && node !== null
      ? Object.values(node).flatMap((member) => textsIn(member))
      : [];

/** All that our lists of words know, in every language: whoever reads one of them learns nothing about a page. */
export const LISTED: readonly string[] = textsIn([actions, append, fields, offers, standing, steps]);
