/** What people give and decide in a login. */
import type { ChooseStep, GivenAnswer, LoginRef } from '../../contract/steps.js';

/** A value that a person gave, still sealed. */
export interface GivenValue extends LoginRef, GivenAnswer {
  readonly field: string;
  readonly sealed: string;
}

/** A choice that a person made. */
export interface GivenChoice extends LoginRef, GivenAnswer {
  readonly choice: ChooseStep['choice'];
}

/** What a person allowed an application, at an identity provider. */
export interface Consent {
  /** Site of the page that asked, as `siteAt` writes it. */
  readonly site: string;
  /** The application, as it calls itself there; empty where it is not known: then it is not remembered. */
  readonly client: string;
  /** Scopes, and what the page listed. */
  readonly scopes: readonly string[];
}

/** A question of a login, and the page that asks it: what a person answers is for that site. */
export interface AskedQuestion {
  readonly question: number;
  /** As `siteAt` writes it. */
  readonly site: string;
  /** The identity provider that the page is of; null on the agent's own site, and where it is not known. */
  readonly provider: string | null;
}

/** What a person decided about a host that the site's own scripts send secrets to. */
export type SendToDecision = 'allowed' | 'denied' | 'not_asked' | 'not_entitled';
