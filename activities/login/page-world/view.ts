/** What discovery says about a page. Pure data, JSON-serialisable, and free of secrets by construction: no type in this file has a place for what an input holds. */

import type { Permission } from './permission.js';

/** What a group of fields is for. `otp`: a code, or any other secret but a password; `none`: nothing to fill; `ambiguous`: two readings too close to choose between. */
export type FormClass =
  | 'login'
  | 'identifier'
  | 'password'
  | 'otp'
  | 'method_choice'
  | 'account_choice'
  | 'sso'
  | 'signup'
  | 'recovery'
  | 'change_password'
  | 'newsletter'
  | 'search'
  | 'other'
  | 'none'
  | 'ambiguous';

/** How to find one element again, and how to tell that it still is the same one. */
export interface ElementRef {
  /** Frame path: child indices from the main frame, joined by dots; `''` is the main frame. */
  frame: string;
  /** Resolves to exactly this element in its frame; pierces open shadow roots the way Playwright's CSS engine does. */
  css: string;
  /** `tag|type|name|id|autocomplete|label` hash, re-checked on the live element right before anything is typed. */
  signature: string;
  /** This very element, for as long as its document lasts. */
  pin: string;
}

export type FieldRole = 'identifier' | 'password' | 'new_password' | 'otp' | 'custom';
/** What somebody may be known by. */
export type NameKind = 'email' | 'phone' | 'number';
export type FieldType = 'text' | 'email' | 'password' | 'tel' | 'number' | 'url' | 'code';

/** By what a page marks a field as wrong, apart from words. */
export type FieldMark = 'aria_invalid' | 'user_invalid' | 'red' | 'error_class';

export interface ViewField {
  ref: ElementRef;
  role: FieldRole;
  /** Canonical name (`email`, `username`, `phone`, `password`, `code`), else a slug of the label; unique in its form. */
  name: string;
  type: FieldType;
  label: string;
  /** Whether the page says that it is the field's; else it only stands where a label would. */
  labelled: boolean;
  placeholder: string | null;
  hint: string | null;
  required: boolean;
  /** Holds a value already; the value itself never leaves the page. */
  filled: boolean;
  inputType: string;
  maxLength: number | null;
  /** Choices of a `<select>`, of another list or of radio buttons, else null. */
  options: { value: string; label: string }[] | null;
  /** What the page says about a code that goes right behind this password, into the same field; null where it says nothing. */
  appendsCode: { words: string; optional: boolean } | null;
  /** What its label calls it, as a name, where that is not `name`: a value can be stored under it. */
  alias: string | null;
  /** What else it is called, as names, best first: by its label without links, by its author. */
  called: string[];
  /** Whether it says itself that it is for a password. */
  isCalledPassword: boolean;
  /** Whether its label says of what the password is: "Fund password". */
  isOfSomething: boolean;
  /** Whether it says itself that it is for a name, an address or a number by which somebody is known. */
  isCalledName: boolean;
  /** The kinds of names that it takes, where it says that it takes no others; null for any. */
  takes: NameKind[] | null;
  /** By what a hidden field may be for a PIN, whatever its label: its author calls it so, or it takes as many digits as PINs have. Null for any other. */
  mayBePin: 'called' | 'shaped' | null;
  /** Whether it alone is asked for, in few digits, or where a code may have been sent, under a label that no list knows, and nobody calls it a PIN. */
  mayBeCode: boolean;
  /** Whether it is a list that is searched by typing, for nobody says what. */
  isOpenChoice: boolean;
  /** Which characters of the password are asked for, from 1, the last one as -1; null where it is asked for as a whole, or something else is. */
  positions: number[] | null;
  /** How it is marked as wrong now. */
  marks: FieldMark[];
  /** All boxes of a segmented one-time code, or for characters of a password, in typing order; else empty. */
  boxes: ElementRef[];
  /** Whether it is pressed on keys that the page draws: then `ref` is what holds them. */
  keypad: boolean;
}

export type ButtonKind =
  | 'submit'
  | 'sso'
  | 'login_link'
  | 'switch_method'
  | 'mfa_option'
  | 'account'
  | 'dismiss'
  | 'take_note'
  /** Shows the page in another language. */
  | 'language'
  | 'stay_signed_in'
  | 'stay_signed_out'
  | 'not_now'
  | 'consent'
  | 'other';

