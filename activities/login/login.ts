/** What a worker knows of a login whose page it holds. */
import type { Recipe } from '../../contract/recipes/recipe.js';
import type { FillResult, LoginRef, Outcome } from '../../contract/steps.js';
import type { LivePage, SessionState } from '../browser/index.js';
import type { AskedQuestion, Consent, Grant, ItemChoice, ProfileHold, StoredProfile } from '../vault/types.js';
import type { FieldNames } from './evidence/field-names.js';
import type { Scrubber } from './evidence/scrub.js';
import type { OriginRule } from './fill/origin.js';
import type { Submission } from './judge/submission.js';
import type { AuthorizationRequests } from './read/authorization-request.js';
import type { BoxWords } from './read/dialogs.js';
import type { NetworkWatch } from './read/network-watch.js';
import type { Carried, Observation, Sight } from './read/observation.js';
import type { SiteRecipes } from './recipes/site-recipes.js';

/** Which page asks a person. */
export type AskingPlace = Pick<AskedQuestion, 'site' | 'provider'>;

/** The way that a login took, to be learned from if it succeeds. */
export interface Route {
  /** Where the first form was found, and its shape; null while none is, or where the login did not begin at its beginning. */
  start: { readonly address: string; readonly signature: string } | null;
  /** Learned ways that led nowhere in this login. */
  readonly deadEnds: string[];
  /** Forms that were filled and led on. */
  readonly filled: { readonly address: string; readonly form: Recipe['forms'][number] }[];
}

/** What the worker remembers of a login whose page it holds. Lost with the page. */
export interface Login {
  readonly ref: LoginRef;
  readonly live: LivePage;
  /** Another one once the item of a provider was read. */
  grant: Grant;
  mayTypeAt: OriginRule;
  readonly scrub: Scrubber;
  /** Names of its fields in plain. */
  readonly names: FieldNames;
  /** What the texts of the site are sealed with; see contract/invocation/shown.ts. */
  readonly viewKey: string;
  network: NetworkWatch;
  /** What applications asked for on the way. */
  asked: AuthorizationRequests;
  /** What people agreed to for this agent. */
  agreed: readonly Consent[];
  /** Answers to steps that were given in this login: one that the site asks for again has not taken them. */
  readonly answered: Set<string>;
  /** Boxes that a form turned out to wait for; see `needBoxes`. */
  readonly needs: Set<string>;
  /** Whether what lies over the form was found to be in the way; see `gateOptions`. */
  gated: boolean;
  /** The words of what lies over the form that was sent, and asks something; null where nothing does. */
  overForm: string | null;
  readonly recipes: SiteRecipes;
  /** The session that was saved last, null before the first. */
  readonly profile: StoredProfile | null;
  /** What of the profile its browser has; null where it began with nothing, or with what an earlier page of it left. */
  began: SessionState | null;
  /** By this the login may save. */
  readonly hold: ProfileHold;
  /** Whether the site may know this browser already. */
  knownTo: boolean;
  /** Whether it began with a session, or where an earlier page of it was lost. */
  readonly wasKnownTo: boolean;
  /** Whether anything was typed, on this page or on one that was lost. */
  typed: boolean;
  /** Whether a password or a code was sent, on this page or on one that was lost: then the account is the one that it belongs to. */
  gaveSecret: boolean;
  /** The last submit and what stood there before it; null before the first. */
  submitted: { readonly before: Observation; readonly submission: Submission } | null;
  /** Shapes of the forms that a secret was sent from. */
  readonly sentForms: Set<string>;
  /** What the page said before a form was sent for the first time, by the form's shape. */
  readonly linesBefore: Map<string, ReadonlySet<string>>;
  /** What stood beside the forms of this login, which everybody is offered; see `beside`. */
  readonly besideForms: Set<string>;
  /** What pages asked in boxes of the browser since the last submit, and were told no. */
  boxes: readonly BoxWords[];
  /** What the browser carried before anything was typed; null where that is not known. */
  untyped: Carried | null;
  /** Whether the site ends a session at its second visit. */
  singleVisit: boolean;
  /** What a browser without the session is shown, by address. */
  readonly strangers: Map<string, Promise<Sight>>;
  /** The identity provider whose button was pressed; see `UNNAMED`. */
  provider: string | null;
  /** Where the page is that was shown last, and asks for what is missing. */
  asking: AskingPlace | null;
  /** The item of a provider: nobody has looked for one, several fit and somebody is to choose, or there is nothing more to do about it. */
  item: 'unread' | 'settled' | readonly ItemChoice[];
  /** The question that the vault was told of since anything was done on the page. */
  told: string | null;
  /** Names of fields whose lists did not offer what was typed to search them. */
  readonly notOffered: Set<string>;
  /** What lists offered to a person, by name of the field. */
  readonly offered: Map<string, ReadonlySet<string>>;
  /** The form that a person chose where only a person can; see `formId`. */
  chosenForm: string | null;
  /** Whether a second factor was chosen, by a person or by itself. */
  choseMethod: boolean;
  /** The words of a page that the site's own links were seen to lead back to; null where there is none. */
  held: string | null;
  /** The words of a page that is another one than that in the way of it; null where there was none in the way. */
  past: string | null;
  /** The words of a dialog that stood over the page which seemed to be behind the login; null where none did. */
  dialog: string | null;
  readonly route: Route;
  /** The clock that codes are made by. Its `Date` may be that of a cache in front of the site: after a refusal it is the other one. */
  codesBy: 'site' | 'own';
  /** What came of each attempt. */
  readonly results: Map<string, Outcome | FillResult>;
}

/** The logins whose pages this worker holds. */
export type Logins = WeakMap<LivePage, Login>;
