import { native } from '../dom/native.js';
import { ancestors } from '../dom/tree.js';
import type { LocalForm } from '../frame-view.js';
import type { FormClass } from '../view.js';
import type { Concept } from '../words/words.js';
import { asControl } from './choice-button.js';
import type { Judgement } from './classify.js';
import { controlRef } from './field-view.js';
import { formView } from './form-view.js';
import { isName } from './kinds.js';
import { settleNumber } from './login-name.js';
import { settlePins } from './masked.js';
import { type Control, type Field, type Group, isNonEmpty } from './model.js';
import { panelOf } from './panel.js';
import { leadsElsewhere } from './press.js';
import { providerOf } from './provider.js';
import { assignRoles } from './roles.js';
import type { Scan } from './scan.js';

/** How far above a form its tabs may stand. */
const REACH = 6;
const MAX_TABS = 8;
/** Forms of a login that other people may have under another tab. */
const SHARED: ReadonlySet<FormClass> = new Set(['login', 'identifier']);
/** Tabs that are another way in for the same people, or no way in. */
const OTHER_WAYS: readonly Concept[] = [
  'signup',
  'recovery',
  'otp',
  'email',
  'phone',
  'sms',
  'passkey',
  'totp',
  'qrCode',
  'password',
];

/** A form that was read, with what its reading came of. */
export interface ReadForm {
  readonly form: LocalForm;
  readonly group: Group;
  readonly judgement: Judgement;
}

/** A tab with the part of the page that it shows, where that is there. */
interface Tab {
  readonly control: Control;
  readonly panel: Element | null;
}

/**
 * The logins that stand under tabs which are not shown, where one is under a tab that is: for other people than those of this one. The form that is shown is
 * called after its tab as well.
 */
export function behindTabs(scan: Scan, shown: readonly ReadForm[]): LocalForm[] {
  for (const read of shown) {
    if (!SHARED.has(read.form.class)) continue;
    const tabs = tabsAround(scan, read.group);
    const mine = tabs.find((tab) => shows(tab, read.group)) ?? tabs.find(isSelected);
    // Beside a tab that is called after the password stand other ways in for the same people.
    if (mine === undefined || scan.says('password', mine.control.label)) continue;
    const others = tabs.filter((tab) => tab !== mine).flatMap((tab) => formBehind(scan, tab, read) ?? []);
    if (others.length === 0) continue;
    Object.assign(read.form, called(scan, mine, true));
    return others;
  }
  return [];
}

const called = (scan: Scan, { control }: Tab, isShown: boolean): Pick<LocalForm, 'tab' | 'names'> => ({
  tab: { ref: controlRef(scan, control), isShown },
  names: [control.label],
});

/** The tabs right above a form: what says that it is one, else a row of links or buttons, one for each of as many parts of which one is shown. */
function tabsAround(scan: Scan, { container }: Group): Tab[] {
  let level = 0;
  for (const at of ancestors(container)) {
    if (level > REACH) break;
    level += 1;
    const declared = scan.controls.filter((control) => isTabHere(scan, control) && scan.contains(at, control.element));
    if (declared.length > 1 && declared.length <= MAX_TABS)
      return declared.map((control) => ({ control, panel: panelOf(control.element) }));
    const row = rowBeside(scan, at, container);
    if (row.length > 1) return row;
  }
  return [];
}

/** One that leads to another page is a link, whatever it calls itself. */
const isTabHere = (scan: Scan, control: Control): boolean =>
  native(control.element, 'getAttribute')('role') === 'tab' && !leadsElsewhere(scan, control);

/** The children of a box as parts of which one is shown, with the row of buttons before them. */
function rowBeside(scan: Scan, at: Element, container: Element): Tab[] {
  const box = native(at, 'parentElement');
  const parts = box === null ? [] : [...native(box, 'children')].filter(holdsFields);
  const shown = parts.filter((part) => part === at || native(part, 'checkVisibility')());
  if (parts.length < 2 || parts.length > MAX_TABS || shown.length !== 1 || shown[0] !== at) return [];
  const start = scan.orderOf(container);
  const near = [...scan.controls, ...radiosOf(scan)]
    .sort((a, b) => a.order - b.order)
    .filter(
      (control) =>
        control.order < start &&
        !control.submits &&
        control.label !== '' &&
        !leadsElsewhere(scan, control) &&
        providerOf(scan, control) === null,
    );
  const row = near.slice(-parts.length);
  const parent = row[0] === undefined ? null : native(row[0].element, 'parentElement');
  const isRow =
    row.length === parts.length &&
    row.every(({ element }) => {
      const around = native(element, 'parentElement');
      return (
        around === parent ||
        (around !== null && parent !== null && native(around, 'parentElement') === native(parent, 'parentElement'))
      );
    });
  return isRow ? row.map((control, index) => ({ control, panel: parts[index] ?? null })) : [];
}

/** Radio buttons that a person sees, as what can be pressed. */
const radiosOf = (scan: Scan): Control[] =>
  scan.choices.filter(({ element }) => element.type === 'radio').map((choice) => asControl(scan, choice));

const holdsFields = (part: Element): boolean =>
  native(part, 'querySelector')('input:not([type=hidden]):not([type=radio])') !== null;

/** Whether the form stands in what the tab names. */
const shows = ({ panel }: Tab, { container }: Group): boolean =>
  panel !== null && (native(panel, 'contains')(container) || native(container, 'contains')(panel));

/** Whether a tab that does not say what it shows is the one that is shown. */
const isSelected = ({ control, panel }: Tab): boolean =>
  panel === null && native(control.element, 'getAttribute')('aria-selected') === 'true';

/** The login under a tab that is not shown; null where there is none, or for the same people. Where its fields are not there yet, it is taken to be like this one. */
function formBehind(scan: Scan, tab: Tab, { form, group, judgement }: ReadForm): LocalForm | null {
  const { control, panel } = tab;
  // Nobody can choose what can't be pressed.
  if (control.label === '' || control.disabled || OTHER_WAYS.some((concept) => scan.says(concept, control.label)))
    return null;
  if (providerOf(scan, control) !== null) return null;
  if (panel === null) return { ...form, ...called(scan, tab, false) };
  const fields = scan.fields.filter(({ element, editable }) => editable && native(panel, 'contains')(element));
  if (fields.length === 0)
    return native(panel, 'childElementCount') === 0 ? { ...form, ...called(scan, tab, false) } : null;
  if (!isNonEmpty(fields) || !asksAlike(group.fields, fields)) return null;
  const hidden = {
    container: panel,
    form: fields[0].element.form,
    fields,
    controls: [],
    choices: [],
    characters: null,
  };
  settleNumber(fields);
  settlePins(scan, hidden, () => '');
  const parts = assignRoles(scan, hidden, judgement);
  return parts.class === form.class
    ? {
        ...formView(scan, { group: hidden, parts, submit: null }, { ...judgement, task: form.task }),
        ...called(scan, tab, false),
        rank: form.rank,
      }
    : null;
}

/** Asks for as many passwords, and for a name of the same kind. */
function asksAlike(shown: readonly Field[], hidden: readonly Field[]): boolean {
  const passwords = (fields: readonly Field[]): number => fields.filter(({ type }) => type === 'password').length;
  const kind = (fields: readonly Field[]) => fields.find(isName)?.purpose;
  const [one, other] = [kind(shown), kind(hidden)];
  return passwords(shown) === passwords(hidden) && (one === undefined || other === undefined || one === other);
}