export type MfaMethod = 'totp' | 'sms' | 'email' | 'call' | 'push' | 'passkey' | 'backup' | 'password';

export interface ViewButton {
  ref: ElementRef;
  label: string;
  kind: ButtonKind;
  /** Identity provider of an `sso` button (`google`, `microsoft`, ...). */
  provider: string | null;
  /** Method that an `mfa_option` or `switch_method` button names. */
  mfaType: MfaMethod | null;
  /** The answer to a cookie banner that pressing it gives; null outside of one. */
  cookies: 'reject' | 'accept' | null;
  /** Whether it stands in what all pages of the site have in common: its head, its navigation, its foot. */
  framed: boolean;
  link: boolean;
  /** Whether it is a link without an address, which a script makes a button. */
  scripted: boolean;
  /** The other origin that it leads to, as a link; null where it stays at that of its page. */
  elsewhere: string | null;
  /** Whether it gives up what the page is about: back, cancel, no, log out. */
  leadsAway: boolean;
  /** Whether it leads to a login as somebody else than who is shown: "Not you?", "Use another account". */
  switchesAccount: boolean;
  /** Whether it opens the menu of an account on this page: that of who is logged in, or the way to the login. */
  opensAccount: boolean;
  /** What else stands in the smallest box around it that has more than it; null where that has something else to press, or much to say, and on pages with much to press. */
  beside: string | null;
}

/** What a page that stands between a login and its session says that it is about. */
export type StepWords = 'password_change' | 'enrollment' | 'session_elsewhere' | 'identity_check';

/** What tells a place behind a login from a step on the way there. */
export interface Standing {
  /** Paths of the site that its navigation leads to, with a query that names a page, but for those that are for everybody. */
  places: string[];
  /** Those of them that stood beside the form of the login as well, which are no `places` any more: see read/beside.ts. */
  shared: string[];
  /** Whether it has links of which the login page has its own: to itself in another language, in other colours. They are none of the others. */
  hasSwitch: boolean;
  /** The same of links that stand elsewhere on the page; also of what everybody is led to. */
  links: string[];
  /** How many tables, drawings, things of a list and the like it shows in its middle. */
  content: number;
  /** How many of them only tell, line by line, about one thing: the device that asks, the place and the time. */
  facts: number;
  /** How many lines the longest table has that tell about one thing each, none of which is there to be chosen. */
  records: number;
  /** How many lines the longest list or table has that can be chosen from, on a page that shows nothing else. */
  lines: number;
  /** What it says in its middle, piece by piece, without what can be pressed. */
  texts: string[];
  /** Routes that its navigation leads to within this page: "#/files". */
  routes: string[];
  /** What else its navigation and its tabs offer within this page, by their labels, but for what stood beside the form of the login as well. */
  menu: string[];
  /** This page, as its navigation would call it. */
  here: string;
  /** Whether its navigation leads to this very page. */
  linksHere: boolean;
  /** Whether the menu of somebody's account is offered. */
  account: boolean;
  /** Whether it is short, and has no links to other pages, lists or the like, as places have. */
  bare: boolean;
  /** Whether it speaks in sentences. */
  tells: boolean;
  /** Whether it says what to choose, over radio buttons on a short page or a list that only the pointer shows to be one, and offers nothing else in its middle. */
  picks: boolean;
  /** Whether a button in its middle sends a form. */
  sends: boolean;
  /** Whether somebody is welcomed. */
  greets: boolean;
  /** Whether it says that somebody is logged in. */
  letsKnow: boolean;
  /** Whether it says that it continues by itself. */
  goesOn: boolean;
  /** Whether it shows that it waits for something. */
  waits: boolean;
  /** Whether it still holds a password that was typed, and its button can't be pressed: it is at work. */
  busy: boolean;
  /** Whether the form of its password field is disabled as a whole: a script may not have enabled it yet. */
  disabled: boolean;
  /** In how many seconds it goes elsewhere by itself; null where it stays. */
  refresh: number | null;
  /** Whether it gives out the key of a new authenticator. */
  handsOutKey: boolean;
  /** What its headings are about, and its text. */
  headline: StepWords | null;
  speaksOf: StepWords | null;
  boxes: ViewBox[];
  /** Radio buttons, one list for each question. */
  radios: ViewRadio[][];
  /** Whether a modal dialog that can be answered stands over it; whether that asks to choose one of them, and leaves no way around it. */
  inDialog: boolean;
  asksOver: boolean;
  /** E-mail addresses that it shows as those of who is logged in. */
  accounts: string[];
  /** What may be a name of who is logged in, behind the place where it stands; see scan/accounts.ts. */
  labels: string[];
  /** The beginning of its text, in one line; of that of such a dialog. */
  words: string;
}

