import type { PageView } from '../page-world/view.js';

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
    buttons: view.buttons.filter(({ ref }) => ref.frame === '' && gate.pins.includes(ref.pin)),
    evidence: { ...view.evidence, logout: false },
    standing: {
      ...standing,
      places: [],
      linksHere: false,
      account: false,
      bare: true,
      tells: true,
      greets: false,
      words: gate.text,
    },
  };
}
