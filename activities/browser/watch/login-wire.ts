import type { Gate } from '../gate.js';
import { type Carried, type Search, searchIn, searchInAddress } from './carries.js';
import { type Needles, needlesOf } from './needles.js';

/** A value that a login is about to type. */
export interface TypedValue {
  readonly value: string;
  /** A secret leaves to its own sites only; an identifier may travel, but not by the form that it was typed into. */
  readonly kind: 'secret' | 'identifier';
  /** Whether the value may be sent to an address. */
  readonly mayGoTo: (address: string) => boolean;
  /** Whether it is a password, which stands in no address that a page is opened by. */
  readonly password: boolean;
}

/** By what a value would have left. */
export type Way = 'form' | 'redirect' | 'script' | 'socket' | 'address';

/** A request that was stopped, because a value does not belong where it went. */
export interface Stopped {
  /** Host, with the port where it is not the usual one. */
  readonly host: string;
  readonly how: Way;
}

/** What became of the values of one submission, as far as the wire shows it. */
export interface Traffic {
  /** Whether one of its secrets was seen on its way to a site of its own. False also where a script of the site sends it in a form of its own. */
  readonly sent: boolean;
  /** Where something was stopped, each place once, in order. */
  readonly stopped: readonly Stopped[];
  /** Whether a value was stopped and was seen on its way to no site of its own. */
  readonly kept: boolean;
}

/** A request on its way out of the browser. */
export interface Outgoing extends Carried {
  readonly method: string;
  /** Whether it asks for a document. */
  readonly navigates: boolean;
  /** Whether a server sent the browser there from another address. */
  readonly redirected: boolean;
}

/** What a login makes of a request. */
export interface Judged {
  /** `own`: it carries a value to where it belongs. `stop`: it carries one elsewhere. */
  readonly verdict: 'pass' | 'own' | 'stop';
  /** Writes it down. Only once it is known to be this login's request. */
  note(): void;
}

interface Watched extends TypedValue {
  readonly needles: Needles;
  readonly submission: string;
  sent: boolean;
  stopped: boolean;
}

/** Shorter ones stand everywhere by chance. */
const MIN_BEGINNING = 6;

/** Places that are written down for one submission. */
const MAX_STOPPED = 100;

interface Submission {
  readonly stopped: Stopped[];
  /** Whether anything was sent to a site of all of its secrets. */
  spoke: boolean;
}

/**
 * The wire of one login: which values have been typed into its pages, and what becomes of the requests that carry them. Armed before the
 * first key, until the last of its pages is closed. Values are kept in memory only, for as long.
 */
export class LoginWire {
  /** The login's own way out; null where its pages have none. */
  readonly gate: Gate | null;
  readonly #values: Watched[] = [];
  readonly #submissions = new Map<string, Submission>();
  #current: Submission = { stopped: [], spoke: false };
  /** Whether the document request that the submission itself causes is still to come. */
  #awaitsForm = false;
  readonly #widen: () => Promise<void>;
  readonly #places: () => readonly string[];

  /**
   * @param widen makes every request of the browser pass by here
   * @param places addresses of all documents that the login has open
   */
  constructor(gate: Gate | null, widen: () => Promise<void>, places: () => readonly string[]) {
    this.gate = gate;
    this.#widen = widen;
    this.#places = places;
  }

  get armed(): boolean {
    return this.#values.length > 0;
  }

  /** Whether a secret of this submission was seen on its way to a site of its own. */
  get hasSent(): boolean {
    return this.#secrets(this.#isCurrent).some(({ sent }) => sent);
  }

  /** Whether anything was stopped in this submission. */
  get hasStopped(): boolean {
    return this.#current.stopped.length > 0;
  }

  /** Whether a request carries a secret of this submission. */
  carried(request: Carried): boolean {
    const carries = searchIn(request);
    return this.#secrets(this.#isCurrent).some(({ needles }) => carries(needles));
  }

  /**
   * Begins a submission. Call before its first key is typed; from here on the values leave to their own sites only.
   * @param submission its id
   */
  async arm(submission: string, values: readonly TypedValue[]): Promise<void> {
    this.#current = { stopped: [], spoke: false };
    this.#submissions.set(submission, this.#current);
    for (const typed of values)
      this.#values.push({ ...typed, needles: needlesOf(typed.value), submission, sent: false, stopped: false });
    this.#awaitsForm = true;
    await this.#widen();
    this.gate?.arm({
      maySocket: (address) => this.#maySocketGoTo(address),
      mayName: (host) => this.#mayBeNamed(host),
    });
  }

  /** Call before a secret is typed key by key: scripts see its beginnings then, which leave to its own sites only, too. */
  watchBeginnings(value: string): void {
    const whole = this.#secrets(this.#isCurrent).filter((one) => one.value === value);
    for (const one of whole)
      for (let length = MIN_BEGINNING; length < value.length; length++) {
        const beginning = value.slice(0, length);
        this.#values.push({ ...one, value: beginning, needles: needlesOf(beginning), sent: false, stopped: false });
      }
  }