/** A box that can be ticked, and thereby agrees to something. */
export interface ViewBox {
  ref: ElementRef;
  label: string;
  /** Whether the form is not sent without it, as far as the page says so. */
  required: boolean;
}

/** One of the answers that a page offers as radio buttons. */
export type ViewRadio = Pick<ViewBox, 'ref' | 'label'>;

/** What lies over a form, and the buttons in it. */
export interface Gate {
  text: string;
  pins: string[];
}

export interface ViewForm {
  /** Where this comes from: discovery on the page, a written recipe, or a recipe learned from a successful login. */
  source: 'page' | 'recipe' | 'learned';
  class: FormClass;
  /** Probability of `class`, 0 to 1. */
  confidence: number;
  /** Distance to the second-best class, 0 to 1. */
  margin: number;
  /** Why, strongest first: names of the features that decided. Never a value. */
  reasons: string[];
  frame: string;
  fields: ViewField[];
  submit: ElementRef | null;
  /** The "keep me logged in" box. */
  remember: ElementRef | null;
  /** Other boxes that are not ticked. */
  boxes: ViewBox[];
  /** Absolute URL the form posts to, without query and fragment. */
  action: string | null;
  method: string | null;
  /** What a person could call the form, best first: its heading, its button, its fields. */
  names: string[];
  /** The tab that it stands under, where other people have theirs under another one; null where it stands under none. */
  tab: { ref: ElementRef; isShown: boolean } | null;
  /** Whether it stands in a dialog that has to be answered before anything else of the page. */
  modal: boolean;
  /** Whether words say that it sets a new password, or asks for that of now to do so. */
  setsNew: boolean;
  /** Whether it stands in what all pages of the site have in common: its head, its navigation, its foot. */
  framed: boolean;
  /** Labels of the options of a choice; else empty. */
  candidates: { label: string }[];
  /** Stable hash of the form's shape, for visited-sets. */
  signature: string;
  /** Whether a form with a name and a password says that it is for something else than a login, or nothing of a login; whether one with a name has a link sent; else null. */
  task: 'other' | 'unsaid' | 'link' | null;
}

/** Where a code comes from; `sent`: by a way that is not named; `backup`: a list that was handed out once, each code good for one login. */
export type OtpKind = 'totp' | 'sms' | 'email' | 'sent' | 'backup' | 'unknown';

export interface PageView {
  /** Without query and fragment. */
  url: string;
  title: string;
  /** Visible forms, best first. */
  forms: ViewForm[];
  best: ViewForm | null;
  /** Forms of which only a person can say which one is the login; empty where `best` is clear. */
  rivals: ViewForm[];
  buttons: ViewButton[];
  /** Visible messages, at most 300 characters each. */
  alerts: { text: string; role: string }[];
  /** Kind of a visible challenge that blocks the page, else null. */
  captcha: string | null;
  evidence: { logout: boolean; loginLink: boolean; passkey: boolean; untypable: boolean; headings: string[] };
  /** Empty for a page that asks for no consent. */
  permissions: Permission[];
  /** What a page that asks for consent lists beside that, and no list of ours knows. */
  listed: string[];
  /** Whether the form of the login is sent by a button that allows an application something as well ("Authorize app"). */
  allowsByForm: boolean;
  otpKind: OtpKind | null;
  standing: Standing;
  /** What was found out about it elsewhere: its own links lead back to it, it was reached past another page, or a person said that nothing is left there. */
  readonly known: 'held' | 'past' | 'inside' | null;
  /** Whether it shows a form with a name and a password for something else, as a place behind a login does: a mailbox to add, a connection. */
  readonly otherTask: boolean;
  /** What lies over the fields of the best form of the main document; null where nothing does. */
  gate: Gate | null;
  /** What the page asks the human to do elsewhere (approve a push, match a number, open a link), else null. */
  externalAction: { kind: 'push' | 'number_match' | 'link' | 'passkey'; text: string; number: string | null } | null;
}
