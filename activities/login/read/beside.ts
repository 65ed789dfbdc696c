import type { ButtonKind, PageView, ViewButton, ViewForm } from '../page-world/view.js';

/** What stands in the frame of a site, beside whatever a page asks. */
export const isBeside = ({ class: of }: ViewForm): boolean => of === 'search' || of === 'newsletter';

/** Shows the page that it stands on another way: in another language, other colours, larger letters. By its query alone, for it is on all pages. */
const switchOf = (place: string, here: string): string | null => {
  const at = place.indexOf('?');
  return at > 0 && place.slice(0, at) === here ? `switch ${place.slice(at)}` : null;
};

/** A label is no path. */
const entry = (label: string): string => `menu ${label}`;

/** The same button, at the same place; scan/lines.ts knows it by that. */
const entryOf = ({ ref, label }: ViewButton): string => `button ${ref.css} ${label}`;

/** Kinds of buttons that belong to no form and no way to log in. */
const AROUND: ReadonlySet<ButtonKind> = new Set(['other', 'language', 'take_note', 'dismiss', 'submit']);

/** What is there to be pressed in the middle of a page, but for a way out and what leads to other pages. */
export const isPressed = ({ link, scripted, framed, leadsAway, cookies }: ViewButton): boolean =>
  !(link && !scripted) && !framed && !leadsAway && cookies === null;

/** What can be pressed beside the form of the first page of a login: what goes on with that search, what skips its navigation, what sets colours. */
export function buttonsBeside({ buttons, forms, rivals }: PageView): string[] {
  const own = [...forms, ...rivals].filter((form) => !isBeside(form)).map(({ submit }) => submit?.pin);
  const around = buttons.filter(
    ({ ref, kind, mfaType }) => AROUND.has(kind) && mfaType === null && !own.includes(ref.pin),
  );
  return around.map(entryOf);
}

/** What a page of the login has that everybody is offered: where its navigation and its other links lead, what else that offers, and the shapes of forms to look for something. */
export function beside({ evidence, standing, forms, best }: PageView): string[] {
  // A dialog that asks for no name and no password may cover the place behind the login: what stands behind it isn't offered to everybody.
  const isInFront = best?.modal && best.fields.every(({ role }) => role === 'custom' || role === 'otp');
  if (evidence.logout || isInFront) return [];
  const menu = standing.menu.map(entry);
  const switches = [...standing.places, ...standing.links].flatMap((place) => switchOf(place, standing.here) ?? []);
  return [
    ...standing.places,
    ...standing.links,
    ...switches,
    ...menu,
    ...forms.filter(isBeside).map(({ signature }) => signature),
  ];
}

/**
 * A page without what everybody is offered, for that tells no place behind the login from a step on the way there.
 * @param known what stood beside the forms of the login
 */
export function withoutBeside(view: PageView, known: ReadonlySet<string>): PageView {
  if (known.size === 0) return view;
  const { standing } = view;
  const isHere = known.has(standing.here);
  const isSwitch = (place: string): boolean => known.has(switchOf(place, standing.here) ?? '');
  const [places, links] = [standing.places, standing.links].map((all) => all.filter((place) => !isSwitch(place))) as [
    string[],
    string[],
  ];
  const menu = standing.menu.filter((label) => !known.has(entry(label)));
  const forms = view.forms.filter((form) => !isBeside(form) || !known.has(form.signature));
  const own = places.filter((place) => !known.has(place));
  const shared = places.filter((place) => known.has(place));
  const hasSwitch = [...standing.places, ...standing.links].some(isSwitch);
  const buttons = view.buttons.map((button) => (known.has(entryOf(button)) ? { ...button, framed: true } : button));
  return {
    ...view,
    forms,
    buttons,
    standing: { ...standing, places: own, links, shared, hasSwitch, menu, linksHere: standing.linksHere && !isHere },
  };
}