  /** Ends what belongs to the submission itself: what the pages send from here on only follows from it. */
  rest(): void {
    this.#awaitsForm = false;
  }

  /** What became of a submission. */
  trafficOf(submission: string): Traffic {
    const typed = this.#values.filter((one) => one.submission === submission);
    const { stopped, spoke } = this.#submissions.get(submission) ?? { stopped: [], spoke: false };
    const sent = typed.some((one) => one.kind === 'secret' && one.sent);
    // What a socket would have carried is not known: it counts where nothing else was sent at all.
    const only = !sent && !spoke && stopped.some(({ how }) => how === 'socket');
    return { sent, stopped, kept: only || typed.some((one) => one.stopped && !one.sent) };
  }

  /** @param carries reads the request once for all logins that judge it */
  judge(request: Outgoing, carries: Search = searchIn(request)): Judged {
    const carried = this.#values.filter((one) => this.#concerns(one, request) && carries(one.needles));
    const atHome = carried.filter(({ mayGoTo }) => mayGoTo(request.address));
    // People use one password at several sites: what is part of a value that belongs there, belongs there.
    const strays = carried.filter(
      (one) => !one.mayGoTo(request.address) && !atHome.some(({ value }) => value.includes(one.value)),
    );
    const bare = carried.filter((one) => one.password && isInAddress(request, one));
    const verdict = strays.length + bare.length > 0 ? 'stop' : carried.length > 0 ? 'own' : 'pass';
    const { address, method } = request;
    return {
      verdict,
      note: () => {
        if (verdict === 'stop') {
          for (const one of [...strays, ...bare]) one.stopped = true;
          this.#stop(address, strays.length > 0 ? wayOf(request) : 'address');
          return;
        }
        for (const one of atHome) one.sent = true;
        if (carried.length > 0 && isForm(request)) this.#awaitsForm = false;
        if (method !== 'GET' && this.#secrets(this.#isCurrent).every(({ mayGoTo }) => mayGoTo(address)))
          this.#current.spoke = true;
      },
    };
  }

  /** Writes down that the form of this submission was not sent, because by now it is sent to an address where its values don't belong. */
  keep(address: string): void {
    for (const one of this.#values.filter(this.#isCurrent)) one.stopped = true;
    this.#stop(address, 'form');
  }

  /** Identifiers travel freely, but for the form that they were typed into. */
  #concerns({ kind }: Watched, request: Outgoing): boolean {
    return kind === 'secret' || (this.#awaitsForm && isForm(request));
  }

  readonly #isCurrent = ({ submission }: Watched): boolean => this.#submissions.get(submission) === this.#current;

  #secrets(which: (one: Watched) => boolean): Watched[] {
    return this.#values.filter((one) => one.kind === 'secret' && which(one));
  }

  /**
   * What goes over a socket can't be held back once it is open, so that none is opened to where a secret does not belong. Of a login with
   * secrets of several sites, each site may talk to itself, unless another one that has a secret of its own is open.
   */
  #maySocketGoTo(address: string): boolean {
    const strays = this.#secrets(({ mayGoTo }) => !mayGoTo(address));
    const belongs = strays.length < this.#secrets(() => true).length;
    const places = strays.length === 0 ? [] : this.#places();
    const isKnown = strays.some(({ mayGoTo }) => places.some(mayGoTo));
    if (strays.length === 0 || (belongs && !isKnown)) return true;
    this.#stop(address, 'socket');
    return false;
  }

  /** Some names never come by as a request: of sockets, of connections that are made early, of what a browser looks up for itself. */
  #mayBeNamed(host: string): boolean {
    const address = `https://${host.includes(':') ? `[${host}]` : host}/`;
    const carries = searchInAddress(address);
    const strays = this.#secrets(({ mayGoTo, needles }) => carries(needles) && !mayGoTo(address));
    for (const one of strays) one.stopped = true;
    if (strays.length > 0) this.#stop(address, 'script');
    return strays.length === 0;
  }

  /** Each place once: a script may try for ever. */
  #stop(address: string, how: Way): void {
    const { stopped } = this.#current;
    const { host } = new URL(address);
    const isKnown = stopped.some((one) => one.host === host && one.how === how);
    if (!isKnown && stopped.length < MAX_STOPPED) stopped.push({ host, how });
  }
}

/** Whether it is the first request of a form that is sent: for a document, only a form posts. */
const isForm = ({ navigates, redirected, method }: Outgoing): boolean => navigates && !redirected && method === 'POST';

/** Whether a form is sent by an address that holds the value. What a server sends the browser to is its own act. */
const isInAddress = ({ navigates, redirected, method, address }: Outgoing, { needles }: Watched): boolean =>
  navigates && !redirected && method === 'GET' && searchInAddress(address)(needles);

function wayOf({ redirected, navigates }: Outgoing): Way {
  if (redirected) return 'redirect';
  return navigates ? 'form' : 'script';
}
