import type { FrameView } from '../page-world/agent.js';
import type { PageView } from '../page-world/view.js';

/** What is read of one frame of a page; the main frame's path is empty. */
export interface Part {
  readonly path: string;
  readonly view: FrameView;
}

/**
 * What tells a place from a step of a page in frames. Where the main document only stands around one of them, what it shows is what the page shows: a step in a
 * frame is one, and the frame no content.
 */
export function mergeStanding(main: Part, others: readonly Part[]): PageView['standing'] {
  const shown = others.filter(showsAnything);
  const [only] = shown;
  const told = only !== undefined && shown.length === 1 && isAround(main.view) ? only : main;
  const { standing } = main.view;
  const inside = placed(told);
  return {
    ...inside,
    places: union(standing.places, inside.places),
    links: union(standing.links, inside.links),
    routes: union(standing.routes, inside.routes),
    menu: union(standing.menu, inside.menu),
    shared: standing.shared,
    here: standing.here,
    hasSwitch: standing.hasSwitch || inside.hasSwitch,
    linksHere: standing.linksHere || inside.linksHere,
    account: standing.account || inside.account,
    records: Math.max(...[main, ...others].map(({ view }) => view.standing.records)),
    // A key is handed out wherever it stands.
    handsOutKey: [main, ...others].some(({ view }) => view.standing.handsOutKey),
  };
}

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])];

const showsAnything = ({ view: { standing, forms, buttons } }: Part): boolean =>
  standing.words !== '' || buttons.length > 0 || forms.some(({ fields }) => fields.length > 0);

/** Whether a document says and asks nothing beside the frame of its site. */
const isAround = ({ standing, forms, buttons }: FrameView): boolean =>
  standing.texts.length === 0 &&
  forms.every(({ fields, framed }) => framed || fields.length === 0) &&
  buttons.every(({ framed, cookies }) => framed || cookies !== null);

function placed({ path: frame, view: { standing } }: Part): PageView['standing'] {
  const { boxes, radios } = standing;
  return {
    ...standing,
    radios: radios.map((question) => question.map((radio) => ({ ...radio, ref: { frame, ...radio.ref } }))),
    boxes: boxes.map((box) => ({ ...box, ref: { frame, ...box.ref } })),
  };
}
