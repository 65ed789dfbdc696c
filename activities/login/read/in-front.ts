import type { PageView, ViewButton } from '../page-world/view.js';

/** The buttons in what lies over the form of a page. */
export const buttonsOver = ({ gate, buttons }: Pick<PageView, 'gate' | 'buttons'>): ViewButton[] =>
  gate === null ? [] : buttons.filter(({ ref }) => ref.frame === '' && gate.pins.includes(ref.pin));

/**
 * A page as what lies over its form, where that was found to ask something after the form was sent: its words and its answers are all that
 * there is to see, until it is gone.
 * @param asked its words
 */
export function inFront(view: PageView, asked: string | null): PageView {
  const { gate, standing } = view;
  if (gate === null || gate.text !== asked) return view;
  return {
    ...view,
    forms: [],
    best: null,
    rivals: [],
    gate: null,
    buttons: buttonsOver(view),
    evidence: { ...view.evidence, logout: false },
    standing: {
      ...standing,
      places: [],
      linksHere: false,
      account: false,
      bare: true,
      tells: true,
      greets: false,
      refresh: null,
      headline: null,
      speaksOf: null,
      boxes: [],
      radios: [],
      accounts: [],
      words: gate.text,
    },
  };
}
