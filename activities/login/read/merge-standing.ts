import type { FrameView } from '../page-world/agent.js';
import type { PageView } from '../page-world/view.js';

type Standing = FrameView['standing'];

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
  const only = isAround(main.view) ? ownFrame(main, others.filter(showsAnything)) : undefined;
  const told = only ?? main;
  const { standing } = main.view;
  const inside = placed(told);
  // A menu may have a frame of its own; what others are led to is no place of the site.
  const own = only === undefined ? [] : [only, ...others.filter((one) => isOwn(main, one))];
  const all = [main, ...own].map(({ view }) => view.standing);
  const inAny = (of: (one: Standing) => readonly string[]): string[] => [...new Set(all.flatMap(of))];
  return {
    ...inside,
    places: inAny(({ places }) => places),
    links: inAny(({ links }) => links),
    routes: inAny(({ routes }) => routes),
    menu: inAny(({ menu }) => menu),
    shared: standing.shared,
    here: standing.here,
    hasSwitch: standing.hasSwitch || inside.hasSwitch,
    linksHere: standing.linksHere || inside.linksHere,
    account: standing.account || inside.account,
    // Nor is the document around it done, whatever the frame shows: a chat, an advertisement.
    goesOn: standing.goesOn || inside.goesOn,
    waits: standing.waits || inside.waits,
    busy: standing.busy || inside.busy,
    refresh: standing.refresh ?? inside.refresh,
    inDialog: standing.inDialog || inside.inDialog,
    asksOver: standing.asksOver || inside.asksOver,
    records: Math.max(...[main, ...others].map(({ view }) => view.standing.records)),
    // A key is handed out wherever it stands.
    handsOutKey: [main, ...others].some(({ view }) => view.standing.handsOutKey),
  };
}

/**
 * The only frame of the site's own that asks for anything, or that there is, whatever others show beside it; else the only one that is written into the page;
 * else the only one.
 */
function ownFrame(main: Part, shown: readonly Part[]): Part | undefined {
  const isWritten = (one: Part): boolean => originOf(one.view.url) === null;
  const own = shown.filter((one) => isOwn(main, one));
  const asking = own.filter(({ view: { forms } }) => forms.some(({ fields }) => fields.length > 0));
  if (asking.length === 1) return asking[0];
  const [first, ...more] = [own, shown.filter(isWritten), shown].find((some) => some.length > 0) ?? [];
  return more.length === 0 ? first : undefined;
}

const isOwn = (main: Part, { view: { url } }: Part): boolean => originOf(url) === originOf(main.view.url);

/** Null for a frame without an address of its own. */
const originOf = (url: string): string | null =>
  /^https?:/.test(url) && URL.canParse(url) ? new URL(url).origin : null;

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
