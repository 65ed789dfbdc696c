import type { PageView, ViewForm } from '../page-world/view.js';

/** What stands in the frame of a site, beside whatever a page asks. */
export const isBeside = ({ class: of }: ViewForm): boolean => of === 'search' || of === 'newsletter';

/** A label is no path. */
const entry = (label: string): string => `menu ${label}`;

/** What a page of the login has that everybody is offered: where its navigation and its other links lead, what else that offers, and the shapes of forms to look for something. */
export function beside({ evidence, standing, forms, best }: PageView): string[] {
  // A dialog that asks for no name and no password may cover the place behind the login: what stands behind it isn't offered to everybody.
  const isInFront = best?.modal && best.fields.every(({ role }) => role === 'custom' || role === 'otp');
  if (evidence.logout || isInFront) return [];
  const menu = standing.menu.map(entry);
  return [...standing.places, ...standing.links, ...menu, ...forms.filter(isBeside).map(({ signature }) => signature)];
}

/**
 * A page without what everybody is offered, for that tells no place behind the login from a step on the way there.
 * @param known what stood beside the forms of the login
 */
export function withoutBeside(view: PageView, known: ReadonlySet<string>): PageView {
  if (known.size === 0) return view;
  const { standing } = view;
  const isHere = known.has(standing.here);
  const places = standing.places.filter((place) => !known.has(place));
  const menu = standing.menu.filter((label) => !known.has(entry(label)));
  const forms = view.forms.filter((form) => !isBeside(form) || !known.has(form.signature));
  const shared = standing.places.filter((place) => known.has(place));
  return { ...view, forms, standing: { ...standing, places, shared, menu, linksHere: standing.linksHere && !isHere } };
}
